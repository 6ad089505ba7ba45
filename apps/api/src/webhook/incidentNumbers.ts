import { counterDecider, numberOf, type Counter } from "@ballast/domain";
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
   * allowed: an incident whose number has long been taken, and that never came, has another one.
   */
  take(seen: SeenNumbers, numbered: Numbered): Promise<number | null>;
  /** Whether this server has taken a number for the incident just now, for another service. */
  isOfAnother(incidentId: string, serviceId: string | null): boolean;
}

/** What this server has taken so lately, ms, is what it was taken for: nobody has come to name other services there. */
const JUST_MS = 3_000;

interface Taken extends Omit<Numbered, "actor"> {
  readonly number: number;
  readonly revision: bigint;
  readonly at: number;
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
    let state: Counter = foldEvents(counterDecider, seen.events);
    let revision = seen.revision ?? -1n;
    for (const taken of own) {
      if (taken.revision !== revision + 1n) continue;
      if (taken.serviceId === serviceId) return null;
      revision = taken.revision;
      state = counterDecider.evolve(state, { type: "NumberTaken", data: { number: taken.number, forId: taken.incidentId } });
    }
    const at = now().toISOString();
    const [event] = counterDecider.decide({ type: "TakeNumber", now: at, forId: incidentId }, state);
    if (event === undefined) return numberOf(state, incidentId);
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
