import Dialog from "@mui/material/Dialog";
import Button from "@mui/material/Button";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useRef, useState } from "react";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { CopyField } from "../marks/CopyField.tsx";
import type { DialogProps } from "./dialogs.ts";
import { issueJoinLink, revokeJoinLink } from "./incidentCommands.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";

/** Makes an address by which whoever is signed in joins as a responder, and shows it. */
export function JoinLinkDialog({ incident, onClose }: { incident: IncidentRecord; onClose: () => void }) {
  const draft = useDraft("incident.joinLink", incident.id);
  const [note, setNote] = useDraftState(draft, "note", "");
  const [hours, setHours] = useDraftState(draft, "hours", "4");
  const [url, setUrl] = useState<string | null>(null);
  const made = useRef(false);
  const give = useCommand(issueJoinLink, draft);
  const lasts = Number(hours);
  const counts = Number.isInteger(lasts) && lasts >= 1 && lasts <= 72;
  if (url !== null) {
    return (
      <Dialog open onClose={onClose} maxWidth="sm" fullWidth>
        <DialogTitle>A way into {incident.reference}</DialogTitle>
        <DialogContent>
          <p>Whoever is signed in and opens it is asked whether to join. Hand it to {note} and nobody else.</p>
          <CopyField label="Its address" value={url} />
        </DialogContent>
        <DialogActions><Button variant="contained" color="primary" onClick={onClose}>I have it</Button></DialogActions>
      </Dialog>
    );
  }
  return (
    <ConfirmCommand
      draft={draft}
      open
      // The command was given: what it answered is shown, and closed by hand.
      onClose={() => (made.current ? undefined : onClose())}
      title={`Make a way into ${incident.reference}?`}
      confirm="Make it"
      ready={note.trim() !== "" && counts}
      preview={(
        <p>
          Whoever is signed in and has its address may join as a responder
          {incident.private ? ", and sees this private incident from then on" : ""}. It is recorded who came, ends by itself, and can be
          revoked.
        </p>
      )}
      act={async () => {
        const answer = await give({ incidentId: incident.id, note: note.trim(), hours: lasts });
        made.current = true;
        setUrl(answer.url);
      }}
    >
      <TextField label="Whom it is for" required autoFocus value={note} onChange={(event) => setNote(event.target.value)} />
      <TextField
        label="Hours that it holds" value={hours} error={!counts} onChange={(event) => setHours(event.target.value)}
        slotProps={{ htmlInput: { inputMode: "numeric" } }} helperText="72 at most."
      />
    </ConfirmCommand>
  );
}

/** Nobody comes in by it any more. */
export function RevokeJoinLinkDialog({ incident, about: { link }, onClose }: { incident: IncidentRecord } & DialogProps<"revokeJoinLink">) {
  const draft = useDraft("incident.revokeJoinLink", incident.id, link.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(revokeJoinLink, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      danger
      title={`Revoke the way in for ${link.note}?`}
      confirm="Revoke it"
      ready={reason.trim() !== ""}
      preview={<p>Nobody comes in by it any more. Who has come stays: end their role to let them go.</p>}
      act={async () => void (await give({ incidentId: incident.id, linkId: link.id, reason: reason.trim() }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
