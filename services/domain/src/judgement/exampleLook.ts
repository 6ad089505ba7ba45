import { CellTable, defaultLatency } from "@ballast/schema";
import type { Criteria, Look, Measurement, Sample, Window } from "./look.ts";

export const criteria: Criteria = { minSamples: 50, maxErrorsPer100k: 1_000, minEffectPer100k: 500, maxP95Ms: null, ...defaultLatency };

/** Customers with so many requests each, of whom some see errors at all of theirs, or at one. */
interface Shape {
  readonly customers: number;
  readonly each?: number;
  readonly failing?: number;
  readonly onceFailing?: number;
  readonly p95Ms?: number | null;
  /** How many customers are slow beyond which limit. */
  readonly slow?: { readonly overMs: number; readonly customers: number };
}

export function sample({ customers, each = 10, failing = 0, onceFailing = 0, p95Ms = 20, slow }: Shape): Sample {
  const cells = (marked: (index: number) => number) => {
    const table = new CellTable();
    for (let index = 0; index < customers; index += 1) table.add(each, marked(index));
    return table.cells();
  };
  const errorsOf = (index: number): number => (index < failing ? each : index < failing + onceFailing ? 1 : 0);
  return {
    numbers: { requests: customers * each, errors: failing * each + onceFailing, p50Ms: 10, p95Ms },
    byCustomer: cells(errorsOf),
    // the same in seconds: what the tests of the past need
    bySecond: cells(errorsOf),
    slow:
      slow === undefined
        ? []
        : [
            {
              overMs: slow.overMs,
              byCustomer: cells((index) => (index < slow.customers ? each : 0)),
              bySecond: cells((index) => (index < slow.customers ? each : 0)),
            },
          ],
  };
}

/** What was measured of customers of this shape. */
export const measured = (shape: Shape): Measurement => ({ sample: sample(shape) });
export const healthy = measured({ customers: 450, onceFailing: 9 });

/** A look in the middle of a bake, healthy but for what is told. */
export const look = ({
  canary = measured({ customers: 50, onceFailing: 1 }),
  baseline = healthy,
  ...rest
}: Partial<Look> & Partial<Window>): Look => ({
  look: 1, final: false, plannedLooks: 30, stretches: 5, step: { canary, baseline }, recent: null,
  basis: baseline === null ? "limit" : "stable", criteria, ...rest,
});
