import { deployDecider, laneDecider } from "@ballast/domain";
import { foldRecord, type Log } from "@ballast/eventlog";
import type { Run } from "../commands/runCommand.ts";

/** Cancels a deploy that has not started and gives its lane free; a retry completes the second append. */
export async function cancelDeploy(
  run: Run,
  log: Log,
  { deployId, reason }: { readonly deployId: string; readonly reason: string },
): Promise<{ readonly id: string }> {
  await run.handle({ aggregate: deployDecider, id: deployId, guarded: true, command: { type: "Cancel", now: run.now, deployId, reason } });
  const deploy = await foldRecord(log, deployDecider, deployId);
  if (deploy.status === "absent" || deploy.status === "observed") return { id: deployId };
  const { laneId } = deploy.request;
  await run.handle({
    aggregate: laneDecider, id: laneId,
    command: { type: "UnlockLane", now: run.now, laneId, deployId, reason: reason.trim().slice(0, 2_000) || null },
  });
  return { id: deployId };
}
