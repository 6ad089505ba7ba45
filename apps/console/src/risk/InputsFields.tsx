import TextField from "@mui/material/TextField";
import type { TypedInputs } from "./inputs.ts";

const fields = [
  ["detect", "Minutes to detect"],
  ["resolve", "Minutes to resolve"],
  ["impact", "Percent of users hit"],
  ["between", "Days between failures"],
] as const;

/** The four inputs of a risk. */
export function InputsFields({ typed, set }: { typed: TypedInputs; set: (typed: TypedInputs) => void }) {
  return fields.map(([name, words]) => (
    <TextField
      key={name}
      label={words}
      value={typed[name]}
      onChange={(event) => set({ ...typed, [name]: event.target.value })}
      slotProps={{ htmlInput: { inputMode: "decimal" } }}
    />
  ));
}
