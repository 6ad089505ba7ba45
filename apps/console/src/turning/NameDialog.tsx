import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { nodesOf } from "../data/fields.ts";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { ReasonField } from "../data/ReasonField.tsx";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { useNow } from "../marks/now.ts";
import { otherThan, variantWord } from "./place.ts";
import type { Turnable } from "./place.ts";
import { isOpenTo, PreviewWords } from "./PreviewWords.tsx";
import { flagPreviewDocument, openIncidentsDocument, proposeChange, setOverride } from "./turningDocuments.ts";
import { useSettled } from "./useSettled.ts";

const DAY_MS = 86_400_000;

/** Whom to name: somebody who is known already, or whoever is typed. */
export interface Named {
  readonly id: string;
  readonly name: string;
  /** What it gets now. */
  readonly variant: string | null;
}

function IncidentField({ value, set }: { value: string; set: (id: string) => void }) {
  const open = nodesOf(useRead(openIncidentsDocument, {}, { now: true }).data?.incidents);
  if (open.length === 0) return null;
  return (
    <TextField
      select
      label="For an incident"
      value={open.some(({ id }) => id === value) ? value : ""}
      onChange={(event) => set(event.target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      <MenuItem value="">For none</MenuItem>
      {open.map(({ id, reference, title }) => <MenuItem key={id} value={id}>{reference} {title}</MenuItem>)}
    </TextField>
  );
}

/** The fields, kept until they are sent. It ends after two weeks unless somebody says otherwise. */
function useFields(flag: Turnable, customer: Named | null, first: string | undefined) {
  const now = useNow(600_000);
  const draft = useDraft("flag.override", flag.flag, flag.environment, customer?.id, first);
  const [id, setId] = useDraftState(draft, "customer", customer?.id ?? "");
  const [variant, setVariant] = useDraftState(draft, "variant", () => first ?? otherThan(flag, customer?.variant ?? null));
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const [incidentId, setIncidentId] = useDraftState(draft, "incident", "");
  const [expiresAt, setExpiresAt] = useDraftState<string | null>(draft, "expiresAt", () =>
    new Date(Math.ceil((now + 14 * DAY_MS) / DAY_MS) * DAY_MS).toISOString(),
  );
  return { draft, id, setId, variant, setVariant, reason, setReason, incidentId, setIncidentId, expiresAt, setExpiresAt };
}

/** Gives one customer a variant by name, with what that does shown first. Asks for a second person's word where the policy wants one. */
export function NameDialog({
  flag, customer, first, onClose,
}: {
  flag: Turnable;
  customer: Named | null;
  /** What it gets unless somebody chooses otherwise; else what it has not now. */
  first?: string;
  onClose: () => void;
}) {
  const { draft, ...fields } = useFields(flag, customer, first);
  const { variant, expiresAt } = fields;
  const [id, reason] = [fields.id.trim(), fields.reason.trim()];
  const incidentId = fields.incidentId === "" ? null : fields.incidentId;
  const set = useCommand(setOverride, draft);
  const propose = useCommand(proposeChange, draft);
  const { flag: key, environment } = flag;
  const settled = useSettled(id);
  const change = { kind: "override", override: { customer: settled, variant, expiresAt, incidentId: null, reason: "as previewed" } };
  const read = useRead(flagPreviewDocument, settled === "" ? null : { flag: key, environment, change }, { now: true });
  const preview = settled === id ? read.data?.flagChangePreview : undefined;
  const asks = preview?.needsApproval === true;
  const name = customer?.name ?? (id === "" ? "a customer" : id);
  const does = `${asks ? "Propose to give" : "Give"} ${name} ${variantWord(flag, variant)}`;
  const act = async (): Promise<void> => {
    const override = { customer: id, variant, reason, expiresAt, incidentId };
    if (asks) {
      await propose({
        flag: key, environment, reason, change: { kind: "override", override }, ...(incidentId === null ? {} : { incidentId }),
      });
    } else {
      await set({ flag: key, environment, customer: id, variant, reason, expiresAt, ...(incidentId === null ? {} : { incidentId }) });
    }
  };
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`${customer === null ? "Name a customer for" : `Turn for ${customer.name}:`} ${key} in ${environment}`}
      confirm={does}
      ready={id !== "" && reason !== "" && isOpenTo(preview)}
      preview={
        id === "" ? (
          <p>Whoever is named gets it above every rule and share.</p>
        ) : read.error !== null ? (
          <p role="alert">What it does could not be worked out: {read.error.message}</p>
        ) : preview === undefined ? undefined : (
          <>
            <PreviewWords preview={preview} />
            <p>Above every rule and share{expiresAt === null ? ", until somebody clears it" : ""}; a kill is above it.</p>
          </>
        )
      }
      act={act}
    >
      {customer === null ? (
        <TextField
          label="Customer’s id"
          autoFocus
          required
          value={fields.id}
          onChange={(event) => fields.setId(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 200 } }}
        />
      ) : null}
      <Choice
        label="What it gets"
        value={variant}
        options={flag.variants.map((one) => [one, variantWord(flag, one)] as const)}
        onChange={fields.setVariant}
      />
      <ReasonField value={fields.reason} set={fields.setReason} needed />
      <MomentField label="Until" value={expiresAt} set={fields.setExpiresAt} help="For good where it is empty." />
      <IncidentField value={fields.incidentId} set={fields.setIncidentId} />
    </ConfirmCommand>
  );
}
