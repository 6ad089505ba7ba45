import { objectiveDecider, type Objective } from "@ballast/domain/objective";
import { sampleDecider } from "@ballast/domain/sample";
import { handle, idOf, ids } from "@ballast/eventlog";
import { BUCKETS, BUCKET_MS, type ObjectiveEvent, type RequestCount } from "@ballast/schema";
import type { OpenRecords, Reaction } from "../reactor/slice.ts";
import { systemActor } from "../systemActor.ts";

const HOUR_MS = BUCKETS * BUCKET_MS;
/** What a source still gets of the last minutes, it has got after so long, ms. */
const SETTLED_MS = 60_000;
/** Hours that were not counted so long ago stay as they are: unobserved. */
const MAKE_UP_MS = 24 * HOUR_MS;
/** A source that does not answer is asked again after so long, ms. */
const ASK_AGAIN_MS = 60_000;

/**
 * Objectives that are measured by their requests: each hour is counted once it is over, and kept. An hour for which the source did not
 * answer
 * is made up for within a day; after that nobody knows. Any number of workers may count: the log keeps the first.
 */
export function countedRequests(): OpenRecords {
  const objectives = new Map<string, Objective>();
  /** The first hour of each that is not counted yet, ms. */
  const due = new Map<string, number>();
  const askedAt = new Map<string, number>();
  const said = ({ id, event }: { readonly id: string; readonly event: ObjectiveEvent }): void =>
    void objectives.set(id, objectiveDecider.evolve(objectives.get(id) ?? objectiveDecider.initialState, event));
  return {
    notes: {
      ObjectiveDefined: said, ObjectiveChanged: said, ObjectiveRetired: said,
      IndicatorSet: (recorded) => {
        said(recorded);
        due.set(recorded.id, Math.max(due.get(recorded.id) ?? 0, Math.ceil(Date.parse(recorded.metadata.recordedAt) / HOUR_MS) * HOUR_MS));
      },
      RequestsCounted: ({ event: { data } }) =>
        void due.set(data.objectiveId, Math.max(due.get(data.objectiveId) ?? 0, Date.parse(data.hour) + HOUR_MS)),
    },
    candidates: (now) =>
      [...objectives].flatMap(([id, objective]) =>
        isCounted(objective) && (due.get(id) ?? Infinity) + HOUR_MS + SETTLED_MS <= now && now - (askedAt.get(id) ?? 0) >= ASK_AGAIN_MS
          ? [id]
          : []),
    async look(reaction, id) {
      const objective = objectives.get(id);
      const first = due.get(id);
      if (reaction.requests === undefined || objective?.status !== "defined" || objective.indicator === null || first === undefined)
        return null;
      const now = reaction.now().getTime();
      askedAt.set(id, now);
      const to = Math.floor((now - SETTLED_MS) / HOUR_MS) * HOUR_MS;
      const from = Math.max(first, to - MAKE_UP_MS);
      const counts = await reaction.requests.count(objective.indicator, { from, to });
      for (let hour = from; hour < to; hour += HOUR_MS) {
        const place = (hour - from) / BUCKET_MS;
        await record(reaction, { objectiveId: id, hour: new Date(hour).toISOString(), counts: counts.slice(place, place + BUCKETS) });
      }
      due.set(id, to);
      return null;
    },
  };
}

const isCounted = (objective: Objective): boolean =>
  objective.status === "defined" && objective.retired === null && objective.indicator !== null;

interface Hour {
  readonly objectiveId: string;
  readonly hour: string;
  readonly counts: (RequestCount | null)[];
}

async function record({ log, now }: Reaction, { objectiveId, hour, counts }: Hour): Promise<void> {
  const sampleId = idOf(sampleDecider, objectiveId, hour);
  const at = now().toISOString();
  const commandId = ids.command("requests", sampleId);
  await handle(log, {
    aggregate: sampleDecider, id: sampleId, command: { type: "CountRequests", now: at, sampleId, objectiveId, hour, counts },
    context: { commandId, actor: systemActor("requests"), now: at, correlationId: commandId, causationId: commandId },
  });
}
