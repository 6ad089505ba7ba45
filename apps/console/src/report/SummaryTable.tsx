import { Link } from "react-router";
import { count } from "../data/words.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import type { Summary } from "./reportDocuments.ts";
import { enough } from "./reportWords.ts";
import styles from "./Report.module.css";

/** One row of percentiles: what it is over, its figures, and the records behind them. */
export interface SummaryRow {
  key: string;
  label: string;
  summary: Summary;
  /** Every record it is made from. */
  to: string;
  /** The one that took longest. */
  longest?: string | undefined;
}

function figure(key: string, label: string, of: (row: SummaryRow) => string): Column<SummaryRow> {
  return {
    key,
    label,
    right: true,
    render: (row) => (
      <span className={styles.figure}>
        <span className={styles.narrowLabel}>{label.toLowerCase()} </span>
        {of(row)}
      </span>
    ),
  };
}

/** Columns of the table, and of its export. */
export const summaryColumns: readonly (readonly [key: keyof Summary, label: string])[] = [
  ["medianLinear", "Median"],
  ["p90Linear", "90th percentile"],
  ["p90NearestRank", "90th, nearest rank"],
  ["mean", "Mean"],
  ["max", "Longest"],
];

/** Percentiles by level: a mean alone hides the long ones. A row opens its records. */
export function SummaryTable({
  label, rows, say, what,
}: {
  label: string;
  rows: readonly SummaryRow[];
  say: (value: number | null) => string;
  what: string;
}) {
  const columns: readonly Column<SummaryRow>[] = [
    { key: "label", label: what, narrow: "title", render: (row) => row.label },
    { key: "n", label: "Counted", right: true, narrow: "state", render: (row) => count(row.summary.n) },
    ...summaryColumns
      .slice(0, -1)
      .map(([key, words]) =>
        figure(key, words, (row) => (row.summary.n > 0 && row.summary.n < enough && key !== "mean" ? "too few" : say(row.summary[key]))),
      ),
    {
      key: "max",
      label: "Longest",
      right: true,
      render: ({ summary, longest }) => (
        <span className={styles.figure}>
          <span className={styles.narrowLabel}>longest </span>
          {longest === undefined || summary.max === null ? say(summary.max) : <Link to={longest}>{say(summary.max)}</Link>}
        </span>
      ),
    },
  ];
  return <GroupRows label={label} rows={rows} columns={columns} keyOf={({ key }) => key} hrefOf={({ to }) => to} />;
}
