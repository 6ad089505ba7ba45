import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useZone, zoneName } from "../marks/zone.ts";
import { fromField, toField } from "../shell/momentField.ts";

/** A moment on the viewer's clock. `value` is an ISO instant or null while it is empty or incomplete. */
export function MomentField({
  label, value, set, help, needed = false,
}: {
  label: string;
  value: string | null;
  set: (value: string | null) => void;
  help?: string;
  needed?: boolean;
}) {
  const zone = useZone();
  const [text, setText] = useState(() => (value === null ? "" : toField(Date.parse(value), zone)));
  const change = (next: string): void => {
    setText(next);
    const ms = next === "" ? null : fromField(next, zone);
    set(ms === null ? null : new Date(ms).toISOString());
  };
  return (
    <TextField
      label={`${label}, ${zoneName(zone)}`}
      type="datetime-local"
      value={text}
      required={needed}
      {...(help === undefined ? {} : { helperText: help })}
      onChange={(event) => change(event.target.value)}
      slotProps={{ htmlInput: { step: 1 } }}
    />
  );
}
