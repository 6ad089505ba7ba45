import { counterDecider } from "@ballast/domain";
import { foldEvents, ids, RevisionConflict, toNewEvent, type RecordedEvent } from "@ballast/eventlog";
import { incidentCounter, type Actor } from "@ballast/schema";
import type { ApiServer } from "../graphql/context.ts";

/** Which incident a number is for, and which service (null: none) that answers for. */
export interface Numbered {
  readonly incidentId: string;
  readonly serviceId: string | null;
  readonly actor: Actor;
}

/** The newest numbers, as the counter had them. */
export interface SeenNumbers {
  readonly events: readonly RecordedEvent[];
  readonly revision: bigint | null;
}

/** The numbers that one server takes for incidents of alerts. */
export interface IncidentNumbers {
  /**
   * The next number, where nobody can have declared this incident since the counter was seen; null where somebody may have. Gaps are
   * allowed: an incident whose number was not taken just now, and that never came, has another one.
   */
  take(seen: SeenNumbers, numbered: Numbered): Promise<number | null>;
  /** Whether this server has taken a number for the incident just now, for another service. */
  isOfAnother(incidentId: string, serviceId: string | null): boolean;
}

/** For a number that was taken so lately, ms, others still wait long enough that it can be declared with. */
const WAITED_FOR_MS = 1_000;
/** What this server has taken so lately, ms, is what it was taken for: nobody has come to name other services there. */
const JUST_MS = 3_000;

interface Taken extends Omit<Numbered, "actor"> {
  readonly number: number;
  readonly revision: bigint;
  readonly at: number;
}

/** The number that an incident has already, and since when, ms since 1970. */
function numberHad({ events }: SeenNumbers, incidentId: string): { readonly number: number; readonly atMs: number } | null {
  const had = events.flatMap(({ event, metadata: { recordedAt } }) =>
    event.type === "NumberTaken" && event.data.forId === incidentId
      ? [{ number: event.data.number, atMs: Date.parse(recordedAt) }] : []);
  return had.at(-1) ?? null;
}

/**
 * One number after the other: of several services that break at once each has an incident to itself, and what this server has taken
 * for the others since is no reason to look anew whether somebody has declared it. Only what other servers take is.
 */
export function incidentNumbers({ log, now }: Pick<ApiServer, "log" | "now">): IncidentNumbers {
  let own: readonly Taken[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const takeNow = async (seen: SeenNumbers, numbered: Numbered): Promise<number | null> => {
    const { incidentId, serviceId, actor } = numbered;
    const had = numberHad(seen, incidentId);
    // Others wait for one that is new; of an older one nobody waits any more, and somebody may be declaring something else for the service.
    if (had !== null && now().getTime() - had.atMs < WAITED_FOR_MS) return had.number;
    let { last } = foldEvents(counterDecider, seen.events);
    let revision = seen.revision ?? -1n;
    for (const taken of own) {
      if (taken.revision !== revision + 1n) continue;
      if (taken.serviceId === serviceId) return null;
      revision = taken.revision;
      last = Math.max(last, taken.number);
    }
    const at = now().toISOString();
    // One that it had is told to nobody anew: it takes another one.
    const [event] = counterDecider.decide({ type: "TakeNumber", now: at, forId: incidentId }, { last, taken: null });
    if (event === undefined) return null;
    const { number } = event.data;
    const context = {
      commandId: ids.command("alert", "number", incidentId, String(revision)), actor, now: at, correlationId: incidentId,
      causationId: incidentId,
    };
    const taking = toNewEvent({ event, stream: incidentCounter, index: 0 }, context);
    try {
      const appended = await log.append(incidentCounter, [taking], { expectedRevision: revision < 0n ? "no_stream" : revision });
      own = [...own.filter((taken) => performance.now() - taken.at < JUST_MS), {
        incidentId, serviceId, number, revision: appended.revision, at: performance.now(),
      }];
      return number;
    } catch (error) {
      if (error instanceof RevisionConflict) return null;
      throw error;
    }
  };
  return {
    take(seen, numbered) {
      const taking = turn.then(() => takeNow(seen, numbered));
      turn = taking.catch(() => undefined);
      return taking;
    },
    isOfAnother: (incidentId, serviceId) => own.some((taken) =>
      taken.incidentId === incidentId && taken.serviceId !== serviceId && performance.now() - taken.at < JUST_MS),
  };
}
