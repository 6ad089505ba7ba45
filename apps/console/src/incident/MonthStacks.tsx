import { useMemo } from "react";
import { count, counted } from "../data/words.ts";
import styles from "./Incident.module.css";
import type { MonthCount } from "./incidentLists.ts";
import { impactOf } from "../response/incidentWords.ts";
import { monthColumns } from "./months.ts";
import { stacked } from "../response/incidentWords.ts";
import type { MonthColumn } from "./months.ts";

const heading = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });
const tallest = 54;

function columnWords(column: MonthColumn): string {
  const from = heading.format(Date.parse(column.from));
  const span = column.months === 1 ? from : `${from} to ${heading.format(Date.parse(column.to))}`;
  const parts = stacked.flatMap((impact) => (column.byImpact[impact] === undefined ? [] : [`${column.byImpact[impact]} ${impact}`]));
  return `${span}: ${counted(column.count, "incident")}${parts.length === 0 ? "" : `, ${parts.join(", ")}`}`;
}

/** Incidents a month, the worst at the bottom. A column opens its months. */
export function MonthStacks({ months, open }: { months: readonly MonthCount[]; open: (from: string, to: string) => void }) {
  const columns = useMemo(() => monthColumns(months), [months]);
  const first = columns[0];
  const last = columns.at(-1);
  if (first === undefined || last === undefined || columns.length < 2) return null;
  const busiest = Math.max(...columns.map((column) => column.count));
  const present = stacked.filter((impact) => columns.some((column) => (column.byImpact[impact] ?? 0) > 0));
  return (
    <div className={styles.picture}>
      <div className={styles.months} role="group" aria-label={`Incidents a month, ${count(busiest)} at most`}>
        {columns.map((column) =>
          column.count === 0 ? (
            <span key={column.from} className={styles.month} />
          ) : (
            <button
              key={column.from}
              type="button"
              className={styles.month}
              title={columnWords(column)}
              aria-label={columnWords(column)}
              tabIndex={-1}
              onClick={() => open(column.from, column.to)}
            >
              {stacked.map((impact) => {
                const own = column.byImpact[impact] ?? 0;
                return own === 0 ? null : (
                  <span
                    key={impact}
                    className={styles.part}
                    data-impact={impact}
                    style={{ height: Math.max(2, (own / busiest) * tallest) }}
                  />
                );
              })}
            </button>
          ),
        )}
      </div>
      <div className={styles.ends}>
        <span>{short.format(Date.parse(first.from))}</span>
        <span className={styles.key}>
          {present.map((impact) => (
            <span key={impact}>
              <span className={styles.part} data-impact={impact} />
              {impactOf(impact).words.toLowerCase()}
            </span>
          ))}
          <span>
            {count(busiest)} at most{first.months > 1 ? ` in ${first.months} months` : " a month"}
          </span>
        </span>
        <span>{short.format(Date.parse(last.to))}</span>
      </div>
    </div>
  );
}
