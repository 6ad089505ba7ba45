import TextField from "@mui/material/TextField";

/** Why a command is given; it stays on the record. */
export function ReasonField({ value, set, needed = false }: { value: string; set: (value: string) => void; needed?: boolean }) {
  return (
    <TextField
      autoFocus={needed}
      label={needed ? "Why" : "Why (may stay empty)"}
      helperText="Stands on the record beside your name."
      value={value}
      required={needed}
      onChange={(event) => set(event.target.value)}
      slotProps={{ htmlInput: { maxLength: 500 } }}
    />
  );
}
