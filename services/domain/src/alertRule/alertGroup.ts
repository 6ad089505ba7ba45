import type { AlertGroupEvent, AlertThreshold } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { instantOf } from "../statistics/calendar.ts";

/** An episode, and when Ballast heard of it. */
export interface Occurrence {
  readonly alertId: string;
  readonly episodeId: string;
  readonly at: string;
}

/** A time, ms since 1970, both ends within. */
interface Burst {
  readonly from: number;
  readonly to: number;
}

/** Alerts that count, or have an incident, together. */
export interface AlertGroup {
  /** The last hundred, the oldest first. */
  readonly occurrences: readonly Occurrence[];
  /** The last time in which it happened often enough: from the first of those that made it so to the last one; null: never yet. */
  readonly burst: Burst | null;
  /** The incident that is theirs; null: none yet. */
  readonly incidentId: string | null;
}

export type AlertGroupCommand =
  | {
      readonly type: "CountOccurrences"; readonly now: string; readonly groupId: string; readonly threshold: AlertThreshold;
      readonly occurrences: readonly Occurrence[];
    }
  /** Names the next incident, should `after` still be theirs. */
  | {
      readonly type: "NameGroupIncident"; readonly now: string; readonly groupId: string; readonly after: string | null;
      readonly incidentId: string; readonly label: string;
    };

/** So many are remembered: a rule asks for no more. */
const MOST_REMEMBERED = 100;

/** Whether an occurrence is within the last time in which it happened often enough. */
export const isReached = ({ burst }: AlertGroup, at: string): boolean =>
  burst !== null && instantOf(at) >= burst.from && instantOf(at) <= burst.to;

/** Those that made it often enough, the oldest first, as far as they are remembered. */
export const reachedTogether = (group: AlertGroup): readonly Occurrence[] => group.occurrences.filter(({ at }) => isReached(group, at));

/** Whether it was counted, or is older than all that is remembered: then it makes no difference any more. */
const isCounted = ({ occurrences }: AlertGroup, { episodeId, at }: Occurrence): boolean =>
  occurrences.some((known) => known.episodeId === episodeId) ||
  (occurrences.length >= MOST_REMEMBERED && instantOf(at) < instantOf(occurrences[0]?.at ?? at));

/** With one more, in the order of when they were heard of, whatever the order in which they are counted. */
function counted(group: AlertGroup, one: Occurrence, { count, withinMs }: AlertThreshold): AlertGroup {
  if (isCounted(group, one)) return group;
  const at = instantOf(one.at);
  const after = group.occurrences.findLastIndex((known) => instantOf(known.at) <= at);
  const all = [...group.occurrences.slice(0, after + 1), one, ...group.occurrences.slice(after + 1)];
  let { burst } = group;
  for (let first = Math.max(0, after + 2 - count); first <= after + 1 && first + count <= all.length; first += 1) {
    const [from, to] = [instantOf(all[first]?.at ?? one.at), instantOf(all[first + count - 1]?.at ?? one.at)];
    if (to - from >= withinMs) continue;
    if (burst === null || from > burst.to) burst = { from, to };
    else if (to >= burst.from) burst = { from: Math.min(from, burst.from), to: Math.max(to, burst.to) };
  }
  return { ...group, burst, occurrences: all.slice(-MOST_REMEMBERED) };
}

const initialState: AlertGroup = { occurrences: [], burst: null, incidentId: null };

function evolve(group: AlertGroup, event: AlertGroupEvent): AlertGroup {
  switch (event.type) {
    case "OccurrencesCounted":
      return event.data.occurrences.reduce((state, one) => counted(state, one, event.data.threshold), group);
    case "GroupIncidentNamed":
      return { ...group, incidentId: event.data.incidentId };
  }
}

function decide(command: AlertGroupCommand, group: AlertGroup): readonly AlertGroupEvent[] {
  const { groupId } = command;
  switch (command.type) {
    case "CountOccurrences": {
      const known = new Set<string>();
      const occurrences = command.occurrences.filter((one) => {
        if (known.has(one.episodeId) || isCounted(group, one)) return false;
        known.add(one.episodeId);
        return true;
      });
      const { threshold } = command;
      return occurrences.length === 0 ? [] : [{ type: "OccurrencesCounted", data: { groupId, threshold, occurrences } }];
    }
    case "NameGroupIncident": {
      const { after, incidentId, label } = command;
      return group.incidentId !== after || group.incidentId === incidentId
        ? []
        : [{ type: "GroupIncidentNamed", data: { groupId, incidentId, label } }];
    }
  }
}

/**
 * Alerts that count, or have an incident, together: by the exact revision of its stream it is counted right whichever servers they come
 * by, each episode once.
 */
export const alertGroupDecider = aggregate("alertGroup", {
  initialState, evolve, decide, keyOf: (ruleId: string, ...values: readonly string[]) => [ruleId, ...values],
});
