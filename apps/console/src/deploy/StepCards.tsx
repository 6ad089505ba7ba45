import { duration } from "@ballast/schema/words";
import { counted } from "../data/words.ts";
import { useNow } from "../marks/now.ts";
import { State } from "../marks/State.tsx";
import styles from "./DeployView.module.css";
import type { DeployRecord } from "./deployDocuments.ts";
import type { DeployStep } from "../rollout/rolloutDocuments.ts";
import { bakedShare, stepReach, stepStateOf } from "../rollout/deployStates.ts";

/** The line under a step: how long, how many requests, what comes after. */
export function stepNote(step: DeployStep, deploy: Pick<DeployRecord, "state" | "endedAt">, now: number): string {
  const bake = duration(step.bakeMs * (step.extended ? 2 : 1));
  const length = step.extended ? `${bake}, extended once` : bake;
  const requests = step.requests === null ? "" : ` · ${counted(step.requests, "request")}`;
  if (step.state === "next") return step.bakeMs === 0 ? "no bake" : `bakes ${bake}`;
  if (step.state === "skipped")
    return deploy.endedAt !== null && deploy.state !== "succeeded" ? `would have baked ${bake}` : "left out by a promotion";
  if ((step.state === "baking" || step.state === "shifting") && step.startedAt !== null) {
    const gone = Math.max(0, now - Date.parse(step.startedAt));
    return gone >= step.bakeMs
      ? `${length} over, judged now${requests}`
      : `${duration(Math.round(gone / 1_000) * 1_000)} of ${length}${requests}`;
  }
  const took =
    step.startedAt === null || step.endedAt === null
      ? length
      : duration(Math.round((Date.parse(step.endedAt) - Date.parse(step.startedAt)) / 1_000) * 1_000);
  return `${took}${requests}`;
}

/** The steps of the plan as cards, and after them the soak. */
export function StepCards({ deploy }: { deploy: DeployRecord }) {
  const now = useNow(1_000);
  if (deploy.steps.length === 0) return null;
  return (
    <ol className={styles.steps} aria-label="Steps">
      {deploy.steps.map((step, index) => {
        const { tone, words } = stepStateOf(step, deploy);
        const reach = stepReach(step, deploy.steps[index - 1]?.percent ?? 0);
        const current = deploy.currentStep === step.index && deploy.endedAt === null && step.state !== "passed";
        return (
          <li key={step.index} className={styles.step} data-tone={tone} aria-current={current ? "step" : undefined}>
            <span className={styles.bar}><span style={{ width: `${(tone === "idle" ? 0 : bakedShare(step, now)) * 100}%` }} /></span>
            <State tone={tone}>{words}</State>
            <span className={styles.reach}>{reach}</span>
            <span className={styles.note}>{stepNote(step, deploy, now)}</span>
          </li>
        );
      })}
    </ol>
  );
}
