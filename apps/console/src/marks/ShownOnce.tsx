import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import type { ReactNode } from "react";
import { useId } from "react";
import { Shape } from "./State.tsx";
import styles from "./Secret.module.css";

/** Shows secrets that are kept as a hash only: whoever closes this has seen them for the last time. A click beside it does not close it. */
export function ShownOnce({ title, children, onClose }: { title: string; children: ReactNode; onClose: () => void }) {
  const id = useId();
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>
        <p className={styles.once}>
          <Shape tone="attention" /> This is shown once. Put it where it belongs now; Ballast cannot show it again.
        </p>
        <div className={styles.secrets}>{children}</div>
      </DialogContent>
      <DialogActions><Button variant="contained" color="primary" onClick={onClose}>I have it</Button></DialogActions>
    </Dialog>
  );
}
