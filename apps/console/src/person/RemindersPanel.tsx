import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useCommand } from "../data/command.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { unrevised, useDraftOf, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { Facts, Panel } from "../marks/Panel.tsx";
import { DAYS, daysWords, setReminders, type PagedPerson } from "./myPaging.ts";

const daysOf = (chosen: string): number | null => (chosen === "" ? null : Number(chosen));

function RemindersDialog({ person, onClose }: { person: PagedPerson; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "person.reminders", person.id);
  const { reminders } = person;
  const [turns, setTurns] = useDraftState(draft, "turns", String(reminders.turnDays ?? ""));
  const [standIns, setStandIns] = useDraftState(draft, "standIns", String(reminders.standInDays ?? ""));
  const [weekly, setWeekly] = useDraftState(draft, "weekly", reminders.weekly);
  const give = useCommand(setReminders, draft);
  const choices = [["Of my own turns", turns, setTurns], ["Of what I stand in for", standIns, setStandIns]] as const;
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Of what am I reminded?"
      confirm="Remind me so"
      preview={<p>By mail and chat, at nine on the clock of {person.timeZone}, each shift once.</p>}
      act={async () => void (await give({
        personId: person.id, turnDays: daysOf(turns), standInDays: daysOf(standIns), weekly,
      }))}
    >
      {choices.map(([label, value, set]) => (
        <TextField key={label} select label={label} value={value} onChange={(event) => set(event.target.value)}>
          {DAYS.map((days) => <MenuItem key={days} value={days}>{daysWords(daysOf(days))}</MenuItem>)}
        </TextField>
      ))}
      <FormControlLabel
        control={<Checkbox checked={weekly} onChange={(event) => setWeekly(event.target.checked)} />}
        label="On Mondays: who is on call until when"
      />
    </ConfirmCommand>
  );
}

/** Of what somebody is reminded by itself, and the press that changes it. */
export function RemindersPanel({ person }: { person: PagedPerson }) {
  const [changing, change] = useState(false);
  const { turnDays, standInDays, weekly } = person.reminders;
  return (
    <Panel
      title="Reminders" padded
      meta={<CommandButton size="small" needs="person.self" onClick={() => change(true)}>Change reminders…</CommandButton>}
    >
      <Facts
        facts={[
          ["Of my own turns", daysWords(turnDays)], ["Of what I stand in for", daysWords(standInDays)],
          ["Who is on call", weekly ? "on Mondays at nine" : "not at all"],
        ]}
      />
      {changing ? <RemindersDialog person={person} onClose={() => change(false)} /> : null}
    </Panel>
  );
}
