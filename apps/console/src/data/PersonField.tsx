import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { gql } from "../api/document.ts";
import { Person } from "../marks/Person.tsx";
import { nodesOf } from "./fields.ts";
import type { Connection } from "./fields.ts";
import { useRead } from "./read.ts";

/** A person as choices show them. */
export interface PersonChoice {
  id: string;
  login: string;
  name: string;
  active: boolean;
}

const peopleDocument = gql<{ people: Connection<PersonChoice> }, { first: number }>`
  query PeopleChoices($first: Int, $asOf: AsOf) { people(first: $first, asOf: $asOf) { totalCount edges { node { id login name active } } } }
`;
const everyOne = { first: 500 };

/** Everybody who works here now, by name. */
export function usePeople(): readonly PersonChoice[] {
  const { data } = useRead(peopleDocument, everyOne, { now: true });
  return nodesOf(data?.people).filter(({ active }) => active);
}

/** Chooses a person. `empty` is what nobody chosen means: "Yourself". */
export function PersonField({ label, value, set, empty }: { label: string; value: string; set: (id: string) => void; empty?: string }) {
  const people = usePeople();
  return (
    <TextField select label={label} value={people.some(({ id }) => id === value) ? value : ""} onChange={(event) => set(event.target.value)} slotProps={{ select: { displayEmpty: true } }}>
      {empty === undefined ? null : <MenuItem value="">{empty}</MenuItem>}
      {people.map(({ id, name }) => <MenuItem key={id} value={id}><Person name={name} /></MenuItem>)}
    </TextField>
  );
}
