import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { useRead } from "../data/read.ts";
import { count } from "../data/words.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { assignRotation, setThresholds } from "./serviceCommands.ts";
import { rotationsDocument } from "./serviceDocuments.ts";
import type { ServiceRecord } from "./serviceDocuments.ts";

const nothing = {};

/** Sets above which impact somebody is paged although the rollback worked. */
export function ThresholdsDialog({ service, onClose }: { service: ServiceRecord; onClose: () => void }) {
  const draft = useDraftOf(service, "service.thresholds", service.slug);
  const [errors, setErrors] = useDraftState(draft, "errors", String(service.thresholds.pageErrorsPer100k / 1_000));
  const [customers, setCustomers] = useDraftState(draft, "customers", String(service.thresholds.pageCustomers));
  const give = useCommand(setThresholds, draft);
  const [per100k, known] = [Math.round(Number(errors) * 1_000), Number(customers)];
  const fits = errors.trim() !== "" && per100k >= 0 && per100k <= 100_000 && Number.isInteger(known) && known >= 1;
  const act = async (): Promise<void> =>
    void (await give({ service: service.slug, pageErrorsPer100k: per100k, pageCustomers: known }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`When ${service.slug} pages`}
      confirm="Set the thresholds"
      ready={fits}
      preview={
        <p>
          {fits
            ? `Above ${errors} % failing requests, or ${count(known)} customers who saw errors, a person is called even when the rollback worked.`
            : "A share of 0 to 100 %, and at least one customer."}
        </p>
      }
      act={act}
    >
      <TextField label="Failing requests, %" autoFocus value={errors} onChange={(event) => setErrors(event.target.value)} />
      <TextField label="Customers who saw errors" value={customers} onChange={(event) => setCustomers(event.target.value)} />
    </ConfirmCommand>
  );
}

/** Says who is called for a service. */
export function AssignRotationDialog({
  service, purpose, onClose,
}: {
  service: ServiceRecord;
  purpose: "responders" | "commander";
  onClose: () => void;
}) {
  const current = purpose === "responders" ? service.responders : service.commanders;
  const draft = useDraftOf(service, "service.rotation", service.slug, purpose);
  const [chosen, setChosen] = useDraftState(draft, "chosen", current?.id ?? "");
  const { data } = useRead(rotationsDocument, nothing, { now: true });
  const give = useCommand(assignRotation, draft);
  const rotation = data?.rotations.find(({ id }) => id === chosen);
  const what = purpose === "responders" ? "Responders are called for every page." : "Commanders are called for severities 1 and 2.";
  const act = async (): Promise<void> =>
    void (await give({ service: service.slug, purpose, ...(chosen === "" ? {} : { rotationId: chosen }) }));
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`Who is called for ${service.slug}`}
      confirm={rotation === undefined ? "Call nobody" : `Call ${rotation.name}`}
      danger={chosen === ""}
      preview={
        data === undefined ? undefined : (
          <>
            <p>{what}</p>
            <p>
              {rotation === undefined
                ? "Nobody would be called."
                : rotation.onNow === null
                  ? `${rotation.name} has nobody on now.`
                  : `${rotation.onNow.name} is on now.`}
            </p>
          </>
        )
      }
      act={act}
    >
      <TextField
        select
        label={purpose === "responders" ? "Responders" : "Commanders"}
        value={data === undefined ? "" : chosen}
        onChange={(event) => setChosen(event.target.value)}
        slotProps={{ select: { displayEmpty: true } }}
      >
        <MenuItem value="">Nobody</MenuItem>
        {data?.rotations.map(({ id, name }) => <MenuItem key={id} value={id}>{name}</MenuItem>)}
      </TextField>
    </ConfirmCommand>
  );
}
