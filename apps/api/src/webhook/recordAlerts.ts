import { Rejection } from "@ballast/domain";
import { RevisionConflict } from "@ballast/eventlog";
import type { ApiServer } from "../graphql/context.ts";
import { pooled } from "../pooled.ts";
import { alertIdOf, firingAnew, recordAlert, type Door, type Known, type Told } from "./recordAlert.ts";

type ServerParts = Pick<ApiServer, "log" | "now">;

/** So many alerts of one notification are on their way to the log at a time, where each goes by itself. */
export const IN_FLIGHT = 32;

/**
 * Records alerts of one notification. What fires and is new to this server, in a storm nearly all of it, goes into the log
 * with one append; what turns out to be there already, and what is no firing, goes by itself.
 */
export async function recordAlerts(server: ServerParts, door: Door, told: readonly Told[]): Promise<readonly Known[]> {
  const fresh = new Map<string, Told>();
  for (const one of told) {
    const alertId = alertIdOf(door, one.alert);
    if (one.alert.endsAt === null && door.heard.get(alertId) === undefined && !fresh.has(alertId)) fresh.set(alertId, one);
  }
  const recorded = await recordNew(server, door, [...fresh.values()]);
  return pooled(told, IN_FLIGHT, async (one) => recorded.get(one) ?? recordAlert(server, door, one));
}

/** Those that were new, with one append where the log takes one; the others are left to the caller. */
async function recordNew(server: ServerParts, door: Door, told: readonly Told[]): Promise<ReadonlyMap<Told, Known>> {
  let waiting = told.map((one) => ({ one, ...firingAnew(server, door, one) }));
  while (waiting.length > 1) {
    try {
      const appended = await server.log.appendTogether({ appends: waiting.map(({ append }) => append) });
      return new Map(appended === null ? [] : waiting.map(({ one, known }) => [one, known()]));
    } catch (error) {
      // Too much at once, or one that does not fit: each by itself, so that the others are taken.
      if (error instanceof Rejection) return new Map();
      if (!(error instanceof RevisionConflict)) throw error;
      const there = new Set(error.streams);
      const rest = waiting.filter(({ append }) => !there.has(append.stream));
      if (rest.length === waiting.length) return new Map();
      waiting = rest;
    }
  }
  return new Map();
}
