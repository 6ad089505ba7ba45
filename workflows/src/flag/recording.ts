import { environmentDecider } from "@ballast/domain/environment";
import { flagDecider, type ManagedFlag } from "@ballast/domain/flag";
import { targetingDecider, type FlagFacts, type OpenTargeting, type TargetingCommand } from "@ballast/domain/targeting";
import { foldRecord, idOf, type Log } from "@ballast/eventlog";
import { record, type WorkerParts } from "../parts.ts";
import { workflowActor } from "../systemActor.ts";
import type { RampRef } from "./rampActivities.ts";

/** Names a ramp in a command. */
export const rampOf = ({ targetingId, rampId }: RampRef) => ({ targetingId, rampId });

/** Writes what a ramp's workflow did. `key` names the step, so that a repetition writes it once. */
export async function recordRamp(
  parts: WorkerParts,
  ramp: RampRef,
  { key, command }: { readonly key: readonly (string | number)[]; readonly command: TargetingCommand },
): Promise<void> {
  await record(
    parts,
    { ...ramp, actor: workflowActor(`ramp of ${ramp.key}`, ramp.actor) },
    { aggregate: targetingDecider, id: ramp.targetingId, key, command },
  );
}

/** A flag in an environment as the log has it; null where it is not there, or no flag of Ballast's. */
export async function flagIn(
  log: Log,
  targetingId: string,
): Promise<{ readonly targeting: OpenTargeting; readonly flag: ManagedFlag; readonly facts: FlagFacts } | null> {
  const targeting = await foldRecord(log, targetingDecider, targetingId);
  if (targeting.status === "absent") return null;
  const flag = await foldRecord(log, flagDecider, targeting.flagId);
  if (flag.status !== "managed") return null;
  const { flagPolicy: policy } = await foldRecord(log, environmentDecider, idOf(environmentDecider, targeting.environment));
  return { targeting, flag, facts: { key: flag.key, variants: flag.variants.map(({ name }) => name), archived: flag.archived, policy } };
}
