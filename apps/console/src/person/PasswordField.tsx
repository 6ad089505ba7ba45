import TextField from "@mui/material/TextField";

/** Long rather than odd: the API refuses shorter ones. */
export const shortestPassword = 12;

/** A new password. */
export function PasswordField({
  label, value, set, needed = false,
}: {
  label: string;
  value: string;
  set: (value: string) => void;
  needed?: boolean;
}) {
  const short = value !== "" && value.length < shortestPassword;
  return (
    <TextField
      label={label}
      type="password"
      autoComplete="new-password"
      required={needed}
      value={value}
      error={short}
      helperText={short ? `${shortestPassword - value.length} more characters` : `At least ${shortestPassword} characters.`}
      onChange={(event) => set(event.target.value)}
    />
  );
}
