import type { DataOf, PulseEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { instantOf } from "../statistics/calendar.ts";
import { intervalMs, type WrittenHeartbeat } from "./heartbeatDecider.ts";

/** What was heard of a heartbeat. Its stream keeps only the last events, so that any of them may be the first one. */
export type Pulse =
  | { readonly status: "absent" }
  | {
    readonly status: "known";
    /** When it was heard last; null: only its silence is remembered. */
    readonly heardAt: string | null;
    /** When it was due and did not come; null: it has been heard since. */
    readonly silentSince: string | null;
  };

export type PulseCommand =
  | ({ readonly type: "Ping" } & DataOf<"HeartbeatPinged">)
  /** `heardAt`: when it was heard last, or turned on later, as far as whoever finds it silent knows. */
  | ({ readonly type: "FindSilent" } & DataOf<"HeartbeatFellSilent">);

function evolve(pulse: Pulse, event: PulseEvent): Pulse {
  const heardAt = pulse.status === "absent" ? null : pulse.heardAt;
  if (event.type === "HeartbeatFellSilent") return { status: "known", heardAt, silentSince: event.data.dueAt };
  const { at } = event.data;
  return { status: "known", heardAt: heardAt !== null && instantOf(heardAt) > instantOf(at) ? heardAt : at, silentSince: null };
}

/** Silence is said once, and only by who has heard of the last ping. */
function findSilent({ type, ...data }: Extract<PulseCommand, { type: "FindSilent" }>, pulse: Pulse): readonly PulseEvent[] {
  if (pulse.status === "absent") return [];
  if (pulse.silentSince !== null && instantOf(pulse.silentSince) >= instantOf(data.dueAt)) return [];
  return pulse.heardAt !== null && instantOf(pulse.heardAt) > instantOf(data.heardAt) ? [] : [{ type: "HeartbeatFellSilent", data }];
}

function decide(command: PulseCommand, pulse: Pulse): readonly PulseEvent[] {
  if (command.type === "FindSilent") return findSilent(command, pulse);
  const { type, ...data } = command;
  return [{ type: "HeartbeatPinged", data }];
}

/** What is heard of a heartbeat, under its id. */
export const pulseDecider = aggregate("pulse", { initialState: { status: "absent" } as Pulse, evolve, decide });

/** Pings nearer to the last one than this are not written down, ms; so much later than its interval it is found silent. */
export const slackMs = (heartbeat: Pick<WrittenHeartbeat, "interval" | "unit">): number => Math.min(intervalMs(heartbeat) / 10, 30_000);

/** From when it counts, and when it has to be heard again; null: nobody waits for it, or it was never heard. */
export function dueAt(
  heartbeat: Pick<WrittenHeartbeat, "interval" | "unit" | "enabledAt">, pulse: Pulse,
): { readonly heardAt: string; readonly dueAt: string } | null {
  if (heartbeat.enabledAt === null || pulse.status === "absent") return null;
  const { heardAt: last } = pulse;
  const heardAt = last !== null && instantOf(last) > instantOf(heartbeat.enabledAt) ? last : heartbeat.enabledAt;
  return { heardAt, dueAt: new Date(instantOf(heardAt) + intervalMs(heartbeat) + slackMs(heartbeat)).toISOString() };
}

/** Whether it is silent, since it was turned on. */
export const isSilent = ({ enabledAt }: Pick<WrittenHeartbeat, "enabledAt">, pulse: Pulse): boolean =>
  enabledAt !== null && pulse.status === "known" && pulse.silentSince !== null && instantOf(pulse.silentSince) > instantOf(enabledAt);

/** Where a heartbeat stands: `waiting` for its first word. */
export const heartbeatStandings = ["silent", "waiting", "heard", "off", "removed"] as const;
export type HeartbeatStanding = (typeof heartbeatStandings)[number];

/** Where it stands, as far as its pulse is known. */
export function standingOf(heartbeat: Pick<WrittenHeartbeat, "enabledAt" | "removed">, pulse: Pulse): HeartbeatStanding {
  if (heartbeat.removed !== null) return "removed";
  if (heartbeat.enabledAt === null) return "off";
  if (isSilent(heartbeat, pulse)) return "silent";
  return pulse.status === "absent" ? "waiting" : "heard";
}
