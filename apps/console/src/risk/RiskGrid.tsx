import { Fragment } from "react";
import { Link } from "react-router";
import styles from "./Risk.module.css";
import type { RegisterRisk } from "./riskDocuments.ts";

const steps = [1, 2, 3, 4, 5] as const;
const toneOf = (likelihood: number, impact: number): "bad" | "attention" | "good" =>
  likelihood * impact >= 15 ? "bad" : likelihood * impact >= 6 ? "attention" : "good";

/** The same risks on five by five steps of likelihood and impact; those that nobody has rated are said below. */
export function RiskGrid({ risks }: { risks: readonly RegisterRisk[] }) {
  const unrated = risks.filter(({ rating }) => rating === null).length;
  return (
    <>
      <div className={styles.grid} role="table" aria-label="Likelihood and impact">
        {[...steps].toReversed().map((likelihood) => (
          <Fragment key={likelihood}>
            <span className={styles.gridHead}>{likelihood === 5 ? "likely 5" : likelihood}</span>
            {steps.map((impact) => (
              <div key={impact} className={styles.cell} data-tone={toneOf(likelihood, impact)}>
                {risks
                  .filter(({ rating }) => rating?.likelihood === likelihood && rating.impact === impact)
                  .map(({ id, reference, title }) => (
                    <Link key={id} to={`/risks/${encodeURIComponent(id)}`} title={title}>{reference} {title}</Link>
                  ))}
              </div>
            ))}
          </Fragment>
        ))}
        <span />
        {steps.map((impact) => <span key={impact} className={styles.gridHead}>{impact === 5 ? "5, everybody for long" : impact}</span>)}
      </div>
      {unrated === 0 ? null : <div className={styles.note}>{unrated} not rated: they stand in no field.</div>}
    </>
  );
}
