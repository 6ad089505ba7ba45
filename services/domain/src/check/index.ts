import { MOST_CHECKS, type Check, type CheckEvent, type DataOf } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";

/** What is known of a site in a month: when it was looked at, as instants. */
export interface MonthOfChecks {
  readonly times: ReadonlySet<number>;
}

/** Those that are there already, by their times, stay as they are. */
export type CheckCommand = { readonly type: "RecordChecks"; readonly now: string } & DataOf<"ChecksRecorded">;

const timeOf = ({ at }: Check): number => Date.parse(at);

const evolve = ({ times }: MonthOfChecks, { data }: CheckEvent): MonthOfChecks => ({
  times: new Set([...times, ...data.checks.map(timeOf)]),
});

function decide({ type: _, now: __, checks, ...about }: CheckCommand, { times }: MonthOfChecks): readonly CheckEvent[] {
  const stray = checks.find(({ at }) => new Date(at).toISOString().slice(0, 7) !== about.month);
  if (stray !== undefined) throw new Rejection("INVALID_INPUT", `${stray.at} does not lie in ${about.month}`, ["checks"]);
  const fresh = new Map(checks.filter((check) => !times.has(timeOf(check))).map((check) => [timeOf(check), check]));
  const inOrder = [...fresh.values()].toSorted((a, b) => timeOf(a) - timeOf(b));
  return Array.from({ length: Math.ceil(inOrder.length / MOST_CHECKS) }, (_none, part) => ({
    type: "ChecksRecorded", data: { ...about, checks: inOrder.slice(part * MOST_CHECKS, (part + 1) * MOST_CHECKS) },
  }));
}

/** A site of a service, looked at from outside, in a month: known by all three. */
export const checkDecider = aggregate("check", {
  initialState: { times: new Set() } as MonthOfChecks,
  evolve,
  decide,
  keyOf: (serviceId: string, site: string, month: string) => [serviceId, site, month],
});
