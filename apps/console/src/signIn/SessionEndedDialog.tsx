import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { useQueryClient } from "@tanstack/react-query";
import type { SyntheticEvent } from "react";
import { useEffect, useId, useState } from "react";
import { useSessionStanding } from "../api/sessionEnd.ts";
import { ProblemLine } from "../marks/States.tsx";
import { SignInFields, useSigningIn } from "./SignInFields.tsx";
import { useCommandOpen } from "./openCommands.ts";

function SignInAgain() {
  const signing = useSigningIn();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const id = useId();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    signing.send().catch(setError).finally(() => setBusy(false));
  };
  return (
    <Dialog open maxWidth="xs" fullWidth aria-labelledby={id}>
      <form onSubmit={submit} aria-busy={busy}>
        <DialogTitle id={id}>Sign in again</DialogTitle>
        <DialogContent>
          <SignInFields signing={signing} kept="The page behind stays as it is." />
          <ProblemLine error={error} />
        </DialogContent>
        <DialogActions>
          <Button href="/sign-in">Leave this page</Button>
          <Button type="submit" variant="contained" color="primary" disabled={busy}>Sign in</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/**
 * Asks to sign in again when the session ended under the page, which stays. Where the dialog of a command is open, that
 * one asks, so that one press signs in and gives the command. Everything is read again afterwards.
 */
export function SessionEndedDialog() {
  const { ended, renewals } = useSessionStanding();
  const commandOpen = useCommandOpen();
  const client = useQueryClient();
  useEffect(() => {
    if (renewals > 0) void client.invalidateQueries();
  }, [client, renewals]);
  return ended && !commandOpen ? <SignInAgain /> : null;
}
