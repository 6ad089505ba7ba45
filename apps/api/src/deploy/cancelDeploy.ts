import { deployDecider, laneDecider } from "@ballast/domain";
import type { Log } from "@ballast/eventlog";
import { deployById } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";

/** Cancels a deploy that has not started and gives its lane free; a retry completes the second append. */
export async function cancelDeploy(run: Run, log: Log, { deployId, reason }: { readonly deployId: string; readonly reason: string }): Promise<{ readonly id: string }> {
  await run.handle({ category: "deploy", id: deployId, decider: deployDecider, guarded: true, command: { type: "Cancel", now: run.now, deployId, reason } });
  const deploy = await deployById(log, deployId);
  if (deploy.status === "absent" || deploy.status === "observed") return { id: deployId };
  const { laneId } = deploy.request;
  await run.handle({ category: "lane", id: laneId, decider: laneDecider, command: { type: "UnlockLane", now: run.now, laneId, deployId, reason: reason.trim().slice(0, 2_000) || null } });
  return { id: deployId };
}
