import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { assignEscalation, escalationChoicesDocument } from "./escalationChoice.ts";
import type { ServiceRecord } from "./serviceDocuments.ts";

const nothing = {};
const builtIn = "Calls who is on call, then who is next, then everyone of its schedule.";

/** Says by which policy the responders of a service are called. */
export function AssignEscalationDialog({ service, onClose }: { service: ServiceRecord; onClose: () => void }) {
  const draft = useDraftOf(service, "service.escalation", service.slug);
  const [chosen, setChosen] = useDraftState(draft, "chosen", service.namesEscalation ? (service.escalation?.id ?? "") : "");
  const { data } = useRead(escalationChoicesDocument, nothing, { now: true });
  const give = useCommand(assignEscalation, draft);
  const policies = data?.escalationPolicies ?? [];
  const policy = policies.find(({ id }) => id === chosen);
  const otherwise = policies.find(({ isDefault }) => isDefault);
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`In which order people are called for ${service.slug}`}
      confirm={policy === undefined ? "Let it go by the default" : `Call by ${policy.name}`}
      preview={data === undefined ? undefined : <p>{(policy ?? otherwise)?.sentence ?? builtIn}</p>}
      act={async () =>
        void (await give({ service: service.slug, ...(chosen === "" ? {} : { policyId: chosen }) }))}
    >
      <TextField
        select
        label="Escalation policy"
        value={policies.some(({ id }) => id === chosen) ? chosen : ""}
        onChange={(event) => setChosen(event.target.value)}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">{otherwise === undefined ? "What is built in" : `The default, ${otherwise.name}`}</MenuItem>
        {policies.map(({ id, name }) => <MenuItem key={id} value={id}>{name}</MenuItem>)}
      </TextField>
    </ConfirmCommand>
  );
}
