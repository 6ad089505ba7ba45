import type { DataOf, MaintenanceEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";

/** Work on services that people know of beforehand; `ended`: over sooner than planned, or called off. */
export interface PlannedMaintenance extends DataOf<"MaintenancePlanned"> {
  readonly status: "planned";
  readonly ended: { readonly at: string; readonly reason: string } | null;
  /** What readers of status pages are told, last and for the first time; null: nothing. */
  readonly announced: { readonly title: string; readonly text: string; readonly at: string; readonly firstAt: string } | null;
}
export type Maintenance = { readonly status: "absent" } | PlannedMaintenance;

export type MaintenanceCommand =
  /** `tellsReaders` false: whoever plans it may not say anything to readers, so that what they were told cannot become something else. */
  | ({ readonly type: "PlanMaintenance"; readonly now: string; readonly tellsReaders?: boolean } & DataOf<"MaintenancePlanned">)
  | ({ readonly type: "AnnounceMaintenance"; readonly now: string } & Omit<DataOf<"MaintenanceAnnounced">, "at">)
  | ({ readonly type: "UnannounceMaintenance"; readonly now: string } & DataOf<"MaintenanceUnannounced">)
  | ({ readonly type: "EndMaintenance"; readonly now: string } & DataOf<"MaintenanceEnded">);
type Command<Type extends MaintenanceCommand["type"]> = Extract<MaintenanceCommand, { type: Type }>;

/** No work lasts longer, ms: fourteen days. What must be silent for longer is a rule's to say. */
const LONGEST_MS = 14 * 24 * 60 * 60_000;

/** Who says that it begins now has written the minute some time ago, ms. */
const JUST_NOW_MS = 5 * 60_000;

function evolve(maintenance: Maintenance, event: MaintenanceEvent): Maintenance {
  if (event.type === "MaintenancePlanned") {
    const announced = maintenance.status === "planned" ? maintenance.announced : null;
    return { status: "planned", ...event.data, ended: null, announced };
  }
  if (maintenance.status === "absent") return maintenance;
  switch (event.type) {
    case "MaintenanceAnnounced": {
      const { title, text, at } = event.data;
      return { ...maintenance, announced: { title, text, at, firstAt: maintenance.announced?.firstAt ?? at } };
    }
    case "MaintenanceUnannounced":
      return { ...maintenance, announced: null };
    case "MaintenanceEnded":
      return { ...maintenance, ended: { at: event.data.at, reason: event.data.reason } };
  }
}

/** When it is over, as far as is known. */
export const overAt = ({ until, ended }: Pick<PlannedMaintenance, "until" | "ended">): string =>
  ended !== null && instantOf(ended.at) < instantOf(until) ? ended.at : until;

/** From when it is planned work to readers: none is before they were told of it, so that what was down until then counts as it did. */
export const countsFrom = ({ from, announced }: Pick<PlannedMaintenance, "from" | "announced">): string =>
  announced !== null && instantOf(announced.firstAt) > instantOf(from) ? announced.firstAt : from;

function plan(
  { type, now, tellsReaders = true, ...data }: Command<"PlanMaintenance">, maintenance: Maintenance,
): readonly MaintenanceEvent[] {
  if (maintenance.status === "planned") {
    const { status, ended, announced, ...there } = maintenance;
    if (ended === null && sameContent(there, data)) return [];
    if (instantOf(overAt(maintenance)) <= instantOf(now))
      throw new Rejection("INVALID_INPUT", `"${maintenance.title}" is over: plan another one`, ["maintenanceId"]);
    if (announced !== null && !tellsReaders) {
      throw new Rejection(
        "NOT_ALLOWED", "readers were told of it: planning it anew takes the right to tell them", ["maintenanceId"],
      );
    }
    // What was an outage until now does not become planned work afterwards.
    if (announced !== null && instantOf(data.from) < Math.min(instantOf(there.from), instantOf(now) - JUST_NOW_MS))
      throw new Rejection("INVALID_INPUT", "readers were told that it begins later: what is past stays as it was", ["from"]);
  }
  const lasts = instantOf(data.until) - instantOf(data.from);
  if (lasts <= 0) throw new Rejection("INVALID_INPUT", "it ends before it begins", ["until"]);
  if (lasts > LONGEST_MS) throw new Rejection("INVALID_INPUT", "a maintenance lasts fourteen days at most", ["until"]);
  if (instantOf(data.until) <= instantOf(now)) throw new Rejection("INVALID_INPUT", "it would be over already", ["until"]);
  return [{ type: "MaintenancePlanned", data }];
}

/** What is over is history: readers are told of it as it was. */
function announce({ type, now, ...data }: Command<"AnnounceMaintenance">, maintenance: Maintenance): readonly MaintenanceEvent[] {
  if (maintenance.status === "absent") throw new Rejection("NOT_FOUND", `there is no maintenance ${data.maintenanceId}`, ["maintenanceId"]);
  if (maintenance.announced?.title === data.title && maintenance.announced.text === data.text) return [];
  if (maintenance.announced === null && instantOf(overAt(maintenance)) <= instantOf(now))
    throw new Rejection("INVALID_INPUT", `"${maintenance.title}" is over: nobody can be told ahead of it`, ["maintenanceId"]);
  return [{ type: "MaintenanceAnnounced", data: { ...data, at: now } }];
}

function unannounce({ type, now, ...data }: Command<"UnannounceMaintenance">, maintenance: Maintenance): readonly MaintenanceEvent[] {
  if (maintenance.status === "absent") throw new Rejection("NOT_FOUND", `there is no maintenance ${data.maintenanceId}`, ["maintenanceId"]);
  return maintenance.announced === null ? [] : [{ type: "MaintenanceUnannounced", data }];
}

function decide(command: MaintenanceCommand, maintenance: Maintenance): readonly MaintenanceEvent[] {
  switch (command.type) {
    case "PlanMaintenance":
      return plan(command, maintenance);
    case "AnnounceMaintenance":
      return announce(command, maintenance);
    case "UnannounceMaintenance":
      return unannounce(command, maintenance);
    case "EndMaintenance":
      return end(command, maintenance);
  }
}

function end({ type, now, ...data }: Command<"EndMaintenance">, maintenance: Maintenance): readonly MaintenanceEvent[] {
  if (maintenance.status === "absent") throw new Rejection("NOT_FOUND", `there is no maintenance ${data.maintenanceId}`, ["maintenanceId"]);
  return instantOf(overAt(maintenance)) <= instantOf(data.at) ? [] : [{ type: "MaintenanceEnded", data }];
}

/** Work on services, planned for a time. */
export const maintenanceDecider = aggregate("maintenance", {
  initialState: { status: "absent" } as Maintenance,
  evolve,
  decide,
  keyOf: (commandId: string) => [commandId],
});
