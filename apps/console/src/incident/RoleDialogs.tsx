import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { PersonField } from "../choices/PersonField.tsx";
import { usePeople } from "../choices/peopleChoices.ts";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { oneOf } from "../data/words.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { roleNames, roleWords } from "../response/incidentWords.ts";
import type { DialogProps } from "./dialogs.ts";
import { leaveRole, leaveTypeRole, takeRole, takeTypeRole } from "./incidentCommands.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";

/** What a role is called in a sentence; one of the incident's type goes by its own name. */
export function calledRole(role: string): string {
  const common = oneOf(roleNames, role);
  return common === undefined ? role : roleWords[common].toLowerCase();
}

/** Takes a role, or gives it to somebody. */
export function RoleDialog({ incident, about, onClose }: { incident: IncidentRecord } & DialogProps<"role">) {
  const draft = useDraft("incident.role", incident.id, about.role);
  const [role, setRole] = useDraftState<string>(draft, "role", about.role ?? "commander");
  const [personId, setPersonId] = useDraftState(draft, "personId", "");
  const give = useCommand(takeRole, draft);
  const giveOfType = useCommand(takeTypeRole, draft);
  const name = usePeople().find(({ id }) => id === personId)?.name;
  const holder = role === "responder" ? undefined : incident.roles.findLast((each) => each.role === role && each.to === null)?.person.name;
  const own = incident.type?.roles ?? [];
  const does = name === undefined ? `Take the role of ${calledRole(role)}` : `Make ${name} ${calledRole(role)}`;
  const act = async (): Promise<void> => {
    const common = oneOf(roleNames, role);
    const input = { incidentId: incident.id, ...(personId === "" ? {} : { personId }) };
    if (common === undefined) await giveOfType({ ...input, role });
    else await give({ ...input, role: common });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      preview={
        <p>
          {holder === undefined ? "Nobody has it yet" : `${holder} hands it over, and both ends are recorded`}. A role is one in this
          incident, no permission.
        </p>
      }
      act={act}
    >
      {about.role === undefined ? (
        <TextField
          select label="Role" value={role} onChange={(event) => setRole(event.target.value)}
          helperText={own.find((each) => each.name === role)?.purpose}
        >
          {roleNames.map((each) => <MenuItem key={each} value={each}>{roleWords[each]}</MenuItem>)}
          {own.map((each) => <MenuItem key={each.name} value={each.name}>{each.name}</MenuItem>)}
        </TextField>
      ) : null}
      <PersonField label="Who" value={personId} set={setPersonId} empty="Yourself" />
    </ConfirmCommand>
  );
}

/** Leaves a role. */
export function LeaveRoleDialog({ incident, about, onClose }: { incident: IncidentRecord } & DialogProps<"leaveRole">) {
  const give = useCommand(leaveRole);
  const giveOfType = useCommand(leaveTypeRole);
  const word = calledRole(about.role);
  const act = async (): Promise<void> => {
    const common = oneOf(roleNames, about.role);
    const input = { incidentId: incident.id, personId: about.person.id };
    if (common === undefined) await giveOfType({ ...input, role: about.role });
    else await give({ ...input, role: common });
  };
  return (
    <ConfirmCommand
      draft={null}
      open
      onClose={onClose}
      danger
      title={`End ${about.person.name}'s role of ${word}?`}
      confirm={`End the role of ${word}`}
      preview={
        <p>
          {about.role === "commander"
            ? "The incident has no commander then, and its responders are reminded of it."
            : "Nobody has it then."}
        </p>
      }
      act={act}
    />
  );
}
