import { cohortProofInPieces, compileFlag, contextOf, dividedBy, OpenFlag, type FlagFollower } from "@ballast/flags";
import { gathered, type Gathering, type Log } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import type { FlagsKnown, ShareSides } from "./flagsKnown.ts";

/** Where the last thing that was done to a flag stands: how far a follower has to have come. */
const lastOfFlags: Gathering<{ position: string | null }> = {
  filter: { categories: ["targeting"] }, nothing: () => ({ position: null }),
  note: (found, { position }) => { found.position = position; },
};

/**
 * Flags and customers as a follower of the log has them. Each question waits until it has heard of what was done last to
 * the flag, and with that of everything before. (Not of the log's end: what is of no flag it is not told, nor how far that goes.)
 */
export function flagsFollowed(follower: FlagFollower, log: Pick<Log, "read" | "readAll" | "subscribeAll">): FlagsKnown {
  const subjectOf = async (targetingId: string) => {
    const position = (await log.read(streamName("targeting", targetingId))).events.at(-1)?.position ?? "0";
    if (!(await follower.waitFor(position)))
      throw new Error(`the flags are known up to ${follower.position()} of the log, not up to ${position}`);
    const subject = follower.held.subject(targetingId);
    if (subject === undefined) throw new Error(`there is no flag at ${targetingId}`);
    return { subject, world: follower.held.world(subject.targeting.environment) };
  };
  return {
    async cohort(targetingId, change) {
      const { subject, world } = await subjectOf(targetingId);
      const after = compileFlag({ ...subject, targeting: change(subject.targeting) }, world);
      return cohortProofInPieces({
        before: compileFlag(subject, world), after, customers: follower.held.customers(), position: follower.position(),
      });
    },
    async sides(targetingId, customers) {
      const { subject, world } = await subjectOf(targetingId);
      const flag = new OpenFlag(compileFlag(subject, world));
      const { bucketBy } = subject.flag;
      const contextFor = (id: string) => dividedBy(follower.held.customer(id)?.context ?? contextOf({ targetingKey: id }), bucketBy);
      const placed = Map.groupBy(customers, (id) => flag.evaluate(contextFor(id)).place);
      return { within: placed.get("share") ?? [], without: placed.get("default") ?? [] } satisfies ShareSides;
    },
    async changedFor(deployId) {
      const { position } = await gathered(log, lastOfFlags);
      if (position === null) return [];
      return (await follower.waitFor(position)) ? follower.held.changedFor(deployId) : null;
    },
  };
}
