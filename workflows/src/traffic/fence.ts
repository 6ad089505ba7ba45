import { DeliveryError } from "@ballast/delivery";
import { fenceOf, laneDecider } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { WorkerParts } from "../parts.ts";

/** Who works on which lane. */
type Holder = { readonly laneId: string; readonly deployId: string };

/**
 * The number of the lock under which this deploy works on its lane: told to the target with every operation, which
 * refuses it once it has seen a higher one.
 * @throws DeliveryError LANE_LOST when another deploy or rollback has the lane
 */
export async function holdersFence(parts: Pick<WorkerParts, "log">, { laneId, deployId }: Holder): Promise<number> {
  const lane = await foldRecord(parts.log, laneDecider, laneId);
  if (lane.status === "open" && lane.lock?.deployId === deployId) return lane.lock.fence;
  throw new DeliveryError(
    "LANE_LOST",
    `${deployId} has no lock of its lane any more`,
    "Nothing to do: whoever holds the lane decides where customers go.",
  );
}

/** The number of the lock that this deploy has or had: for what it still tidies up when it has given the lane free. */
export async function formerFence(parts: Pick<WorkerParts, "log">, { laneId, deployId }: Holder): Promise<number> {
  const lane = await foldRecord(parts.log, laneDecider, laneId);
  return lane.status === "open" ? (fenceOf(lane, deployId) ?? 0) : 0;
}

/** Whether another deploy or rollback has the lane: what was to be done is its business now. */
export const isLaneLost = (error: unknown): boolean => error instanceof DeliveryError && error.code === "LANE_LOST";

/** Undoes something at a target, unless another has the lane by now: then there is nothing of this deploy's left to undo. */
export async function unlessLost(work: () => Promise<unknown>): Promise<"done" | "lost"> {
  try {
    await work();
    return "done";
  } catch (error) {
    if (isLaneLost(error)) return "lost";
    throw error;
  }
}
