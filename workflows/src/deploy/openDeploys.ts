import type { LeftUndone, OpenRecords } from "../reactor/slice.ts";
import { lookAtDeploy } from "./lostDeploys.ts";

/** After so long nobody waits for the numbers of a rollback any more, ms: its target has forgotten them. */
const measuredWithinMs = 3_600_000;

/** Deploys and rollbacks that go on, have their lane still, or went back and were not measured yet. */
export function openDeploys(undone: LeftUndone): OpenRecords {
  const deploys = new Set<string>();
  /** Lane → who has it. */
  const locks = new Map<string, string>();
  /** What went back and was not measured yet, and since when, ms. */
  const unmeasured = new Map<string, number>();
  const ended = ({ id }: { readonly id: string }): void => void deploys.delete(id);
  const wentBack = ({ id, metadata }: { readonly id: string; readonly metadata: { readonly recordedAt: string } }): void => {
    unmeasured.set(id, Date.parse(metadata.recordedAt));
    deploys.delete(id);
  };
  return {
    notes: {
      DeployRequested: ({ id }) => void deploys.add(id),
      LaneLocked: ({ id, event }) => void locks.set(id, event.data.deployId),
      LaneUnlocked: ({ id, event }) => void (locks.get(id) === event.data.deployId && locks.delete(id)),
      DeployRolledBack: wentBack, RollbackFailed: wentBack, RollbackCompleted: wentBack,
      DeploySucceeded: ended, DeployAborted: ended, DeployCancelled: ended, DeployFailed: ended,
      EffectMeasured: ({ id }) => void unmeasured.delete(id),
    },
    candidates(now) {
      for (const [id, since] of unmeasured) if (now - since > measuredWithinMs) unmeasured.delete(id);
      return [...new Set([...deploys, ...locks.values(), ...unmeasured.keys()])];
    },
    async look(reaction, id) {
      const { said, over } = await lookAtDeploy(reaction, id, undone);
      if (over) {
        deploys.delete(id);
        unmeasured.delete(id);
      }
      return said;
    },
  };
}
