import { useCommand } from "../data/command.ts";
import { CallDialog } from "../paging/CallDialog.tsx";
import { callIn } from "./incidentCommands.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";

/** Calls a person or a team into an incident. */
export function CallInDialog({ incident, onClose }: { incident: IncidentRecord; onClose: () => void }) {
  const give = useCommand(callIn);
  return (
    <CallDialog
      about={["incident.callIn", incident.id]}
      does={(name) => `Call ${name} into ${incident.reference}`}
      says="They are paged at once, until they answer. Whoever works on it goes on."
      noteLabel="What they are needed for"
      onClose={onClose}
      call={(input) => give({ incidentId: incident.id, ...input })}
    />
  );
}
