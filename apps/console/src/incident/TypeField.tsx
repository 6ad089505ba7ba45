import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useRead } from "../data/read.ts";
import { offeredTypesDocument } from "./typeDocuments.ts";

const shrunk = { select: { displayEmpty: true }, inputLabel: { shrink: true } } as const;

/** Chooses among the types that are offered for an incident like this; nothing is shown where none is. */
export function TypeField({
  severity, services, value, set, empty, others = false,
}: {
  severity: number | null;
  services: readonly string[];
  value: string;
  set: (id: string) => void;
  /** What choosing none is called. */
  empty: string;
  /** Whether those that are not offered may be chosen too. */
  others?: boolean;
}) {
  const { data } = useRead(offeredTypesDocument, { severity, services: [...services] }, { now: true, keep: true });
  const offered = new Set(data?.offered.map(({ id }) => id));
  // One that was chosen before the severity was another one stays in sight.
  const options = (data?.incidentTypes ?? [])
    .filter(({ id }) => others || id === value || offered.has(id))
    .toSorted((one, other) => Number(offered.has(other.id)) - Number(offered.has(one.id)));
  if (options.length === 0) return null;
  return (
    <TextField
      select label="Type" value={options.some(({ id }) => id === value) ? value : ""} slotProps={shrunk}
      onChange={(event) => set(event.target.value)} helperText="Its roles, its checklist and where responders talk come with it."
    >
      <MenuItem value="">{empty}</MenuItem>
      {options.map(({ id, name }) => (
        <MenuItem key={id} value={id}>{offered.has(id) ? name : `${name} (meant for other incidents)`}</MenuItem>
      ))}
    </TextField>
  );
}
