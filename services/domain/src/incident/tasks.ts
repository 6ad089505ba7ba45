import type { IncidentEvent } from "@ballast/schema";
import { find, valuesOf } from "../keyed.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { isActive, nameOf, type DeclaredIncident, type IncidentTask } from "./incident.ts";
import type { CommandOf } from "./incidentCommands.ts";
import { idInUse, refuseIfVoid } from "./refusals.ts";

/** So many may be open at a time: what is more than that is a plan, not what is done now. */
const MOST_OPEN = 100;

const taskOf = (incident: DeclaredIncident, taskId: string): IncidentTask => {
  const task = find(incident.tasks, taskId);
  if (task !== undefined) return task;
  throw new Rejection("NOT_FOUND", `${nameOf(incident)} has no task ${taskId}`, ["taskId"]);
};

/** What is still to be done. */
export const openTasks = ({ tasks }: Pick<DeclaredIncident, "tasks">): readonly IncidentTask[] =>
  valuesOf(tasks).filter(({ status }) => status === "open");

/** Something small to do now. A review adds some as well, as long as the incident counts. */
export function addTask({ type, now, ...data }: CommandOf<"AddTask">, incident: DeclaredIncident): readonly IncidentEvent[] {
  const known = find(incident.tasks, data.taskId);
  if (known !== undefined) {
    if (sameContent([known.text, known.ownerId], [data.text, data.ownerId])) return [];
    throw idInUse("task", data.taskId, ["taskId"]);
  }
  refuseIfVoid(incident, "get a task");
  if (openTasks(incident).length >= MOST_OPEN)
    throw new Rejection("TOO_LARGE", `${String(MOST_OPEN)} tasks of ${nameOf(incident)} are open: finish or drop some first`, ["text"]);
  return [{ type: "TaskAdded", data }];
}

/** Gives one to somebody, or to nobody. */
export function giveTask({ incidentId, taskId, ownerId }: CommandOf<"GiveTask">, incident: DeclaredIncident): readonly IncidentEvent[] {
  const task = taskOf(incident, taskId);
  if (task.ownerId === ownerId) return [];
  refuseUnlessOpen(task, "be given to somebody");
  refuseIfVoid(incident, "have its tasks given");
  return [{ type: "TaskGiven", data: { incidentId, taskId, text: task.text, ownerId } }];
}

/** It is done; or it will not be, with a reason. */
export function endTask({ incidentId, taskId, ...how }: CommandOf<"EndTask">, incident: DeclaredIncident): readonly IncidentEvent[] {
  const task = taskOf(incident, taskId);
  const status = how.dropped === null ? "done" : "dropped";
  if (task.status === status) return [];
  refuseUnlessOpen(task, `be ${status}`);
  if (how.dropped === null) return [{ type: "TaskDone", data: { incidentId, taskId, text: task.text } }];
  return [{ type: "TaskDropped", data: { incidentId, taskId, text: task.text, reason: how.dropped } }];
}

/** It is to be done after all. */
export function reopenTask({ incidentId, taskId }: CommandOf<"ReopenTask">, incident: DeclaredIncident): readonly IncidentEvent[] {
  const task = taskOf(incident, taskId);
  if (task.status === "open") return [];
  if (task.status === "carriedOn") throw carried(task);
  refuseIfVoid(incident, "have its tasks opened again");
  return [{ type: "TaskReopened", data: { incidentId, taskId, text: task.text } }];
}

/** It goes on as an action item: once the incident is over, so that nobody plans what is to be done now. */
export function carryTaskOn(
  { incidentId, taskId, actionId }: CommandOf<"CarryTaskOn">, incident: DeclaredIncident,
): readonly IncidentEvent[] {
  const task = taskOf(incident, taskId);
  if (task.status === "carriedOn" && task.actionId === actionId) return [];
  refuseUnlessOpen(task, "become an action item");
  if (isActive(incident)) {
    throw new Rejection(
      "TRANSITION_NOT_ALLOWED", `${nameOf(incident)} is ${incident.state}: a task is done now, or becomes an action item once it is over`,
      ["taskId"],
    );
  }
  return [{ type: "TaskCarriedOn", data: { incidentId, taskId, text: task.text, actionId } }];
}

const carried = ({ text }: IncidentTask): Rejection =>
  new Rejection("TRANSITION_NOT_ALLOWED", `“${text}” goes on as an action item: open that again instead`, ["taskId"]);

function refuseUnlessOpen(task: IncidentTask, act: string): void {
  if (task.status === "open") return;
  if (task.status === "carriedOn") throw carried(task);
  throw new Rejection("TRANSITION_NOT_ALLOWED", `“${task.text}” is ${task.status}, so that it cannot ${act}: open it again first`, ["taskId"]);
}
