import { minutesFigure } from "@ballast/schema/badMinutes";
import { Link } from "react-router";
import { Panel } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import type { Board, BoardRisk } from "./programDocuments.ts";
import styles from "./Program.module.css";
import { barsOf } from "./programWords.ts";

/** Expected bad minutes a year by risk and treatment, against a quarter of the budget: beyond the line a risk is too big for one. */
export function ExpectedPanel({ register, risks }: { register: Board["riskRegister"]; risks: readonly BoardRisk[] }) {
  const bars = barsOf(risks);
  const widest = Math.max(register.tooBigAbove, ...bars.map(({ minutes }) => minutes));
  const share = (minutes: number): string => `${String((100 * minutes) / widest)}%`;
  return (
    <Panel title="Expected bad minutes a year" meta={`by treatment, against the budget of ${minutesFigure(register.budget)}`}>
      {bars.length === 0 ? (
        <EmptyState title="No risk is estimated" action={<Link to="/risks">Risks</Link>} />
      ) : (
        <>
          <div className={styles.bars}>
            {bars.map(({ key, title, minutes, words, tone, to }) => (
              <Link key={key} className={styles.bar} to={to}>
                <span className={styles.barWords}>
                  <span className={styles.name}>{title}</span>
                  <small>{minutesFigure(minutes)} min · {words}</small>
                </span>
                <span className={styles.track} aria-hidden>
                  <i className={styles.fill} data-tone={tone} style={{ width: share(minutes) }} />
                  <i className={styles.limit} style={{ left: share(register.tooBigAbove) }} />
                </span>
              </Link>
            ))}
          </div>
          <div className={styles.limitWords}>beyond the dashed line, 25 % of the budget: too big for one risk</div>
        </>
      )}
    </Panel>
  );
}
