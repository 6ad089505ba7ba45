import { setTimeout as wait } from "node:timers/promises";
import { graphql } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { CommandFailure } from "../client/failure.ts";
import { dim } from "../print/style.ts";
import { deployRow, hasEnded, progressLine, verdictNumbers, type DeployRow } from "./deployView.ts";

const lookEveryMs = 400;
/** What a rollback did is measured for some time after it. */
const effectWithinMs = 60_000;
/** So many of a release's last lines say why it does not start. */
const shownLines = 5;

const deployDocument = graphql(`query WatchedDeploy($id: ID!) { deploy(id: $id) { ...DeployRow } }`, [deployRow]);

/** A deploy as it is now. */
export async function readDeploy(client: Client, id: string): Promise<DeployRow> {
  const { deploy } = await client.query(deployDocument, { id });
  if (deploy !== null) return deploy;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `There is no deploy ${id}.`, remedy: "`ballast deploy list` shows those there are.",
  });
}

/** Who is told what happens to a deploy. */
export interface Watching {
  readonly onChange: (deploy: DeployRow, former: DeployRow | null) => void;
  readonly signal?: AbortSignal;
}

const wentBack = ({ kind, state }: DeployRow): boolean => (kind === "rollback" && state !== "preempted") || state === "rolledBack";

const signature = ({
  state, version, currentStep, percent, verdicts, effect, pausedReason, incidents, failedTargets, escalatedReason,
}: DeployRow): string =>
  JSON.stringify([
    state, version, currentStep, percent, verdicts.length, effect?.sentence, pausedReason, incidents.length, failedTargets.at(-1)?.attempt,
    escalatedReason,
  ]);

/**
 * Follows a deploy until it has ended and, where traffic went back, what that did is known. It asks again and again:
 * that survives every restart of the API in between.
 */
export async function watchDeploy(client: Client, id: string, { onChange, signal }: Watching): Promise<DeployRow> {
  let former: DeployRow | null = null;
  let endedAt: number | null = null;
  for (;;) {
    const deploy = await readDeploy(client, id);
    if (former === null || signature(deploy) !== signature(former)) onChange(deploy, former);
    former = deploy;
    if (hasEnded(deploy)) {
      endedAt ??= performance.now();
      if (!wentBack(deploy) || deploy.effect !== null || performance.now() - endedAt > effectWithinMs) return deploy;
    }
    await wait(lookEveryMs, undefined, { signal });
  }
}

/** Lines about what changed between two looks at a deploy. */
export function changesBetween(deploy: DeployRow, former: DeployRow | null): readonly string[] {
  const verdicts = deploy.verdicts
    .slice(former?.verdicts.length ?? 0)
    .map((verdict) =>
      dim(`    ${verdict.verdict}: ${verdict.reason}${verdictNumbers(verdict) === "" ? "" : ` · ${verdictNumbers(verdict)}`}`),
    );
  const moved = former === null || progressLine(deploy) !== progressLine(former);
  const incidents = deploy.incidents.slice(former?.incidents.length ?? 0).map(({ reference, title }) => `  ▲ ${reference}: ${title}`);
  const effect = deploy.effect !== null && (former?.effect ?? null) === null ? [`  ${deploy.effect.sentence}`] : [];
  const tried = former?.failedTargets.at(-1)?.attempt ?? 0;
  const failed = deploy.failedTargets
    .filter(({ attempt }) => attempt > tried)
    .flatMap(({ version, error, output }) => [
      `  ▲ ${version} does not start: ${error}`,
      ...output.slice(-shownLines).map((line) => dim(`    | ${line}`)),
    ]);
  const onward = former !== null && former.version !== deploy.version ? [`  going on to ${deploy.version}`] : [];
  const escalated = deploy.escalatedReason !== null && (former?.escalatedReason ?? null) === null ? [`  ▲ ${deploy.escalatedReason}`] : [];
  return [...verdicts, ...failed, ...onward, ...escalated, ...(moved ? [`  ${progressLine(deploy)}`] : []), ...effect, ...incidents];
}
