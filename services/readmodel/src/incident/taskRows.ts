import type { DataOf } from "@ballast/schema";
import type { RecordedEvent } from "@ballast/eventlog";
import type { IncidentRow, JoinLinkRow, TaskRow } from "./incidentRow.ts";

/** Somebody adds a task. */
export const taskAdded = (
  row: IncidentRow, { taskId, text, ownerId }: DataOf<"TaskAdded">, { metadata }: RecordedEvent,
): IncidentRow => ({
  ...row,
  tasks: [
    ...(row.tasks ?? []).filter((task) => task.taskId !== taskId),
    {
      taskId, text, ownerId, status: "open", reason: null, actionId: null, addedBy: metadata.actor, addedAt: metadata.occurredAt,
      endedBy: null, endedAt: null,
    },
  ],
});

const onTask = (row: IncidentRow, taskId: string, change: (task: TaskRow) => TaskRow): IncidentRow =>
  ({ ...row, tasks: (row.tasks ?? []).map((task) => (task.taskId === taskId ? change(task) : task)) });

/** It is somebody else's, or nobody's. */
export const taskGiven = (row: IncidentRow, { taskId, ownerId }: DataOf<"TaskGiven">): IncidentRow =>
  onTask(row, taskId, (task) => ({ ...task, ownerId }));

/** It is done, dropped or an action item; or open again. */
export const taskMoved = (
  row: IncidentRow,
  { taskId, ...how }: Pick<TaskRow, "taskId" | "status"> & Partial<Pick<TaskRow, "reason" | "actionId">>,
  { metadata }: RecordedEvent,
): IncidentRow => onTask(row, taskId, (task) => ({
  ...task, reason: null, actionId: null, ...how, endedBy: how.status === "open" ? null : metadata.actor,
  endedAt: how.status === "open" ? null : metadata.occurredAt,
}));

/** Somebody makes a way in. */
export const joinLinkIssued = (
  row: IncidentRow, { linkId, note, expiresAt }: DataOf<"JoinLinkIssued">, { metadata }: RecordedEvent,
): IncidentRow => ({
  ...row,
  joinLinks: [
    ...(row.joinLinks ?? []).filter((link) => link.linkId !== linkId),
    { linkId, note, expiresAt, revoked: null, issuedBy: metadata.actor, issuedAt: metadata.occurredAt, used: 0 },
  ],
});

/** Something becomes of it. */
export const onJoinLink = (row: IncidentRow, linkId: string, change: (link: JoinLinkRow) => JoinLinkRow): IncidentRow =>
  ({ ...row, joinLinks: (row.joinLinks ?? []).map((link) => (link.linkId === linkId ? change(link) : link)) });
