import type { EscalationContent, EscalationTarget } from "@ballast/schema";
import {
  dutiesWithin, layerIds, reachedTimes, type CalledTime, type Reach, type ReachedTime, type RotationSchedule,
} from "../oncall/index.ts";
import { instantOf } from "../statistics/calendar.ts";
import type { Interval } from "../statistics/intervals.ts";

/** So far ahead is looked for who is next on call, as pages do: five weeks of a weekly rotation. */
const NEXT_WITHIN_MS = 35 * 86_400_000;

/** How it is known whom a policy would call. */
export interface CallingFrom {
  /** A schedule by its id; undefined: there is none, and nobody is called by it. */
  readonly scheduleOf: (rotationId: string) => RotationSchedule | undefined;
  /** The schedule of the service; null: none answers, or none was asked for. */
  readonly ownId: string | null;
  readonly left: RotationSchedule["left"];
}

/** Whether a page by a policy reaches somebody at every minute: by each step, by the call after the last one, and by all of them. */
export interface PolicyReach {
  readonly steps: readonly (readonly ReachedTime[])[];
  /** Whom the last time around calls besides; empty where the policy has no such call. */
  readonly lastly: readonly ReachedTime[];
  readonly all: readonly ReachedTime[];
}

/** Every minute of a time, and how sure it is that one of the steps then reaches somebody. */
export function policyReach(
  { steps, lastly }: Pick<EscalationContent, "steps" | "lastly">, calling: CallingFrom,
  { window, knownOf }: { readonly window: Interval; readonly knownOf: (personId: string) => Reach },
): PolicyReach {
  const known = new Map<string, readonly CalledTime[]>();
  // Several steps call the same schedule, mostly: its turns are worked out once.
  const timesOf = (target: EscalationTarget): readonly CalledTime[] => {
    const key = target.kind === "person" ? `person ${target.personId}` : `${target.who} ${target.rotationId ?? ""}`;
    const times = known.get(key) ?? calledBy(target, calling, window);
    known.set(key, times);
    return times;
  };
  const ofTargets = (targets: readonly EscalationTarget[]): readonly CalledTime[] => together(targets.map(timesOf), window);
  const called = steps.map(({ targets }) => ofTargets(targets));
  const more = lastly.length === 0 ? [] : [ofTargets(lastly)];
  return {
    steps: called.map((times) => reachedTimes(times, knownOf)), lastly: more.flatMap((times) => reachedTimes(times, knownOf)),
    all: reachedTimes(together([...called, ...more], window), knownOf),
  };
}

function calledBy(target: EscalationTarget, { scheduleOf, ownId, left }: CallingFrom, window: Interval): readonly CalledTime[] {
  if (target.kind === "person") {
    const { personId } = target;
    return cut([left.get(personId)], window).map((time) => ({ ...time, people: hasLeft(left, personId, time.from) ? [] : [personId] }));
  }
  const id = target.rotationId ?? ownId;
  const schedule = id === null ? undefined : scheduleOf(id);
  if (schedule === undefined) return [{ ...window, people: [] }];
  if (target.who === "everyone") return everyoneOf(schedule, window);
  const ahead = target.who === "next" ? NEXT_WITHIN_MS : 0;
  const duties = dutiesWithin(schedule, { from: window.from, to: window.to + ahead })
    .map(({ from, to, people }) => ({ from, to, people: people.map(({ personId }) => personId) }));
  const within = duties.filter(({ from }) => from < window.to).map((time) => ({ ...time, to: Math.min(time.to, window.to) }));
  if (target.who === "onCall") return within;
  return within.map((time, at) => {
    const next = duties.slice(at).flatMap(({ people }) => people).find((personId) => !time.people.includes(personId));
    return { ...time, people: next === undefined ? [] : [next] };
  });
}

/** Everybody who takes turns, in any layer, as these change. */
function everyoneOf({ layers, left }: RotationSchedule, window: Interval): readonly CalledTime[] {
  const changes = layers.flatMap(({ effectiveFrom, endsAt, people }) => [effectiveFrom, endsAt, ...people.map((id) => left.get(id))]);
  return cut(changes, window).map(({ from, to }) => {
    const held = layerIds(layers).flatMap((id) =>
      layers.filter(({ layerId }) => layerId === id).findLast(({ effectiveFrom }) => instantOf(effectiveFrom) <= from) ?? []);
    const taking = held.filter(({ endsAt }) => endsAt === null || instantOf(endsAt) > from).flatMap(({ people }) => people);
    return { from, to, people: [...new Set(taking)].filter((id) => !hasLeft(left, id, from)) };
  });
}

const hasLeft = (left: RotationSchedule["left"], personId: string, at: number): boolean => {
  const since = left.get(personId);
  return since !== undefined && instantOf(since) <= at;
};

/** A window in pieces, cut where something changes. */
function cut(changes: readonly (string | null | undefined)[], { from, to }: Interval): readonly Interval[] {
  const inside = changes.flatMap((at) => (at === null || at === undefined ? [] : [instantOf(at)])).filter((at) => at > from && at < to);
  const moments = [from, ...new Set(inside), to].sort((one, other) => one - other);
  return moments.slice(0, -1).map((begins, place) => ({ from: begins, to: moments[place + 1] ?? to }));
}

/** Whom several call at once, each time whoever any of them does. */
function together(all: readonly (readonly CalledTime[])[], window: Interval): readonly CalledTime[] {
  const next = all.map(() => 0);
  const edges = [...new Set([window.to, ...all.flatMap((times) => times.map(({ from }) => from))])].sort((one, other) => one - other);
  return edges.slice(0, -1).map((from, place) => {
    const people = all.flatMap((times, at) => {
      let now = next[at] ?? 0;
      while ((times[now]?.to ?? Infinity) <= from) now += 1;
      next[at] = now;
      return times[now]?.people ?? [];
    });
    return { from, to: edges[place + 1] ?? window.to, people: [...new Set(people)] };
  });
}
