/** A share as it was after a change, by revision. */
export interface SharedStep {
  readonly revision: number;
  readonly parts: number;
}

/** The last share that was smaller than the one now, parts per 100,000; null where there is none to step back to. */
export function stepBackTo(now: number, steps: readonly SharedStep[]): number | null {
  const newestFirst = steps.toSorted((one, other) => other.revision - one.revision);
  return newestFirst.find(({ parts }) => parts < now)?.parts ?? null;
}
