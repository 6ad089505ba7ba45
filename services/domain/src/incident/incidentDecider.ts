import type { IncidentEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { declareIncident, nameServices, raiseSeverity, renameIncident, setPublicImpact, setPublicTitle, setSeverity } from "./declaring.ts";
import { evolveIncident } from "./evolveIncident.ts";
import { closeImpactInterval, correctImpactInterval, openImpactInterval, recordAffectedCustomers } from "./impact.ts";
import { importIncident, importUpdate } from "./importing.ts";
import { absentIncident, type DeclaredIncident, type Incident, type KnownIncident } from "./incident.ts";
import type {
  DeclaringCommand, ImpactCommand, ImportCommand, IncidentCommand, MovingCommand, PeopleCommand, ReviewCommand, SpeakingCommand,
  JoiningCommand, StoryCommand, TaskCommand, TypingCommand,
} from "./incidentCommands.ts";
import { issueJoinLink, joinByLink, revokeJoinLink } from "./joining.ts";
import { changeState, merge, reopen } from "./moving.ts";
import { correctMilestone, leaveRole, reachMilestone, takeRole } from "./people.ts";
import { declaredHere, known } from "./refusals.ts";
import { holdReview, markReviewDue, skipReview } from "./reviewing.ts";
import { attachAlert, noteClearedAlerts, postUpdate, remindOfUpdate, replaceRun, startResponse, withdrawUpdate } from "./speaking.ts";
import { addEntry, addLink, correctEntry, pinEntry, removeLink } from "./story.ts";
import { addTask, carryTaskOn, endTask, giveTask, reopenTask } from "./tasks.ts";
import { chooseType, leaveTypeRole, setConferenceLink, takeTypeRole, tickLine } from "./typing.ts";

function decide(command: IncidentCommand, incident: Incident): readonly IncidentEvent[] {
  switch (command.type) {
    case "DeclareIncident":
      return declareIncident(command, incident);
    case "ImportIncident":
      return importIncident(command, incident);
    case "ImportUpdate": case "SetSeverity": case "ReachMilestone": case "CorrectMilestone":
    case "AddEntry": case "CorrectEntry": case "PinEntry": case "AddLink": case "RemoveLink":
    case "MarkReviewDue": case "HoldReview": case "SkipReview":
      return decideKnown(command, known(incident, command.incidentId));
    case "RenameIncident":
    case "NameServices":
    case "RaiseSeverity":
    case "SetPublicImpact":
    case "SetPublicTitle":
    case "ChangeState":
    case "Reopen":
    case "Merge":
    case "OpenImpactInterval":
    case "CloseImpactInterval":
    case "CorrectImpactInterval":
    case "RecordAffectedCustomers":
    case "TakeRole":
    case "LeaveRole":
    case "ChooseType": case "TickLine": case "TakeTypeRole": case "LeaveTypeRole": case "SetConferenceLink":
    case "AddTask": case "GiveTask": case "EndTask": case "ReopenTask": case "CarryTaskOn":
    case "IssueJoinLink": case "RevokeJoinLink": case "JoinByLink":
    case "PostUpdate":
    case "WithdrawUpdate":
    case "RemindOfUpdate":
    case "AttachAlert":
    case "NoteClearedAlerts":
    case "StartResponse":
    case "ReplaceRun":
      return decideDeclared(command, declaredHere(incident, command.incidentId));
  }
}

type Named<Type extends IncidentCommand["type"]> = Extract<IncidentCommand, { type: Type }>;

/** What can be said of imports too. */
type KnownCommand = StoryCommand | ReviewCommand | Named<"ImportUpdate" | "SetSeverity" | "ReachMilestone" | "CorrectMilestone">;

function decideKnown(command: KnownCommand, incident: KnownIncident): readonly IncidentEvent[] {
  switch (command.type) {
    case "ImportUpdate":
      return importUpdate(command, incident);
    case "SetSeverity":
      return setSeverity(command, incident);
    case "ReachMilestone":
      return reachMilestone(command, incident);
    case "CorrectMilestone":
      return correctMilestone(command, incident);
    case "AddEntry":
      return addEntry(command, incident);
    case "CorrectEntry":
      return correctEntry(command, incident);
    case "PinEntry":
      return pinEntry(command, incident);
    case "AddLink":
      return addLink(command, incident);
    case "RemoveLink":
      return removeLink(command, incident);
    case "MarkReviewDue":
      return markReviewDue(command, incident);
    case "HoldReview":
      return holdReview(command, incident);
    case "SkipReview":
      return skipReview(command, incident);
  }
}

/** What needs an incident that was declared here. */
type DeclaredCommand = Exclude<
  DeclaringCommand | MovingCommand | ImpactCommand | PeopleCommand | TypingCommand | TaskCommand | JoiningCommand | SpeakingCommand
    | ImportCommand,
  KnownCommand | Named<"DeclareIncident" | "ImportIncident">
>;

function decideDeclared(command: DeclaredCommand, incident: DeclaredIncident): readonly IncidentEvent[] {
  switch (command.type) {
    case "RenameIncident":
      return renameIncident(command, incident);
    case "SetPublicTitle":
      return setPublicTitle(command, incident);
    case "NameServices":
      return nameServices(command, incident);
    case "RaiseSeverity":
      return raiseSeverity(command, incident);
    case "SetPublicImpact":
      return setPublicImpact(command, incident);
    case "ChangeState":
      return changeState(command, incident);
    case "Reopen":
      return reopen(command, incident);
    case "Merge":
      return merge(command, incident);
    case "TakeRole":
      return takeRole(command, incident);
    case "LeaveRole":
      return leaveRole(command, incident);
    case "ChooseType": case "TickLine": case "TakeTypeRole": case "LeaveTypeRole": case "SetConferenceLink":
      return decideTyping(command, incident);
    case "AddTask": case "GiveTask": case "EndTask": case "ReopenTask": case "CarryTaskOn":
      return decideTask(command, incident);
    case "IssueJoinLink":
      return issueJoinLink(command, incident);
    case "RevokeJoinLink":
      return revokeJoinLink(command, incident);
    case "JoinByLink":
      return joinByLink(command, incident);
    case "OpenImpactInterval": case "CloseImpactInterval": case "CorrectImpactInterval": case "RecordAffectedCustomers":
      return decideImpact(command, incident);
    case "PostUpdate": case "WithdrawUpdate": case "RemindOfUpdate": case "AttachAlert": case "NoteClearedAlerts": case "StartResponse":
    case "ReplaceRun":
      return decideSpeaking(command, incident);
  }
}

function decideImpact(command: ImpactCommand, incident: DeclaredIncident): readonly IncidentEvent[] {
  switch (command.type) {
    case "OpenImpactInterval":
      return openImpactInterval(command, incident);
    case "CloseImpactInterval":
      return closeImpactInterval(command, incident);
    case "CorrectImpactInterval":
      return correctImpactInterval(command, incident);
    case "RecordAffectedCustomers":
      return recordAffectedCustomers(command, incident);
  }
}

function decideTask(command: TaskCommand, incident: DeclaredIncident): readonly IncidentEvent[] {
  switch (command.type) {
    case "AddTask":
      return addTask(command, incident);
    case "GiveTask":
      return giveTask(command, incident);
    case "EndTask":
      return endTask(command, incident);
    case "ReopenTask":
      return reopenTask(command, incident);
    case "CarryTaskOn":
      return carryTaskOn(command, incident);
  }
}

function decideTyping(command: TypingCommand, incident: DeclaredIncident): readonly IncidentEvent[] {
  switch (command.type) {
    case "ChooseType":
      return chooseType(command, incident);
    case "TickLine":
      return tickLine(command, incident);
    case "TakeTypeRole":
      return takeTypeRole(command, incident);
    case "LeaveTypeRole":
      return leaveTypeRole(command, incident);
    case "SetConferenceLink":
      return setConferenceLink(command, incident);
  }
}

function decideSpeaking(command: SpeakingCommand, incident: DeclaredIncident): readonly IncidentEvent[] {
  switch (command.type) {
    case "PostUpdate":
      return postUpdate(command, incident);
    case "WithdrawUpdate":
      return withdrawUpdate(command, incident);
    case "RemindOfUpdate":
      return remindOfUpdate(command, incident);
    case "AttachAlert":
      return attachAlert(command, incident);
    case "NoteClearedAlerts":
      return noteClearedAlerts(command, incident);
    case "StartResponse":
      return startResponse(command, incident);
    case "ReplaceRun":
      return replaceRun(command, incident);
  }
}

/** One incident, from its declaration (or import) to its review. */
export const incidentDecider = aggregate("incident", {
  initialState: absentIncident, evolve: evolveIncident, decide, keyOf: (commandId: string) => [commandId],
});
