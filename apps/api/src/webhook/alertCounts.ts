import { randomUUID } from "node:crypto";
import { alertGroupDecider, isReached, reachedTogether, type AlertGroup, type Occurrence } from "@ballast/domain/alertRule";
import { handleKnown, idOf, type KnownRecord } from "@ballast/eventlog";
import type { Actor, AlertRuling, AlertThreshold } from "@ballast/schema";
import type { ApiServer } from "../graphql/context.ts";
import { inBatches } from "./inBatches.ts";
import { remembered } from "./remembered.ts";

/** An episode that is counted before it leads to an incident. */
export interface CountedAlert {
  readonly occurrence: Occurrence;
  readonly group: NonNullable<AlertRuling["group"]>;
  readonly threshold: AlertThreshold;
  readonly actor: Actor;
}

/** Whether it has happened often enough, and the others that made it so; those may have led to their incident already. */
export interface Counted {
  readonly reached: boolean;
  readonly others: readonly Occurrence[];
}

/** Counts alerts by their groups. */
export interface AlertCounts {
  count(counting: CountedAlert): Promise<Counted>;
}

/** So many go with one append at most. */
const MOST_AT_ONCE = 500;
/** Groups that this server has counted last, and knows without asking. */
const MOST_GROUPS = 2_000;

/** The id of what counts, or has an incident, together. */
export const groupIdOf = ({ ruleId, values }: NonNullable<AlertRuling["group"]>): string => idOf(alertGroupDecider, ruleId, ...values);

const unknown: KnownRecord<AlertGroup> = { state: alertGroupDecider.initialState, revision: null };

/** One queue for each group; the log's exact revision counts right whichever servers they come by. */
export function alertCounts({ log, now }: Pick<ApiServer, "log" | "now">): AlertCounts {
  const known = remembered<KnownRecord<AlertGroup>>(MOST_GROUPS);
  const count = inBatches<CountedAlert, Counted>(MOST_AT_ONCE, async (groupId, batch) => {
    const [first] = batch;
    if (first === undefined) return [];
    const [at, commandId] = [now().toISOString(), randomUUID()];
    const before = known.get(groupId) ?? unknown;
    const { events, record } = await handleKnown(log, {
      aggregate: alertGroupDecider, id: groupId,
      command: {
        type: "CountOccurrences", now: at, groupId, threshold: first.threshold, occurrences: batch.map(({ occurrence }) => occurrence),
      },
      context: { commandId, actor: first.actor, now: at, correlationId: commandId, causationId: first.occurrence.alertId },
    }, before);
    known.set(groupId, record);
    const inBatch = new Set(batch.map(({ occurrence: { episodeId } }) => episodeId));
    const counted = new Set(events.flatMap((event) => (event.type === "OccurrencesCounted" ? event.data.occurrences : []))
      .map(({ episodeId }) => episodeId));
    const isNews = record.state.burst?.from !== before.state.burst?.from;
    // Told again, it may be that whoever counted it first came no further.
    const others = isNews || counted.size < inBatch.size
      ? reachedTogether(record.state).filter(({ episodeId }) => !inBatch.has(episodeId))
      : [];
    // One that is told again with another time, as what is let through by two servers, stays where it was counted.
    const heardAt = new Map(record.state.occurrences.map((one) => [one.episodeId, one.at] as const));
    const reaches = batch.map(({ occurrence: { episodeId, at: heard } }) => isReached(record.state, heardAt.get(episodeId) ?? heard));
    return reaches.map((reached, place) => ({ reached, others: reached && place === reaches.indexOf(true) ? others : [] }));
  });
  return { count: (counting) => count(groupIdOf(counting.group), counting) };
}
