import type { RecordedEvent } from "@ballast/eventlog";
import { signalNames, workflowIds } from "@ballast/schema/workflows";
import { NotYet } from "../reactor/notYet.ts";
import type { Reaction, WorkflowSlice } from "../reactor/slice.ts";
import { signalIfRunning } from "../reactor/starting.ts";
import { duesOf } from "./dues.ts";
import { leftBy } from "./withRollback.ts";
import { rampInput, startDue, startRamp } from "./starting.ts";

/** What has a moment of its own waits for it, each in a run of its own. */
async function waitFor(recorded: RecordedEvent, reaction: Reaction): Promise<void> {
  for (const [index, due] of duesOf(recorded).entries()) await startDue(reaction, { recorded, due, index }, { again: false });
}

/** The ramp that goes on there, if one does, looks again. */
async function news({ id }: RecordedEvent, { log, temporal }: Reaction): Promise<void> {
  const ramp = await rampInput(log, id);
  if (ramp !== null) await signalIfRunning(temporal, { workflowId: workflowIds.ramp(ramp.rampId), signal: signalNames.rampChanged });
}

/** What of flags was changed for a deploy goes back with it, each in a run of its own. */
async function goBackWith(deployId: string, recorded: RecordedEvent, reaction: Reaction): Promise<void> {
  const changed = await reaction.flags.changedFor(deployId);
  if (changed === null) throw new NotYet("what was done to flags is not known up to now yet");
  for (const [index, targetingId] of changed.entries()) {
    const due = { kind: "rollback", targetingId, deployId, at: recorded.metadata.recordedAt } as const;
    await startDue(reaction, { recorded, due, index }, { again: false });
  }
}

/** Flags: ramps are carried, and what is due at a moment is done then. */
export const flagReactions: WorkflowSlice["reactions"] = {
  RampPlanned: async ({ id, event }, reaction) => {
    const input = await rampInput(reaction.log, id);
    if (input?.rampId === event.data.rampId) await startRamp(reaction, input, { again: false });
  },
  RampHeld: news,
  RampResumed: news,
  KillEngaged: news,
  KillsReleased: news,
  RampEnded: async ({ event }, { temporal }) =>
    void (await signalIfRunning(temporal, { workflowId: workflowIds.ramp(event.data.rampId), signal: signalNames.rampChanged })),
  RollbackBegan: (recorded, reaction) => goBackWith(recorded.id, recorded, reaction),
  DeployRequested: async (recorded, reaction) => {
    const left = await leftBy(reaction.log, recorded.event.data);
    if (left !== null) await goBackWith(left, recorded, reaction);
  },
  FlagRegistered: waitFor,
  FlagDescribed: waitFor,
  OverrideSet: waitFor,
  FlagReverted: waitFor,
  FlagChangeProposed: waitFor,
};
