import type { IncidentEvent } from "@ballast/schema";
import { find, idsOf } from "../keyed.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { StartedByAnotherRun } from "../startedByAnotherRun.ts";
import { instantOf } from "../statistics/calendar.ts";
import { isFact, unfilled } from "@ballast/schema/templateFacts";
import { raiseSeverity } from "./declaring.ts";
import { isActive, nameOf, type DeclaredIncident } from "./incident.ts";
import type { CommandOf } from "./incidentCommands.ts";
import { idInUse, refuseIfVoid, refuseUnlessActive } from "./refusals.ts";

/** Internal unless marked public. What is private or a drill is never told to the public. */
export function postUpdate({ type, now, ...data }: CommandOf<"PostUpdate">, incident: DeclaredIncident): readonly IncidentEvent[] {
  const known = find(incident.updates, data.updateId);
  if (known !== undefined) {
    if (sameContent({ incidentId: data.incidentId, ...known }, data)) return [];
    throw idInUse("update", data.updateId, ["updateId"]);
  }
  refuseIfVoid(incident, "be updated");
  const { drill, private: hidden } = incident.declaration;
  if (data.visibility === "public" && (drill || hidden)) {
    throw new Rejection("INVALID_INPUT", `${nameOf(incident)} is ${drill ? "a drill" : "private"}: its updates are internal`, [
      "visibility",
    ]);
  }
  const left = data.visibility === "public" ? unfilled(data.body).find(isFact) : undefined;
  if (left !== undefined) throw new Rejection("INVALID_INPUT", `nobody has said what {{${left}}} is: write it, or leave it out`, ["body"]);
  return [{ type: "UpdatePosted", data }];
}

/** Takes back what was public; whether anybody was told of it meanwhile its publication has decided. */
export function withdrawUpdate(
  { incidentId, updateId }: CommandOf<"WithdrawUpdate">, incident: DeclaredIncident,
): readonly IncidentEvent[] {
  const update = find(incident.updates, updateId);
  if (update === undefined) throw new Rejection("NOT_FOUND", `${nameOf(incident)} has no update ${updateId}`, ["updateId"]);
  if (update.visibility !== "public") throw new Rejection("INVALID_INPUT", "this update is internal: no reader saw it", ["updateId"]);
  return find(incident.withdrawn, updateId) === true ? [] : [{ type: "UpdateWithdrawn", data: { incidentId, updateId } }];
}

/** Counts the reminders since the last update; asked twice for the same moment, it reminds once. */
export function remindOfUpdate({ incidentId, dueAt }: CommandOf<"RemindOfUpdate">, incident: DeclaredIncident): readonly IncidentEvent[] {
  const { reminder } = incident;
  if (!isActive(incident)) return [];
  if (reminder !== null && instantOf(dueAt) <= instantOf(reminder.dueAt)) return [];
  return [{ type: "UpdateDue", data: { incidentId, dueAt, reminder: (reminder?.count ?? 0) + 1 } }];
}

/** An alert that comes after the end is a new incident, not a part of this one. A worse one makes the incident as severe. */
export function attachAlert(
  { type, now, reason, ...data }: CommandOf<"AttachAlert">,
  incident: DeclaredIncident,
): readonly IncidentEvent[] {
  if (find(incident.alerts, data.episodeId) !== undefined) return [];
  refuseUnlessActive(incident, "take an alert");
  const { incidentId, severity } = data;
  const raised = severity === null ? [] : raiseSeverity({ incidentId, to: severity, reason }, incident);
  return [{ type: "AlertAttached", data }, ...raised];
}

/** So many episodes stand in one event at most. */
const MOST_CLEARED = 1_000;

/**
 * Attached alerts have ended. With the last of them a resolution is proposed, once, until another alert comes or the
 * state changes: a person resolves.
 */
export function noteClearedAlerts(
  { incidentId, episodeIds, propose, reason }: CommandOf<"NoteClearedAlerts">,
  incident: DeclaredIncident,
): readonly IncidentEvent[] {
  const [attached, before] = [idsOf(incident.alerts), idsOf(incident.clearedAlerts)];
  const own = [...new Set(episodeIds)].filter((id) => attached.has(id));
  const cleared = own.filter((id) => !before.has(id));
  const noted = Array.from({ length: Math.ceil(cleared.length / MOST_CLEARED) }, (_, part): IncidentEvent =>
    ({ type: "AttachedAlertsCleared", data: { incidentId, episodeIds: cleared.slice(part * MOST_CLEARED, (part + 1) * MOST_CLEARED) } }));
  const over = own.length > 0 && incident.firingAlerts === cleared.length;
  const proposed: IncidentEvent[] =
    propose && over && isActive(incident) && !incident.resolutionProposed
      ? [{ type: "ResolutionProposed", data: { incidentId, reason } }]
      : [];
  return [...noted, ...proposed];
}

/** Exactly once for a request: a declaration, or a reopening later. */
export function startResponse({ type, now, ...data }: CommandOf<"StartResponse">, incident: DeclaredIncident): readonly IncidentEvent[] {
  const answered = find(incident.responses, data.requestEventId);
  if (answered?.runId === data.runId) return [];
  if (answered !== undefined) throw new StartedByAnotherRun(answered);
  return [{ type: "ResponseStarted", data }];
}

export function replaceRun({ type, now, ...data }: CommandOf<"ReplaceRun">, incident: DeclaredIncident): readonly IncidentEvent[] {
  const answered = find(incident.responses, data.requestEventId);
  if (answered?.runId === data.toRunId) return [];
  if (answered !== undefined && answered.runId !== data.fromRunId) throw new StartedByAnotherRun(answered);
  return [{ type: "ResponseRunReplaced", data }];
}
