import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { useCallback, useId, useSyncExternalStore } from "react";
import { useOnceOpen } from "../marks/useOnceOpen.ts";
import { useAsOf } from "./useAsOf.ts";

let asked: (() => void) | null = null;
const listeners = new Set<() => void>();

function ask(run: (() => void) | null): void {
  asked = run;
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Begins a command; on a view that looks back, asks first whether to act on now. */
export function useActOnNow(): (run: () => void) => void {
  const { asOf } = useAsOf();
  return useCallback((run) => (asOf === null ? run() : ask(run)), [asOf]);
}

/** The question. Acting returns the page to now, so that nobody decides by what it showed. */
export function ActOnNowDialog() {
  const run = useSyncExternalStore(listen, () => asked);
  const { set } = useAsOf();
  const id = useId();
  const act = (): void => {
    set(null);
    ask(null);
    run?.();
  };
  return useOnceOpen(run !== null) ? (
    <Dialog open={run !== null} onClose={() => ask(null)} maxWidth="xs" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>Act on now?</DialogTitle>
      <DialogContent>
        This page shows the past, and commands change the present, which may look different. Acting returns the page to now first.
      </DialogContent>
      <DialogActions>
        <Button onClick={() => ask(null)}>Keep looking back</Button>
        <Button variant="contained" color="primary" autoFocus onClick={act}>Act on now</Button>
      </DialogActions>
    </Dialog>
  ) : null;
}
