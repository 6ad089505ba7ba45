import { own } from "@ballast/schema/own";
import type { MonthCount } from "./incidentLists.ts";

/** One column of the picture: a month, or several when there are many. */
export interface MonthColumn {
  /** First day of the first month, `2026-11-01`. */
  from: string;
  /** Last day of the last month. */
  to: string;
  months: number;
  count: number;
  byImpact: Readonly<Record<string, number>>;
}

function indexOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function firstDay(index: number): string {
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}-01`;
}

function lastDay(index: number): string {
  return new Date(Date.parse(`${firstDay(index + 1)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** Months from the first to the last, empty ones kept, joined so that at most `most` columns stand side by side. */
export function monthColumns(counts: readonly MonthCount[], most = 72): readonly MonthColumn[] {
  const indices = counts.map(({ month }) => indexOf(month));
  if (indices.length === 0) return [];
  const first = Math.min(...indices);
  const total = Math.max(...indices) - first + 1;
  const size = Math.ceil(total / most);
  const columns = Array.from({ length: Math.ceil(total / size) }, (_, at) => ({
    from: firstDay(first + at * size), to: lastDay(first + (at + 1) * size - 1), months: size, count: 0,
    byImpact: {} as Record<string, number>,
  }));
  for (const { month, count, byImpact } of counts) {
    const column = columns[Math.floor((indexOf(month) - first) / size)];
    if (column === undefined) continue;
    column.count += count;
    for (const [impact, more] of Object.entries(byImpact))
      column.byImpact = { ...column.byImpact, [impact]: (own(column.byImpact, impact) ?? 0) + more };
  }
  return columns;
}
