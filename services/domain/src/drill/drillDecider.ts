import type { DataOf, DrillEvent, DrillMark } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";

/** A drill that was planned, as its events tell it. `over`: it was scored. */
export interface PlannedDrill extends DataOf<"DrillPlanned"> {
  readonly status: "planned" | "running" | "over" | "calledOff";
  readonly begun: { readonly at: string; readonly calledIds: readonly string[] } | null;
  readonly calledOff: { readonly at: string; readonly reason: string } | null;
  readonly marks: readonly DrillMark[];
  /** Who was told of it and expects it, by this plan or one before it. */
  readonly toldIds: readonly string[];
}

/** A drill, or none yet. */
export type Drill = { readonly status: "absent" } | PlannedDrill;

export type DrillCommand =
  /** Plans one, or plans it anew while it has not begun. */
  | ({ readonly type: "PlanDrill"; readonly now: string } & DataOf<"DrillPlanned">)
  /** Of a plan that is not the one that stands: nothing. */
  | ({ readonly type: "BeginDrill"; readonly now: string } & DataOf<"DrillBegun">)
  /** Of a plan that is not the one that stands: nothing. */
  | ({ readonly type: "AnnounceDrill"; readonly now: string } & DataOf<"DrillAnnounced">)
  | ({ readonly type: "CallOffDrill"; readonly now: string } & DataOf<"DrillCalledOff">)
  | ({ readonly type: "ScoreDrill"; readonly now: string } & DataOf<"DrillScored">);
type Command<Type extends DrillCommand["type"]> = Extract<DrillCommand, { type: Type }>;

const DAY_MS = 24 * 60 * 60_000;
/** Between its first moment and its last lie so many days at most. */
const WIDEST_MS = 31 * DAY_MS;
/** So far ahead it is planned at most. */
const AHEAD_MS = 366 * DAY_MS;
/** What was to begin at once may begin so much later, ms: the engine was away, or the press took its time. */
export const graceMs = 15 * 60_000;

function evolve(drill: Drill, event: DrillEvent): Drill {
  if (event.type === "DrillPlanned") {
    const toldIds = drill.status === "absent" ? [] : drill.toldIds;
    return { status: "planned", ...event.data, begun: null, calledOff: null, marks: [], toldIds };
  }
  if (drill.status === "absent") return drill;
  switch (event.type) {
    case "DrillBegun": {
      const { at, calledIds } = event.data;
      return { ...drill, status: "running", begun: { at, calledIds } };
    }
    case "DrillAnnounced":
      return { ...drill, toldIds: event.data.toldIds };
    case "DrillCalledOff": {
      const { at, reason } = event.data;
      return { ...drill, status: "calledOff", calledOff: { at, reason } };
    }
    case "DrillScored":
      return { ...drill, status: "over", marks: event.data.marks };
  }
}

const afterwards: Readonly<Record<PlannedDrill["status"], string>> = {
  planned: "", running: "has begun", over: "is over", calledOff: "was called off",
};

function plan({ type, now, ...data }: Command<"PlanDrill">, drill: Drill): readonly DrillEvent[] {
  if (drill.status !== "absent") {
    const { status, begun, calledOff, marks, toldIds, ...there } = drill;
    if (status === "planned" && sameContent({ ...there, planId: "" }, { ...data, planId: "" })) return [];
    if (status !== "planned")
      throw new Rejection("INVALID_INPUT", `"${drill.title}" ${afterwards[status]}: plan another one`, ["drillId"]);
  }
  const [from, until, at] = [instantOf(data.from), instantOf(data.until), instantOf(now)];
  if (until < from) throw new Rejection("INVALID_INPUT", "its last moment lies before its first", ["until"]);
  if (until + graceMs < at) throw new Rejection("INVALID_INPUT", "that is past: name a moment that is still to come", ["until"]);
  if (until - from > WIDEST_MS)
    throw new Rejection("INVALID_INPUT", "between its first moment and its last lie 31 days at most", ["until"]);
  if (from - at > AHEAD_MS) throw new Rejection("INVALID_INPUT", "a drill is planned a year ahead at most", ["from"]);
  return [{ type: "DrillPlanned", data }];
}

function known(drill: Drill): PlannedDrill {
  if (drill.status === "absent") throw new Rejection("NOT_FOUND", "there is no such drill", ["drillId"]);
  return drill;
}

function decide(command: DrillCommand, drill: Drill): readonly DrillEvent[] {
  switch (command.type) {
    case "PlanDrill":
      return plan(command, drill);
    case "BeginDrill": {
      const { type, now, ...data } = command;
      const { status, planId } = known(drill);
      return status === "planned" && planId === data.planId ? [{ type: "DrillBegun", data }] : [];
    }
    case "AnnounceDrill": {
      const { type, now, ...data } = command;
      const { status, planId, begun, toldIds } = known(drill);
      // Of one that was called off meanwhile nobody is told that it comes.
      const isOff = status === "calledOff" && begun === null && data.toldIds.length === 0;
      const isOpen = (status === "planned" || isOff) && planId === data.planId;
      return isOpen && !sameContent(toldIds, data.toldIds) ? [{ type: "DrillAnnounced", data }] : [];
    }
    case "CallOffDrill": {
      const { type, now, ...data } = command;
      const { status, title } = known(drill);
      if (status === "over") throw new Rejection("INVALID_INPUT", `"${title}" is over: there is nothing to call off`, ["drillId"]);
      return status === "calledOff" ? [] : [{ type: "DrillCalledOff", data }];
    }
    case "ScoreDrill": {
      const { type, now, ...data } = command;
      const { status, marks } = known(drill);
      const scored = status === "running" || (status === "over" && !sameContent(marks, data.marks));
      return scored ? [{ type: "DrillScored", data }] : [];
    }
  }
}

/** An exercise of the response to incidents. Its incident has its id. */
export const drillDecider = aggregate("drill", {
  initialState: { status: "absent" } as Drill, evolve, decide, keyOf: (commandId: string) => [commandId],
});
