import { flagDecider, isTemporary } from "@ballast/domain/flag";
import { movingEvents, silentSince, targetingDecider, toCleanUpBecause } from "@ballast/domain/targeting";
import { environmentDecider } from "@ballast/domain/environment";
import { foldEvents, foldRecord, idOf, type RecordedEvent } from "@ballast/eventlog";
import { streamName, type StaleReason } from "@ballast/schema";
import type { OpenRecords, Reaction } from "../reactor/slice.ts";
import { Turns } from "../reactor/turns.ts";
import { startDue } from "./starting.ts";

const DAY_MS = 24 * 60 * 60_000;
/** What was looked at is looked at again after so long, ms: nothing of it changes by the minute. */
const lookAgainMs = 6 * 60 * 60_000;

const turning: ReadonlySet<string> = new Set(movingEvents);

/** What was counted of evaluations in an environment. */
interface Counted {
  /** The first hour in which anybody was counted. */
  readonly since: string;
  /** The last hour in which a flag was asked for. */
  readonly last: Map<string, string>;
}

/** Flags that are meant to go again and have had nothing new for long: found by time, and told to their owners. */
export function staleFlags(): OpenRecords {
  /** When each gave something new last, ms; by id. */
  const turnedAt = new Map<string, number>();
  const turns = new Turns(lookAgainMs);
  /** By environment. */
  const evaluated = new Map<string, Counted>();
  const turned = ({ id, metadata }: RecordedEvent): void => {
    turnedAt.set(id, Date.parse(metadata.occurredAt));
    turns.add(id);
  };
  return {
    notes: {
      ...Object.fromEntries(movingEvents.map((type) => [type, turned])),
      FlagEvaluationsCounted: ({ event: { data } }) => {
        const known = evaluated.get(data.environment) ?? { since: data.hour, last: new Map() };
        for (const { flagId } of data.counts) if ((known.last.get(flagId) ?? "") < data.hour) known.last.set(flagId, data.hour);
        evaluated.set(data.environment, { ...known, since: data.hour < known.since ? data.hour : known.since });
      },
    },
    candidates: (now) => turns.next(now, (id) => now - (turnedAt.get(id) ?? now) >= DAY_MS),
    async look(reaction, id) {
      turns.looked(id, reaction.now().getTime());
      const found = await findingOf(reaction, id, evaluated);
      if (found === "gone") {
        turnedAt.delete(id);
        turns.delete(id);
      } else if (found !== null) await tell(reaction, id, found);
      return null;
    },
  };
}

interface Finding {
  readonly why: StaleReason | null;
  readonly since: string;
  /** What the flag was turned by last: its run is named after it. */
  readonly recorded: RecordedEvent;
}

/** What is news of a flag; `gone` where nobody will ever ask again. */
async function findingOf({ log, now }: Reaction, id: string, evaluated: ReadonlyMap<string, Counted>): Promise<Finding | "gone" | null> {
  const { events } = await log.read(streamName("targeting", id));
  const targeting = foldEvents(targetingDecider, events);
  const recorded = events.findLast(({ event }) => turning.has(event.type));
  if (targeting.status === "absent" || recorded === undefined) return "gone";
  const { events: told } = await log.read(streamName("flag", targeting.flagId));
  const flag = foldEvents(flagDecider, told);
  const first = told[0];
  if (flag.status !== "managed" || flag.archived !== null || first === undefined || !isTemporary(flag.kind)) return "gone";
  const counted = evaluated.get(targeting.environment);
  const [environment, everywhere] = await Promise.all(
    [targeting.environment, null].map((name) => foldRecord(log, environmentDecider, idOf(environmentDecider, name))),
  );
  const turnedAt = recorded.metadata.occurredAt;
  const ageing = {
    temporary: true, registeredAt: first.metadata.occurredAt, turnedAt, now: now().toISOString(),
    cleanUpAfterDays: flag.cleanUpAfterDays ?? environment?.cleanUpAfterDays ?? everywhere?.cleanUpAfterDays ?? null,
    // That its end is past, its owner is told at that moment.
    expiresAt: null,
    evaluatedAt: counted?.last.get(targeting.flagId) ?? null, countedSince: counted?.since ?? null,
  };
  const because = toCleanUpBecause(targeting, targeting, ageing);
  const why = because === "expired" ? null : because;
  if (why === (targeting.stale?.why ?? null)) return null;
  const since = why === "settled" ? turnedAt : why === "unused" ? silentSince(ageing) : null;
  return { why, since: since ?? ageing.now, recorded };
}

/** In a run of its own, one a day at most: any number of workers may have found it. */
async function tell(reaction: Reaction, targetingId: string, { why, since, recorded }: Finding): Promise<void> {
  const at = reaction.now().toISOString();
  const index = 1_000 + Math.floor(reaction.now().getTime() / DAY_MS);
  await startDue(reaction, { recorded, due: { kind: "stale", targetingId, why, since, at }, index }, { again: false });
}
