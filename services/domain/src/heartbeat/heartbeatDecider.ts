import type { DataOf, HeartbeatEvent, HeartbeatUnit } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { MS_PER_HOUR, MS_PER_MINUTE } from "../statistics/calendar.ts";

/** Somebody who says again and again that they are well, and whose silence is an alert. */
export interface WrittenHeartbeat extends Omit<DataOf<"HeartbeatWritten">, "at" | "enabled"> {
  readonly status: "written";
  /** Since when somebody waits for it; null: nobody does. */
  readonly enabledAt: string | null;
  /** Why it was removed; null: it was not. */
  readonly removed: string | null;
}
export type Heartbeat = { readonly status: "absent" } | WrittenHeartbeat;

export type HeartbeatCommand =
  | ({ readonly type: "WriteHeartbeat"; readonly now: string } & Omit<DataOf<"HeartbeatWritten">, "at">)
  | ({ readonly type: "TurnHeartbeat"; readonly now: string } & Omit<DataOf<"HeartbeatTurned">, "at">)
  | ({ readonly type: "RemoveHeartbeat"; readonly now: string } & DataOf<"HeartbeatRemoved">);
type Command<Type extends HeartbeatCommand["type"]> = Extract<HeartbeatCommand, { type: Type }>;

const lengthOf: Readonly<Record<HeartbeatUnit, number>> = { minutes: MS_PER_MINUTE, hours: MS_PER_HOUR, days: 24 * MS_PER_HOUR };
/** Alerts are told apart by no longer name; some letters become two in lower case. */
const LONGEST_SILENCE = 300;
/** Whose word comes less often is told of by something else, ms. */
const LONGEST_MS = 90 * 24 * MS_PER_HOUR;

/** How often it is sent, ms. */
export const intervalMs = ({ interval, unit }: Pick<WrittenHeartbeat, "interval" | "unit">): number => interval * lengthOf[unit];

function evolve(heartbeat: Heartbeat, event: HeartbeatEvent): Heartbeat {
  switch (event.type) {
    case "HeartbeatWritten": {
      const { at, enabled, ...data } = event.data;
      // Who writes it anew does not start its clock anew.
      const since = heartbeat.status === "written" && heartbeat.removed === null ? heartbeat.enabledAt : null;
      return { status: "written", ...data, enabledAt: enabled ? (since ?? at) : null, removed: null };
    }
    case "HeartbeatTurned":
      return heartbeat.status === "absent" ? heartbeat : { ...heartbeat, enabledAt: event.data.enabled ? event.data.at : null };
    case "HeartbeatRemoved":
      return heartbeat.status === "absent" ? heartbeat : { ...heartbeat, enabledAt: null, removed: event.data.reason };
  }
}

/** The heartbeat, or a refusal. @throws Rejection NOT_FOUND where it is not there, or not any more */
export function watchedHeartbeat(heartbeat: Heartbeat, called: string): WrittenHeartbeat {
  if (heartbeat.status === "absent" || heartbeat.removed !== null)
    throw new Rejection("NOT_FOUND", `there is no heartbeat ${called}`, ["heartbeatId"]);
  return heartbeat;
}

function write({ type, now, ...data }: Command<"WriteHeartbeat">, heartbeat: Heartbeat): readonly HeartbeatEvent[] {
  if (intervalMs(data) > LONGEST_MS) throw new Rejection("INVALID_INPUT", "nobody waits longer than 90 days", ["interval"]);
  if (silenceOf(data).length > LONGEST_SILENCE) throw new Rejection("INVALID_INPUT", "its name is too long in lower case", ["name"]);
  if (heartbeat.status === "written") {
    if (heartbeat.integrationId !== data.integrationId || heartbeat.name.toLowerCase() !== data.name.toLowerCase())
      throw new Rejection("INVALID_INPUT", "a heartbeat keeps its integration and its name: write another one", ["name"]);
    const { status, enabledAt, removed, ...there } = heartbeat;
    if (removed === null && sameContent({ ...there, enabled: enabledAt !== null }, data)) return [];
  }
  return [{ type: "HeartbeatWritten", data: { ...data, at: now } }];
}

function decide(command: HeartbeatCommand, heartbeat: Heartbeat): readonly HeartbeatEvent[] {
  switch (command.type) {
    case "WriteHeartbeat":
      return write(command, heartbeat);
    case "TurnHeartbeat": {
      const { type, now, ...data } = command;
      const { enabledAt } = watchedHeartbeat(heartbeat, data.heartbeatId);
      return (enabledAt !== null) === data.enabled ? [] : [{ type: "HeartbeatTurned", data: { ...data, at: now } }];
    }
    case "RemoveHeartbeat": {
      if (heartbeat.status === "written" && heartbeat.removed !== null) return [];
      const { type, now, ...data } = command;
      watchedHeartbeat(heartbeat, data.heartbeatId);
      return [{ type: "HeartbeatRemoved", data }];
    }
  }
}

/** A heartbeat of an integration, by its name in any case. One that was removed may be written again. */
export const heartbeatDecider = aggregate("heartbeat", {
  initialState: { status: "absent" } as Heartbeat, evolve, decide,
  keyOf: (integrationId: string, name: string) => [integrationId, name.trim().toLowerCase()],
});

/** What the alert about its silence is told by, at its integration. */
export const silenceOf = ({ name }: Pick<WrittenHeartbeat, "name">): string => `heartbeat/${name.trim().toLowerCase()}`;
