import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { WHOLE, measure, type Impact } from "./sweep.ts";

/** Compares the sweep with monthly figures that a status page published of its own components (definition D9). */
const FOLDER = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const file = `${FOLDER}/open/github_component_uptime_months.jsonl`;

interface ComponentMonth {
  readonly component: string;
  readonly year: number;
  readonly month: string;
  readonly uptime_percentage: number | null;
  readonly days: readonly { readonly date?: string; readonly p?: number; readonly m?: number }[];
}

const MS_PER_DAY = 86_400_000;

/** A day's seconds of major and of partial outage, one after the other; days that have not come yet have no date. */
function impactsOf({ days }: ComponentMonth): readonly Impact[] {
  return days.flatMap(({ date, m = 0, p = 0 }) => {
    if (date === undefined) return [];
    const from = Date.parse(date);
    const partial = from + m * 1000;
    return [
      { id: date, from, to: partial, share: WHOLE },
      { id: date, from: partial, to: partial + p * 1000, share: 0.3 * WHOLE },
    ];
  });
}

describe.skipIf(!existsSync(file))("published months of real components", () => {
  it("are met in 1,060 of 1,062, and the other two are those of a launch", () => {
    const published = readFileSync(file, "utf8").split("\n").filter(Boolean).map((line): ComponentMonth => JSON.parse(line))
      .filter(({ uptime_percentage: percentage }) => percentage !== null);
    const differing = published.filter((month) => {
      const present = month.days.flatMap(({ date }) => (date === undefined ? [] : [Date.parse(date)]));
      const window = { from: Math.min(...present), to: Math.max(...present) + MS_PER_DAY };
      const { availability, observedMs } = measure(impactsOf(month), { window, without: [], overlap: "max" });
      expect(observedMs).toBe(present.length * MS_PER_DAY);
      return Math.abs((availability ?? 0) - (month.uptime_percentage ?? 0)) > 1e-6;
    });
    expect(published).toHaveLength(1_062);
    expect(differing.map(({ component, year, month }) => `${component} ${String(year)} ${month}`)).toEqual([
      "Codespaces 2021 August", "Copilot 2022 June",
    ]);
  });
});
