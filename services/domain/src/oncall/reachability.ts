import type { Interval } from "../statistics/intervals.ts";
import { dutiesWithin, type RotationSchedule } from "./duties.ts";

/** So long an answered page proves that somebody is reached, ms: a quarter of a year. */
export const PROOF_MS = 90 * 86_400_000;

/** What is known of whether somebody is reached. */
export interface Reach {
  /** Whether any of their channels can wake them. */
  readonly canWake: boolean;
  /** When they last answered a page that one of these channels had brought, ms; null: never. */
  readonly provenAt: number | null;
}

/**
 * How sure it is that a page reaches somebody: `proven`, somebody on call has answered one lately; `unproven`, somebody has a channel that
 * wakes, and nobody has answered one; `silent`, nobody on call has such a channel; `nobody`, nobody is on call, nor answers in gaps.
 */
export const reachWords = ["proven", "unproven", "silent", "nobody"] as const;
export type ReachWord = (typeof reachWords)[number];

/** A time in which that is the same, of the same people; `[from, to)` in milliseconds. */
export type ReachedTime = Interval & { readonly word: ReachWord; readonly people: readonly string[] };

/** How sure it is at an instant that one of these is reached. */
export function reachOf(people: readonly string[], knownOf: (personId: string) => Reach, at: number): ReachWord {
  if (people.length === 0) return "nobody";
  const known = people.map(knownOf).filter(({ canWake }) => canWake);
  if (known.length === 0) return "silent";
  return known.some(({ provenAt }) => provenAt !== null && provenAt <= at && at < provenAt + PROOF_MS) ? "proven" : "unproven";
}

/** Every minute of a time, and how sure it is that a page then reaches somebody; without gap or overlap. */
export const reachabilityWithin = (
  schedule: RotationSchedule, window: Interval, knownOf: (personId: string) => Reach,
): readonly ReachedTime[] =>
  reachedTimes(
    dutiesWithin(schedule, window).map(({ from, to, people }) => ({ from, to, people: people.map(({ personId }) => personId) })), knownOf,
  );

/** A time in which a page calls the same people. */
export type CalledTime = Interval & { readonly people: readonly string[] };

/** The same of times that follow each other, whoever is called in each. */
export function reachedTimes(called: readonly CalledTime[], knownOf: (personId: string) => Reach): readonly ReachedTime[] {
  const times: ReachedTime[] = [];
  for (const time of called) {
    for (const piece of piecesOf(time, knownOf)) {
      const before = times.at(-1);
      const goesOn = before !== undefined && before.word === piece.word && before.people.join() === piece.people.join();
      if (goesOn) times[times.length - 1] = { ...before, to: piece.to };
      else times.push(piece);
    }
  }
  return times;
}

/** A proof grows old in the middle of a turn: each end of one divides it. */
function piecesOf({ from: begins, to: until, people }: CalledTime, knownOf: (personId: string) => Reach): readonly ReachedTime[] {
  const ends = people.flatMap((id) => {
    const { provenAt } = knownOf(id);
    return provenAt === null ? [] : [provenAt, provenAt + PROOF_MS];
  });
  const moments = [begins, ...new Set(ends.filter((end) => end > begins && end < until)), until].sort((one, other) => one - other);
  return moments.slice(0, -1).map(
    (from, index) => ({ from, to: moments[index + 1] ?? until, word: reachOf(people, knownOf, from), people }),
  );
}

/** How many minutes of a time are of each kind. */
export function reachedMinutes(times: readonly ReachedTime[]): Readonly<Record<ReachWord, number>> {
  const of = (word: ReachWord): number => Math.round(
    times.filter((time) => time.word === word).reduce((sum, { from, to }) => sum + to - from, 0) / 60_000,
  );
  return { proven: of("proven"), unproven: of("unproven"), silent: of("silent"), nobody: of("nobody") };
}
