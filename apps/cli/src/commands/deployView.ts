import { graphql, type ResultOf } from "@ballast/schema/graphql";
import { own } from "@ballast/schema/own";
import { isEndedDeployState } from "@ballast/schema/states";
import { mark, type Tone } from "../print/style.ts";
import { duration, inPercent, share } from "@ballast/schema/words";

/** What the command line looks at of a deploy. */
export const deployRow = graphql(`
  fragment DeployRow on Deploy {
    id kind state service { slug } environment version fromVersion sentence requestedBy { name } requestedAt endedAt durationMs
    currentStep percent measuredPercent pausedReason steps { index percent state verdict }
    verdicts { at step verdict reason canary { requests errors errorsPer100k } baseline { requests errors errorsPer100k } failingCustomerCount }
    effect { sentence recovered affectedCustomerCount affectedCustomers { customer } } warnings failures failedTargets { version attempt error output }
    escalatedReason incidents { id reference title }
  }
`);
export type DeployRow = ResultOf<typeof deployRow>;
type Numbers = NonNullable<DeployRow["verdicts"][number]["canary"]>;

const words: Readonly<Record<string, readonly [Tone, string]>> = {
  waiting: ["idle", "waiting"], preparing: ["moving", "preparing"], shifting: ["moving", "shifting traffic"],
  verifying: ["moving", "verifying"], baking: ["moving", "baking"], promoting: ["moving", "promoting"], soaking: ["moving", "soaking"],
  paused: ["attention", "paused"], held: ["attention", "held by an incident"], rollingBack: ["attention", "rolling back"],
  succeeded: ["good", "succeeded"], rolledBack: ["bad", "rolled back"], rollbackFailed: ["bad", "rollback failed"],
  aborted: ["attention", "aborted"], cancelled: ["idle", "cancelled"], failed: ["bad", "failed"], observed: ["idle", "observed"],
  escalated: ["bad", "escalated"], preempted: ["attention", "gave way to another rollback"], done: ["good", "done"],
};

/** A deploy's state with its shape. */
export const deployState = (state: string): string => mark(...(own(words, state) ?? ["idle", state]));

/** Whether nothing more will happen to it, the measuring of its effect aside. */
export const hasEnded = ({ state, endedAt }: Pick<DeployRow, "state" | "endedAt">): boolean =>
  isEndedDeployState(state) || endedAt !== null;

/** Whether it ended as whoever asked for it wanted. */
export const endedWell = ({ state }: Pick<DeployRow, "state">): boolean => state === "succeeded" || state === "done";

/** "canary 12 of 60 failed (20 %), baseline 0 of 540 (0 %)". */
export function verdictNumbers({ canary, baseline }: DeployRow["verdicts"][number]): string {
  const said = ([name, numbers]: readonly [string, Numbers | null]): string[] =>
    numbers === null ? [] : [`${name} ${String(numbers.errors)} of ${String(numbers.requests)} failed (${share(numbers.errorsPer100k)})`];
  return [["canary", canary] as const, ["baseline", baseline] as const].flatMap(said).join(", ");
}

/** One line that says where a deploy is. */
export function progressLine(deploy: DeployRow): string {
  const { percent, measuredPercent, currentStep, steps } = deploy;
  const where =
    currentStep === null || steps.length === 0 ? "" : `step ${String(Math.min(currentStep + 1, steps.length))} of ${String(steps.length)}`;
  const reach =
    percent === null
      ? ""
      : `${inPercent(percent)} of customers${measuredPercent === null ? "" : ` (${share(measuredPercent * 1_000)} of requests)`}`;
  const time = deploy.durationMs === null || !hasEnded(deploy) ? "" : `in ${duration(deploy.durationMs)}`;
  return [deployState(deploy.state), where, reach, time].filter((part) => part !== "").join("  ");
}
