import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { useId } from "react";
import { Facts } from "../marks/Panel.tsx";
import { date } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import type { InputValue } from "./calibrating.ts";
import { figure } from "./riskWords.ts";

/** Every value that one input of a risk had: when, by whom, why, and what the risk was expected to cost with it. */
export function InputHistoryDialog({ words, values, shown, onClose }: {
  words: string;
  values: readonly InputValue[];
  /** A value in words, with its unit. */
  shown: (value: number) => string;
  onClose: () => void;
}) {
  const id = useId();
  const zone = useZone();
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>What was estimated {words}</DialogTitle>
      <DialogContent>
        <Facts
          facts={values.map(({ value, at, by, reason, byHistory, minutesAYear }) => [
            date(Date.parse(at), zone),
            <span key={at}>
              <b>{shown(value)}</b>, {by}{byHistory ? ", by history" : ""}: {reason} ({figure(minutesAYear)} min a year)
            </span>,
          ] as const)}
        />
      </DialogContent>
      <DialogActions><Button onClick={onClose} autoFocus>Close</Button></DialogActions>
    </Dialog>
  );
}
