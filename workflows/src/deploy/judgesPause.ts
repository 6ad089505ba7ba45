import { deployDecider } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import { pausedMessage, resumedMessage } from "@ballast/notifications";
import type { WorkerParts } from "../parts.ts";
import type { DeployActivities } from "./deployActivities.ts";
import type { DeployRef } from "../traffic/deployRef.ts";
import { recorderOf } from "../traffic/recording.ts";
import { tellDeployer } from "./tellDeployer.ts";

type Doubted = Parameters<DeployActivities["pauseForJudge"]>[0] & { readonly signal: AbortSignal };

/** The judge could not tell, also after more time: it pauses the deploy and tells its deployer. */
export async function pauseForJudge(parts: WorkerParts, { deploy, step, round, reason, signal }: Doubted): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  await recorder.deploy(["judgePause", step, round], {
    type: "Pause", now: recorder.now(), deployId: deploy.deployId, reason, byJudge: true,
  });
  const text = pausedMessage({ ...deploy, reason, link: linkTo(parts, deploy) });
  await tellDeployer(parts, deploy, { text, occasion: `paused-${step}-${round}`, signal });
}

/** The judge can tell now: what it had paused for is over, and so is its pause. The deployer, who was asked, hears of it. */
export async function resumeForJudge(parts: WorkerParts, { deploy, step, round, signal }: Omit<Doubted, "reason">): Promise<boolean> {
  const state = await foldRecord(parts.log, deployDecider, deploy.deployId);
  const missed = state.status === "going" && state.paused?.byJudge === true ? `: ${state.paused.reason}` : "";
  const reason = `there are numbers for a verdict now; the judge had paused for want of them${missed}`;
  const goesOn = await endJudgesPause(parts, deploy, { key: ["judgeResume", step, round], reason });
  if (goesOn)
    await tellDeployer(parts, deploy, {
      text: resumedMessage({ ...deploy, reason, link: linkTo(parts, deploy) }), occasion: `resumed-${step}-${round}`, signal,
    });
  return goesOn;
}

const linkTo = ({ publicUrl }: WorkerParts, { deployId }: DeployRef): string => `${publicUrl}/deploys/${deployId}`;

/**
 * Ends a pause of the judge's. Answers whether the deploy goes on, also when a person was quicker or this is repeated;
 * not where a person has paused it for reasons of their own.
 */
export async function endJudgesPause(
  parts: WorkerParts,
  deploy: DeployRef,
  { key, reason }: { readonly key: readonly (string | number)[]; readonly reason: string },
): Promise<boolean> {
  const recorder = recorderOf(parts, deploy);
  await recorder.deploy(key, { type: "Resume", now: recorder.now(), deployId: deploy.deployId, reason, byJudge: true });
  const state = await foldRecord(parts.log, deployDecider, deploy.deployId);
  return state.status !== "going" || state.paused === null;
}
