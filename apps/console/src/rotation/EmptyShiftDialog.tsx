import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraftOf, useDraftState } from "../data/draft.ts";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { alertIntegrationsDocument, setEmptyShiftAlert } from "./scheduleDocuments.ts";
import type { Schedule } from "./scheduleDocuments.ts";

const nothing = {};

/** Through which integration it is an alert that nobody is on call, and how severe. */
export function EmptyShiftDialog({ rotation, chosen, onClose }: {
  rotation: { id: string; name: string }; chosen: Schedule["emptyShiftAlert"]; onClose: () => void;
}) {
  const draft = useDraftOf(unrevised, "rotation.emptyShift", rotation.id);
  const give = useCommand(setEmptyShiftAlert, draft);
  const [integrationId, setIntegrationId] = useDraftState(draft, "integrationId", chosen?.integration?.id ?? "");
  const [severity, setSeverity] = useDraftState(draft, "severity", chosen?.severity ?? "");
  const { data } = useRead(alertIntegrationsDocument, nothing, { now: true });
  const integrations = (data?.integrations ?? []).filter(({ kind, removed }) => kind !== "github" && !removed);
  const integration = integrations.find(({ id }) => id === integrationId);
  const words = Object.keys(integration?.severities ?? {});
  const none = integrationId === "";
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`Is it an alert that nobody is on call for ${rotation.name}?`}
      confirm={none ? "Make it no alert" : "Make it an alert"}
      ready={none || words.includes(severity)}
      preview={none ? (
        <p>An empty shift is shown here and told to whoever is told of gaps, and is no alert.</p>
      ) : (
        <p>
          While nobody is on call, not even a fallback, and a service or a policy calls the schedule, one alert
          of {integration?.name ?? "that integration"} fires, with its rules and its service. It clears by itself.
        </p>
      )}
      act={async () => void (await give({
        rotationId: rotation.id, integrationId: none ? null : integrationId, severity: none ? null : severity,
      }))}
    >
      <TextField
        select label="Through which integration" value={integration === undefined ? "" : integrationId}
        onChange={(event) => setIntegrationId(event.target.value)}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">None</MenuItem>
        {integrations.map(({ id, name }) => <MenuItem key={id} value={id}>{name}</MenuItem>)}
      </TextField>
      {words.length === 0 ? null : (
        <Choice label="How severe" value={severity} options={words.map((word) => [word, word] as const)} onChange={setSeverity} />
      )}
    </ConfirmCommand>
  );
}
