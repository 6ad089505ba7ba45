import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import type { ReactNode, SyntheticEvent } from "react";
import { useId, useState } from "react";
import styles from "./ConfirmCommand.module.css";
import { SkeletonText } from "./Skeletons.tsx";
import { ProblemLine } from "./States.tsx";

/** A command about to be given. */
export interface ConfirmCommandProps {
  open: boolean;
  onClose: () => void;
  /** The question: "Roll back search to 2026.11.8?" */
  title: string;
  /** Exactly what the button does: "Roll back search to 2026.11.8". */
  confirm: string;
  /** What will happen, before it does. `undefined` while it is being worked out: the button waits for it. */
  preview: ReactNode | undefined;
  /** Fields the command needs, for instance a reason. */
  children?: ReactNode;
  /** Red outline: it takes something away or reaches customers. */
  danger?: boolean;
  /** False while a field is missing. */
  ready?: boolean;
  /** Gives the command; when it throws, the refusal is shown and the dialog stays. */
  act: () => Promise<void>;
}

function useActing(act: () => Promise<void>, onClose: () => void) {
  const [acting, setActing] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setActing(true);
    setError(null);
    act()
      .then(onClose, setError)
      .finally(() => setActing(false));
  };
  return { acting, error, submit };
}

/** Shows what a command will do, then does it. */
export function ConfirmCommand(props: ConfirmCommandProps) {
  const { open, onClose, title, confirm, preview, children, danger = false, ready = true } = props;
  const { acting, error, submit } = useActing(props.act, onClose);
  const id = useId();
  return (
    <Dialog open={open} onClose={acting ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <form className={styles.form} onSubmit={submit}>
        <DialogTitle id={id}>{title}</DialogTitle>
        <DialogContent>
          <div className={styles.preview} data-danger={danger || undefined} aria-busy={preview === undefined}>
            {preview ?? <><SkeletonText width={40} /><SkeletonText width={32} /></>}
          </div>
          {children === undefined ? null : <div className={styles.fields}>{children}</div>}
          <ProblemLine error={error} />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={acting}>Leave it</Button>
          <Button type="submit" variant={danger ? "outlined" : "contained"} color={danger ? "error" : "primary"} disabled={acting || !ready || preview === undefined}>
            {confirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
