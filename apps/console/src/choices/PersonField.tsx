import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { Person } from "../marks/Person.tsx";
import { usePeople } from "./peopleChoices.ts";

/** Chooses a person. `empty` is what nobody chosen means: "Yourself". */
export function PersonField({ label, value, set, empty }: { label: string; value: string; set: (id: string) => void; empty?: string }) {
  const people = usePeople();
  return (
    <TextField
      select
      label={label}
      value={people.some(({ id }) => id === value) ? value : ""}
      onChange={(event) => set(event.target.value)}
      slotProps={{ select: { displayEmpty: true } }}
    >
      {empty === undefined ? null : <MenuItem value="">{empty}</MenuItem>}
      {people.map(({ id, name }) => <MenuItem key={id} value={id}><Person name={name} /></MenuItem>)}
    </TextField>
  );
}
