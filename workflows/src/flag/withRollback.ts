import { deployDecider, laneDecider } from "@ballast/domain";
import { targetingDecider, type Targeting, type TargetingStep } from "@ballast/domain/targeting";
import { foldRecord, type Log } from "@ballast/eventlog";
import { streamName, type DataOf, type TargetingEvent } from "@ballast/schema";

/** The deploy that a rollback takes back: the one that moved, or the one whose release served everybody. Null for what is no rollback. */
export async function leftBy(
  log: Log,
  { kind, laneId, deployId, preempts, fromReleaseId }: DataOf<"DeployRequested">,
): Promise<string | null> {
  if (kind !== "rollback") return null;
  const moving = preempts === null ? null : await foldRecord(log, deployDecider, preempts);
  if (moving !== null && moving.status !== "absent" && moving.status !== "observed" && moving.request.releaseId === fromReleaseId)
    return preempts;
  const lane = await foldRecord(log, laneDecider, laneId);
  if (lane.status !== "open") return null;
  const served = lane.lock?.deployId === deployId ? lane.lock.servedBefore : lane.serving;
  return served?.releaseId === fromReleaseId ? served.deployId : null;
}

/** What was done to a flag in an environment, oldest first. */
export async function stepsOf(log: Log, targetingId: string): Promise<readonly TargetingStep[]> {
  let state: Targeting = targetingDecider.initialState;
  return (await log.read(streamName("targeting", targetingId))).events.flatMap(({ event, revision }) => {
    const before = state;
    state = targetingDecider.evolve(state, event as TargetingEvent);
    const deployId = "deployId" in event.data ? (event.data.deployId ?? null) : null;
    return state.status === "open"
      ? [{ revision: Number(revision), deployId, before: before.status === "open" ? before : null, after: state }]
      : [];
  });
}
