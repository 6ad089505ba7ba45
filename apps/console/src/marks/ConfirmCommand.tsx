import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import type { ReactNode, SyntheticEvent } from "react";
import { useId, useState } from "react";
import { needsSignIn } from "../api/errors.ts";
import { useSessionStanding } from "../api/sessionEnd.ts";
import type { DraftHandle } from "../data/draft.ts";
import { capital } from "../data/words.ts";
import { useAsOpenCommand } from "../signIn/openCommands.ts";
import { SignInFields, useSigningIn } from "../signIn/SignInFields.tsx";
import styles from "./ConfirmCommand.module.css";
import { SkeletonText } from "./Skeletons.tsx";
import { ProblemLine } from "./States.tsx";
import { clock } from "./time.ts";
import { useZone } from "./zone.ts";

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
  /** The button has the focus at once: there is nothing to fill in. */
  focused?: boolean;
  /** False while a field is missing. */
  ready?: boolean;
  /** What is typed here, kept until it is sent; null where nothing is typed. */
  draft: DraftHandle | null;
  /** Gives the command; when it throws, the refusal is shown and the dialog stays. */
  act: () => Promise<void>;
}

/** Gives the command, after signing in again where the session has ended. */
function useActing({ act, onClose, draft }: ConfirmCommandProps) {
  const [acting, setActing] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { ended } = useSessionStanding();
  const signing = useSigningIn();
  const give = async (): Promise<void> => {
    if (ended) await signing.send();
    await act();
    draft?.sent();
    onClose();
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setActing(true);
    setError(null);
    give()
      .catch((thrown: unknown) => setError(needsSignIn(thrown) && !ended ? null : thrown))
      .finally(() => setActing(false));
  };
  return { acting, error, submit, signing: ended ? signing : null };
}

/** Says that the fields hold what was typed before, and offers to begin anew. */
function Restored({ draft }: { draft: DraftHandle | null }) {
  const zone = useZone();
  if (draft === null || draft.restoredAt === null) return null;
  return (
    <p className={styles.restored} role="status">
      What you typed at {clock(draft.restoredAt, zone)} is back; it was not sent.
      <Button size="small" variant="text" onClick={draft.startAfresh}>Start afresh</Button>
    </p>
  );
}

/** Says what others changed of the record while somebody had this form of it, and lets them take it in. */
export function Changed({ draft }: { draft: DraftHandle | null }) {
  if (draft === null || draft.changes.length === 0) return null;
  return (
    <div className={styles.changed} role="alert">
      <p>Somebody has changed it since this form began:</p>
      <ul>
        {draft.changes.map(({ what, was, is, yours }) => (
          <li key={what}>
            {capital(what)}: <bdi>{was}</bdi> → <b><bdi>{is}</bdi></b>
            {yours === null ? null : <>; you wrote <b><bdi>{yours}</bdi></b></>}
          </li>
        ))}
      </ul>
      <Button size="small" variant="text" onClick={draft.takeIn}>
        {draft.changes.every(({ yours }) => yours === null) ? "Take it in" : "Take it in, keep what you wrote"}
      </Button>
    </div>
  );
}

/** Shows what a command will do, then does it. */
export function ConfirmCommand(props: ConfirmCommandProps) {
  const { open, onClose, title, confirm, preview, children, draft, danger = false, focused = false, ready = true } = props;
  const { acting, error, submit, signing } = useActing(props);
  const id = useId();
  useAsOpenCommand(open);
  return (
    <Dialog open={open} onClose={acting ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <form className={styles.form} onSubmit={submit}>
        <DialogTitle id={id}>{title}</DialogTitle>
        <DialogContent>
          <div className={styles.preview} data-danger={danger || undefined} aria-busy={preview === undefined}>
            {preview ?? <><SkeletonText width={40} /><SkeletonText width={32} /></>}
          </div>
          <Restored draft={draft} />
          <Changed draft={draft} />
          {children === undefined ? null : <div key={draft?.starts} className={styles.fields}>{children}</div>}
          {signing === null ? null : <SignInFields signing={signing} kept="What you typed is kept: sign in, and it is sent." />}
          <ProblemLine error={error} />
        </DialogContent>
        <DialogActions>
          {acting ? (
            <span className={styles.pending} role="status">
              On its way…
            </span>
          ) : null}
          <Button onClick={onClose} disabled={acting}>
            Leave it
          </Button>
          <Button
            type="submit"
            autoFocus={focused}
            variant={danger ? "outlined" : "contained"}
            color={danger ? "error" : "primary"}
            disabled={acting || !ready || preview === undefined || (draft !== null && draft.changes.length > 0)}
          >
            {confirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
