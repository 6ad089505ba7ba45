import { Suspense } from "react";
import { Link, useNavigate } from "react-router";
import { lazyPart } from "../app/lazyPart.ts";
import { count } from "../data/words.ts";
import { Panel } from "../marks/Panel.tsx";
import { ErrorBoundary } from "../shell/ErrorBoundary.tsx";
import { joined } from "./bars.ts";
import type { Bar } from "./bars.ts";
import type { CountBarsProps } from "./CountBars.tsx";
import styles from "./Report.module.css";

const CountBars = lazyPart(() => import("./CountBars.tsx").then((m) => m.CountBars));
const mostBars = 60;

/** Counts over time as bars, and as a table that says the same. Each opens the records of its days. */
export function BarsPanel({
  title, each, bars, marked, rest, what, hrefOf,
}: Omit<CountBarsProps, "open"> & { title: string; each: string; hrefOf: (bar: Bar) => string }) {
  const navigate = useNavigate();
  const shown = joined(bars, mostBars);
  const size = shown.length === 0 ? 1 : Math.ceil(bars.length / shown.length);
  const key = bars.some((bar) => bar.marked > 0) ? [marked, rest] : [];
  const some = bars.filter((bar) => bar.count > 0);
  return (
    <Panel
      title={title}
      meta={
        <span className={styles.key}>
          {key.map(({ words, color }) => (
            <span key={words}>
              <span className={styles.swatch} style={{ background: color }} />
              {words}
            </span>
          ))}
          {size > 1 ? (
            <span>
              a bar is {size} {each}s
            </span>
          ) : null}
        </span>
      }
    >
      <ErrorBoundary at="chart" where="The chart">
        <Suspense fallback={<div className={styles.chartSpace} />}>
          <CountBars bars={shown} marked={marked} rest={rest} what={what} open={(bar) => void navigate(hrefOf(bar))} />
        </Suspense>
      </ErrorBoundary>
      <details className={styles.asTable}>
        <summary>The same as a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{each === "week" ? "Week" : "Month"}</th>
              <th scope="col">{what}</th>
              <th scope="col">{marked.words}</th>
            </tr>
          </thead>
          <tbody>
            {some.map((bar) => (
              <tr key={bar.key}>
                <th scope="row">{bar.words}</th>
                <td>
                  <Link to={hrefOf(bar)}>{count(bar.count)}</Link>
                </td>
                <td>{count(bar.marked)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Panel>
  );
}
