import TextField from "@mui/material/TextField";
import { PersonField } from "../choices/PersonField.tsx";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraftOf, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { placePerson } from "./personCommands.ts";
import type { PersonRecord } from "./personDocuments.ts";

/** Teams as they are typed, by commas: each once, without those that say nothing. */
export const teamsIn = (text: string): string[] => [...new Set(text.split(",").map((team) => team.trim()).filter((team) => team !== ""))];

/** Where somebody works, and who is told when an action of theirs is late. */
export function PlaceDialog({ person, onClose }: { person: PersonRecord; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "person.place", person.id);
  const [teams, setTeams] = useDraftState(draft, "teams", person.teams.join(", "));
  const [superior, setSuperior] = useDraftState(draft, "superior", person.reportsTo?.id ?? "");
  const give = useCommand(placePerson, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Where ${person.name} works`}
      confirm="Save"
      preview={
        <p>
          {superior === ""
            ? "Nobody is told when an action of theirs stays late: they alone are reminded."
            : "Whom they report to is told when an action of theirs is a week late, and a week later whoever is above."}
        </p>
      }
      act={async () => void (await give({
        personId: person.id, teams: teamsIn(teams), ...(superior === "" ? { reportsToNobody: true } : { reportsTo: superior }),
      }))}
    >
      <TextField
        label="Teams"
        value={teams}
        onChange={(event) => setTeams(event.target.value)}
        helperText="By commas, as Payments, Platform."
      />
      <PersonField label="Reports to" value={superior} set={setSuperior} empty="Nobody here" />
    </ConfirmCommand>
  );
}
