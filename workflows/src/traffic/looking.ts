import { cellsOfSeconds, type Sample } from "@ballast/domain";
import type { ReleaseNumbers } from "@ballast/delivery";

/** A stretch of time that the judge watches. */
interface Watch {
  /** When it began: looks are counted from then, ISO. */
  readonly since: string;
  readonly bakeMs: number;
}

/** How often the judge looks: twenty times in a bake, at least each half second, at most every ten. */
export const lookEveryMs = ({ bakeMs }: Pick<Watch, "bakeMs">): number => Math.min(10_000, Math.max(500, bakeMs / 20));

/** The look's number: from the clock, so that a worker that takes over goes on counting. */
export const lookNumber = (watch: Watch, now: number): number => Math.floor((now - Date.parse(watch.since)) / lookEveryMs(watch)) + 1;

/** A target's numbers as the judge reads them; nothing where there were no requests. */
export function sampleOf(numbers: ReleaseNumbers | undefined, slowMs: readonly number[]): Sample {
  if (numbers === undefined)
    return {
      numbers: { requests: 0, errors: 0, p50Ms: null, p95Ms: null },
      byCustomer: [],
      bySecond: [],
      slow: slowMs.map((overMs) => ({ overMs, byCustomer: [], bySecond: [] })),
    };
  const { requests, errors, p50Ms, p95Ms, byCustomer, perSecond, slow } = numbers;
  return {
    numbers: { requests, errors, p50Ms, p95Ms },
    byCustomer,
    bySecond: cellsOfSeconds(perSecond.map((second) => ({ requests: second.requests, marked: second.errors }))),
    slow: slow.map(({ overMs, byCustomer: customers }, index) => ({
      overMs,
      byCustomer: customers,
      bySecond: cellsOfSeconds(perSecond.map((second) => ({ requests: second.requests, marked: second.slow?.[index] ?? 0 }))),
    })),
  };
}
