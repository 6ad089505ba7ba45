import { partsOf, withParts } from "@ballast/domain/targeting";
import { share } from "@ballast/schema/words";
import type { PartsWithFlags } from "../parts.ts";
import { tellPerson } from "../tellPerson.ts";
import type { RampActivities, RampRef } from "./rampActivities.ts";
import { flagIn, recordRamp, rampOf } from "./recording.ts";

/** Holds a ramp; where it is for a person to decide, the flag's owner is told. */
export async function holdRamp(
  parts: PartsWithFlags,
  { ramp, step, round, reason, incidentId }: Parameters<RampActivities["holdRamp"]>[0],
  signal: AbortSignal,
): Promise<void> {
  await recordRamp(parts, ramp, {
    key: ["hold", step, round], command: { type: "HoldRamp", now: parts.now().toISOString(), ...rampOf(ramp), reason, incidentId },
  });
  if (incidentId !== null) return;
  await tellOwner(parts, ramp, {
    occasion: `held-${String(step)}-${String(round)}`, subject: `${ramp.key} waits for you in ${ramp.environment}`,
    lines: [`Its ramp is held: ${reason}.`, "Let it go on, or stop it."], signal,
  });
}

/** Ends a ramp, and tells the flag's owner how. */
export async function endRamp(
  parts: PartsWithFlags,
  { ramp, outcome, reason }: Parameters<RampActivities["endRamp"]>[0],
  signal: AbortSignal,
): Promise<void> {
  const before = (await flagIn(parts.log, ramp.targetingId))?.targeting;
  const back = before?.ramp?.from ?? 0;
  const cohort = await parts.flags.cohort(ramp.targetingId, (now) =>
    outcome === "wentBack" ? { ...now, rules: withParts(now.rules, back) } : now,
  );
  await recordRamp(parts, ramp, {
    key: ["end"], command: { type: "EndRamp", now: parts.now().toISOString(), ...rampOf(ramp), outcome, reason, cohort, incidentId: null },
  });
  const said =
    outcome === "completed"
      ? {
          subject: `${ramp.key} has reached ${share(before === undefined ? null : partsOf(before.rules))} in ${ramp.environment}`,
          lines: ["Every step of its ramp passed."],
        }
      : {
          subject: `${ramp.key} went back to ${share(back)} in ${ramp.environment}`,
          lines: [`A guardrail failed: ${reason}.`, `${String(cohort.leave)} known customers are back to what they had.`],
        };
  await tellOwner(parts, ramp, { occasion: "end", ...said, signal });
}

interface Told {
  readonly occasion: string;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly signal: AbortSignal;
}

/** Whoever the flag belongs to now hears of it. */
async function tellOwner(parts: PartsWithFlags, ramp: RampRef, { occasion, subject, lines, signal }: Told): Promise<void> {
  const owner = (await flagIn(parts.log, ramp.targetingId))?.flag.ownerId;
  if (owner === undefined) return;
  const link = `${parts.publicUrl}/flags/${ramp.flagId}`;
  await tellPerson(parts, owner, {
    text: { subject, text: [...lines, "", link].join("\n"), link }, key: `${ramp.rampId}/${occasion}`, signal,
  });
}
