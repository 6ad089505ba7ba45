import { own } from "@ballast/schema/own";
import { manyOf } from "../lists/filters.ts";
import type { FilterSpec, FilterValues, Option } from "../lists/filters.ts";
import { parsePeriod } from "../lists/period.ts";
import { downtimeLevels } from "../response/incidentWords.ts";

const hour = 3_600_000;

/** How long an incident lasted, from start to resolution. */
export const lastedOptions: readonly Option[] = [
  ["known", "a known time"],
  ["some", "longer than nothing"],
  ["1h", "an hour or more"],
  ["1d", "a day or more"],
  ["unknown", "no known time"],
];

const atLeast: Readonly<Record<string, number>> = { some: 1, "1h": hour, "1d": 24 * hour };

/** The API's filter for {@link lastedOptions}. */
export function lastedFilter(value: string | undefined): { measured?: boolean; lastedAtLeastMs?: number } {
  if (value === "known") return { measured: true };
  if (value === "unknown") return { measured: false };
  const lastedAtLeastMs = value === undefined ? undefined : own(atLeast, value);
  return lastedAtLeastMs === undefined ? {} : { lastedAtLeastMs };
}

/** Pills for the incidents behind a figure of the availability report. */
export const downtimeFilters: readonly FilterSpec[] = [
  { kind: "many", name: "down", byLink: true, words: "Downtime at", options: downtimeLevels },
  { kind: "period", name: "during", byLink: true, words: "Down during" },
  { kind: "text", name: "component", byLink: true, words: "Component", hint: "API Requests" },
];

/** The API's filter for {@link downtimeFilters}, if one of them is set: the rest is every level, ever, up to now. */
export function downtimeFilter(
  values: FilterValues,
  now: number,
): { from: string; to: string; impact: readonly string[]; component?: string } | undefined {
  const { down, during, component } = values;
  if (down === undefined && during === undefined && component === undefined) return undefined;
  const period = parsePeriod(during, now);
  const impact = down === undefined ? downtimeLevels.map(([level]) => level) : manyOf(down);
  return {
    from: period?.from ?? new Date(0).toISOString(), to: period?.to ?? new Date(now).toISOString(), impact,
    ...(component === undefined ? {} : { component }),
  };
}
