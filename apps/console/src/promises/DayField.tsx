import TextField from "@mui/material/TextField";

/** A day that is promised. */
export function DayField({ value, set, required = false }: { value: string; set: (value: string) => void; required?: boolean }) {
  return (
    <TextField
      label="Promised for"
      type="date"
      required={required}
      value={value}
      onChange={(event) => set(event.target.value)}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}
