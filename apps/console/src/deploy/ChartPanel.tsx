import { inPercent } from "@ballast/schema/words";
import { Suspense, useState } from "react";
import { lazyPart } from "../app/lazyPart.ts";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { ErrorBoundary } from "../shell/ErrorBoundary.tsx";
import styles from "./DeployView.module.css";
import { deployMetricsDocument } from "./deployDocuments.ts";
import type { DeployRecord } from "./deployDocuments.ts";
import { isMoving } from "../rollout/deployStates.ts";
import { p95Of, seriesOf, shareOf } from "./metricSeries.ts";
import type { Measure } from "./metricSeries.ts";

const CanaryChart = lazyPart(() => import("./CanaryChart.tsx").then((m) => m.CanaryChart));

const secondsKept = 3_600;

/** The step whose window the chart shows: the current one, or the last that ran. */
function stepShown(deploy: DeployRecord) {
  return deploy.steps[deploy.currentStep ?? -1] ?? deploy.steps.findLast((step) => step.startedAt !== null);
}

function windowOf(deploy: DeployRecord, now: number): { from: number; to: number; lengthMs: number; over: boolean } | null {
  const step = stepShown(deploy);
  if (step === undefined || step.startedAt === null) return null;
  const from = Date.parse(step.startedAt);
  const over = !isMoving(deploy) || step.endedAt !== null;
  const to = over ? Date.parse(step.endedAt ?? deploy.endedAt ?? new Date(now).toISOString()) : now;
  const bake = step.bakeMs * (step.extended ? 2 : 1);
  return { from, to, lengthMs: Math.max(over ? 0 : bake, to - from, 5_000), over };
}

/** Canary against baseline in the current step, from the target's own numbers, renewed while the deploy moves. */
export function ChartPanel({ deploy }: { deploy: DeployRecord }) {
  const [measure, setMeasure] = useState<Measure>("errors");
  const now = useNow(1_000);
  const moving = isMoving(deploy);
  const window = windowOf(deploy, now);
  const seconds = window === null ? 60 : Math.min(secondsKept, Math.ceil((now - window.from) / 60_000) * 60);
  const { data } = useRead(deployMetricsDocument, window === null ? null : { id: deploy.id, seconds }, {
    keep: true, ...(moving ? { everyMs: 2_000 } : {}),
  });
  const metrics = data?.deploy?.metrics ?? null;
  const within = metrics === null || window === null ? null : {
    canary: metrics.canary.filter(({ at }) => Date.parse(at) >= window.from && Date.parse(at) <= window.to),
    baseline: metrics.baseline.filter(({ at }) => Date.parse(at) >= window.from && Date.parse(at) <= window.to),
  };
  const step = stepShown(deploy);
  const meta = `${measure === "errors" ? "errors, share of requests" : "95th percentile of latency"}${step === undefined ? "" : ` · ${inPercent(step.percent)} step`}`;
  const value = measure === "errors" ? shareOf : p95Of;
  return (
    <Panel
      title="Canary against baseline"
      meta={
        <span className={styles.chartMeta}>
          <span className={styles.wide}>{meta}</span>
          <Choice
            label="Measure"
            value={measure}
            onChange={setMeasure}
            options={[
              ["errors", "Errors"],
              ["p95", "p95"],
            ]}
          />
        </span>
      }
    >
      {window === null ? (
        <EmptyState title="No step has begun">
          The canary is compared with what serves everyone else as soon as it serves somebody.
        </EmptyState>
      ) : within === null || (within.canary.length === 0 && within.baseline.length === 0) ? (
        <EmptyState title={data === undefined || !window.over ? "Numbers are on their way" : "No numbers are kept for this window"}>
          {data === undefined || !window.over
            ? "The target is being asked."
            : "The target keeps the last hour; the verdicts below keep theirs for ever."}
        </EmptyState>
      ) : (
        <ErrorBoundary at="chart" where="The chart"><Suspense fallback={<div className={styles.chartSpace} />}>
          <CanaryChart
            points={seriesOf(within, { from: window.from, to: window.to, measure })}
            measure={measure}
            lengthMs={window.lengthMs}
            nowMs={window.over ? null : window.to - window.from}
            version={deploy.version}
            canary={value(within.canary)}
            baseline={value(within.baseline)}
          />
        </Suspense></ErrorBoundary>
      )}
    </Panel>
  );
}
