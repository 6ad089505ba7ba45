import { capital, sentence } from "../data/words.ts";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { ReasonField } from "../data/ReasonField.tsx";
import { SmallButton } from "../data/SmallButton.tsx";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import styles from "./Flag.module.css";
import { clearOverride, proposeChange, setOverride } from "./flagCommands.ts";
import { flagPreviewDocument } from "./flagDocuments.ts";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import { IncidentLink } from "./IncidentLink.tsx";
import { variantWord } from "./places.ts";

type Named = TargetingRecord["overrides"][number];
const DAY_MS = 86_400_000;

/** What one customer is to get by name; it ends after two weeks unless somebody says otherwise. */
function OverrideDialog({ flag, place, onClose }: { flag: FlagRecord; place: TargetingRecord; onClose: () => void }) {
  const now = useNow(600_000);
  const draft = useDraft("flag.override", flag.name, place.environment);
  const [customer, setCustomer] = useDraftState(draft, "customer", "");
  const [variant, setVariant] = useDraftState(
    draft,
    "variant",
    () => flag.about?.variants.find(({ name }) => name !== place.offVariant)?.name ?? place.offVariant,
  );
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const [expiresAt, setExpiresAt] = useDraftState<string | null>(draft, "expiresAt", () =>
    new Date(Math.ceil((now + 14 * DAY_MS) / DAY_MS) * DAY_MS).toISOString(),
  );
  const set = useCommand(setOverride, draft);
  const propose = useCommand(proposeChange, draft);
  const where = { flag: flag.name, environment: place.environment };
  const asks = place.policy.approvalOfOverrides;
  const name = customer.trim() === "" ? "the customer" : customer.trim();
  const does = `${asks ? "Propose to give" : "Give"} ${name} ${variantWord(flag, variant)}`;
  const act = async (): Promise<void> => {
    const override = { customer: customer.trim(), variant, reason: reason.trim(), expiresAt };
    if (asks) await propose({ ...where, change: { kind: "override", override: { ...override, incidentId: null } }, reason: reason.trim() });
    else await set({ ...where, ...override });
  };
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`Name a customer for ${flag.name}`}
      confirm={does}
      ready={customer.trim() !== "" && reason.trim() !== ""}
      preview={
        <p>
          {capital(name)} gets {variantWord(flag, variant)} in {place.environment}, above every rule and share
          {expiresAt === null ? ", until somebody clears it" : ""}.
        </p>
      }
      act={act}
    >
      <TextField label="Customer’s id" autoFocus required value={customer} onChange={(event) => setCustomer(event.target.value)} />
      <Choice
        label="What it gets"
        value={variant}
        options={(flag.about?.variants ?? []).map(({ name: one }) => [one, variantWord(flag, one)] as const)}
        onChange={setVariant}
      />
      <ReasonField value={reason} set={setReason} needed />
      <MomentField label="Until" value={expiresAt} set={setExpiresAt} help="For good where it is empty." />
    </ConfirmCommand>
  );
}

function ClearDialog({ flag, place, named, onClose }: { flag: FlagRecord; place: TargetingRecord; named: Named; onClose: () => void }) {
  const draft = useDraft("flag.clear", flag.name, place.environment, named.customer);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const clear = useCommand(clearOverride, draft);
  const propose = useCommand(proposeChange, draft);
  const where = { flag: flag.name, environment: place.environment };
  const change = { kind: "clearOverride", customer: named.customer };
  const preview = useRead(flagPreviewDocument, { ...where, change }, { now: true }).data?.flagChangePreview;
  const asks = preview?.needsApproval === true;
  const act = async (): Promise<void> => {
    if (asks) await propose({ ...where, change, reason: reason.trim() });
    else await clear({ ...where, customer: named.customer, ...(reason.trim() === "" ? {} : { reason: reason.trim() }) });
  };
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`Put ${named.customer} back to the rules?`}
      confirm={asks ? `Propose to clear ${named.customer}` : `Clear ${named.customer}`}
      ready={preview !== undefined && preview.refusal === null && (!asks || reason.trim() !== "")}
      preview={
        preview === undefined ? undefined : (
          <p>
            {sentence(preview.sentence)} {preview.after}
          </p>
        )
      }
      act={act}
    >
      <ReasonField value={reason} set={setReason} needed={asks} />
    </ConfirmCommand>
  );
}

function Until({ at }: { at: string | null }) {
  const zone = useZone();
  const now = useNow();
  if (at === null) return <Quiet>for good</Quiet>;
  const left = Date.parse(at) - now;
  return left < 2 * DAY_MS ? (
    <State tone="attention">{left < DAY_MS ? "Within a day" : "Tomorrow"}</State>
  ) : (
    <span>to {shortDate(Date.parse(at), zone)}</span>
  );
}

/** Who gets something by name, why and until when. */
export function OverridesPanel({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const [adding, setAdding] = useState(false);
  const [clearing, setClearing] = useState<Named | null>(null);
  return (
    <Panel
      title="Overrides"
      meta={
        <CommandButton needs="flag.write" size="small" onClick={() => setAdding(true)}>
          Add…
        </CommandButton>
      }
    >
      {place.overrides.length === 0 ? (
        <EmptyState title="Nobody is named">A customer by name gets what you say, above every rule.</EmptyState>
      ) : (
        <ul className={styles.overrides}>
          {place.overrides.map((named) => (
            <li key={named.customer}>
              <strong title={named.customer}>{named.record?.name ?? named.customer}</strong>
              <State tone={variantWord(flag, named.variant) === "off" ? "idle" : "info"}>{capital(variantWord(flag, named.variant))}</State>
              <span title={`${named.by}: ${named.reason}`}>
                {named.reason}
                {named.incident === null ? null : (
                  <>
                    , <IncidentLink incident={named.incident} />
                  </>
                )}
              </span>
              <Until at={named.expiresAt} />
              <SmallButton needs="flag.write" label={`Clear ${named.customer}`} onClick={() => setClearing(named)}>Clear</SmallButton>
            </li>
          ))}
        </ul>
      )}
      {adding ? <OverrideDialog flag={flag} place={place} onClose={() => setAdding(false)} /> : null}
      {clearing === null ? null : <ClearDialog flag={flag} place={place} named={clearing} onClose={() => setClearing(null)} />}
    </Panel>
  );
}
