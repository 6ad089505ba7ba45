import { RollbackDialog } from "../rollout/RollbackDialog.tsx";
import type { IncidentDialog } from "./dialogs.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";
import { IntervalDialog, MilestoneDialog, ReviewDialog } from "./ResponseDialogs.tsx";
import { LeaveRoleDialog, RoleDialog } from "./RoleDialogs.tsx";
import { JoinLinkDialog, RevokeJoinLinkDialog } from "./JoinDialogs.tsx";
import { DropTaskDialog, GiveTaskDialog } from "./TaskDialogs.tsx";
import { ConferenceDialog, TypeDialog } from "./TypeDialogs.tsx";
import { CallInDialog } from "./CallInDialog.tsx";
import { MergeDialog } from "./MergeDialog.tsx";
import { PublicImpactDialog, RenameDialog, ReopenDialog, SeverityDialog, StateDialog } from "./StateDialogs.tsx";
import { CorrectEntryDialog, EntryDialog, LinkDialog, RemoveLinkDialog, UpdateDialog } from "./StoryDialogs.tsx";

/** The dialog of the command that is about to be given. Commands act on the incident as it is now. */
export function Dialogs({ incident, dialog, onClose }: { incident: IncidentRecord; dialog: IncidentDialog | null; onClose: () => void }) {
  if (dialog === null) return null;
  const both = { incident, onClose };
  switch (dialog.kind) {
    case "state":
      return <StateDialog {...both} about={dialog} />;
    case "reopen":
      return <ReopenDialog {...both} />;
    case "merge":
      return <MergeDialog {...both} />;
    case "severity":
      return <SeverityDialog {...both} />;
    case "publicImpact":
      return <PublicImpactDialog {...both} />;
    case "rename":
      return <RenameDialog {...both} />;
    case "role":
      return <RoleDialog {...both} about={dialog} />;
    case "type":
      return <TypeDialog {...both} />;
    case "conference":
      return <ConferenceDialog {...both} />;
    case "giveTask":
      return <GiveTaskDialog {...both} about={dialog} />;
    case "dropTask":
      return <DropTaskDialog {...both} about={dialog} />;
    case "joinLink":
      return <JoinLinkDialog {...both} />;
    case "revokeJoinLink":
      return <RevokeJoinLinkDialog {...both} about={dialog} />;
    case "callIn":
      return <CallInDialog {...both} />;
    case "leaveRole":
      return <LeaveRoleDialog {...both} about={dialog} />;
    case "update":
      return <UpdateDialog {...both} about={dialog} />;
    case "entry":
      return <EntryDialog {...both} about={dialog} />;
    case "correctEntry":
      return <CorrectEntryDialog {...both} about={dialog} />;
    case "milestone":
      return <MilestoneDialog {...both} about={dialog} />;
    case "interval":
      return <IntervalDialog {...both} about={dialog} />;
    case "link":
      return <LinkDialog {...both} about={dialog} />;
    case "removeLink":
      return <RemoveLinkDialog {...both} about={dialog} />;
    case "review":
      return <ReviewDialog {...both} />;
    case "rollback":
      return (
        <RollbackDialog ask={{ service: dialog.service, environment: dialog.environment, incidentId: incident.id }} onClose={onClose} />
      );
  }
}
