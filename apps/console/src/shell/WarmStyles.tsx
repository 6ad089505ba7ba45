import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Popover from "@mui/material/Popover";
import TextField from "@mui/material/TextField";
import { useEffect, useState } from "react";

/** At the latest after so long, ms, on a page that is never at rest. */
const latestMs = 3_000;

/** In browsers that do not say when they are at rest, soon. */
const atRest = (run: () => void): (() => void) => {
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(run, latestMs / 2);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(run, { timeout: latestMs });
  return () => cancelIdleCallback(asked);
};

/**
 * What opens under a press is drawn once unseen, and taken away, when the page has come to rest: working out its styles takes a slow
 * machine longer than the press may.
 */
export function WarmStyles() {
  const [step, setStep] = useState<"waits" | "draws" | "done">("waits");
  useEffect(() => {
    if (step === "waits") return atRest(() => setStep("draws"));
    setStep("done");
    return undefined;
  }, [step]);
  if (step !== "draws") return null;
  const closed = { keepMounted: true, open: false, disablePortal: true } as const;
  return (
    <div hidden>
      <Popover {...closed}><TextField label="Find" /><TextField /></Popover>
      <Dialog {...closed} maxWidth="xs" fullWidth slotProps={{ paper: { role: "presentation" } }}>
        <DialogTitle />
        <DialogContent />
        <DialogActions><Button size="small" variant="contained" color="primary" /></DialogActions>
      </Dialog>
    </div>
  );
}
