import { flagDecider } from "@ballast/domain/flag";
import { backWith, changedBy, targetingDecider, type TargetingCommand } from "@ballast/domain/targeting";
import { foldRecord } from "@ballast/eventlog";
import type { Actor, StaleReason } from "@ballast/schema";
import type { Due, WhenDueInput } from "@ballast/schema/workflows";
import { cancellable } from "../heartbeat.ts";
import { record, type PartsWithFlags } from "../parts.ts";
import { systemActor, workflowActor } from "../systemActor.ts";
import { tellPerson } from "../tellPerson.ts";
import type { DueActivities } from "./dueActivities.ts";
import { flagIn } from "./recording.ts";
import { stepsOf } from "./withRollback.ts";

/** What is due of a flag in an environment, as a change of it. */
type DueChange = Exclude<Due, { readonly kind: "flag" | "stale" }>;
type DueStale = Extract<Due, { readonly kind: "stale" }>;

/** The activity of `whenDue`. */
export function dueActivities(parts: PartsWithFlags): DueActivities {
  return {
    carryOutDue: (input) =>
      cancellable((signal) => {
        const { due } = input;
        if (due.kind === "flag") return tellOfEnd(parts, due, signal);
        return due.kind === "stale" ? noteStale(parts, { input, due }, signal) : carryOut(parts, input, due);
      }),
  };
}

/** Decides what is due now. */
export async function carryOut(parts: PartsWithFlags, input: WhenDueInput, due: DueChange): Promise<void> {
  const command = await commandFor(parts, due);
  if (command === null) return;
  const actor =
    actorOf(input);
  await record(parts, { ...input, actor }, { aggregate: targetingDecider, id: due.targetingId, key: ["due", due.kind], command });
}

const actorOf = ({ due, actor }: WhenDueInput): Actor => {
  if (due.kind === "override") return systemActor("the end of what was set by name");
  return workflowActor(due.kind === "rollback" ? "a rollback" : "a change for a later moment", actor);
};

/** What is to be decided now; null where the record does not want it any more. */
async function commandFor(parts: PartsWithFlags, due: DueChange): Promise<TargetingCommand | null> {
  const found = await flagIn(parts.log, due.targetingId);
  if (found === null) return null;
  const { targeting, facts } = found;
  const now = parts.now().toISOString();
  if (due.kind === "override") {
    const { targetingId, customer, at: expiresAt } = due;
    if (targeting.overrides.find((override) => override.customer === customer)?.expiresAt !== expiresAt) return null;
    const cohort = await parts.flags.cohort(targetingId, (before) => changedBy(before, { kind: "clearOverride", customer }));
    return { type: "ExpireOverride", now, targetingId, customer, expiresAt, cohort };
  }
  if (due.kind === "rollback") {
    const change = backWith(due.deployId, await stepsOf(parts.log, due.targetingId));
    if (change === null) return null;
    const cohort = await parts.flags.cohort(due.targetingId, (before) => changedBy(before, change));
    const reason = "it goes back with the deploy that it was changed for";
    // It is no change for that deploy: pressed again, nothing goes back once more.
    // Who named the flag when customers were divided for the deploy wants them as they were before.
    return {
      type: "ChangeFlag", now, targetingId: due.targetingId, change, facts, cohort, rebucket: facts.key, withRollback: true, reason,
      deployId: null, incidentId: null,
    };
  }
  const request = targeting.requests.find(({ changeId, state }) => changeId === due.changeId && state === "approved");
  if (request === undefined) return null;
  const cohort = await parts.flags.cohort(due.targetingId, (before) => changedBy(before, request.change));
  // Who named the flag when it was asked for has been heard then.
  return { type: "ApplyChange", now, targetingId: due.targetingId, changeId: due.changeId, facts, cohort, rebucket: facts.key };
}

/** The owner hears that a flag should be gone by now; one with another end, or none, is left. */
export async function tellOfEnd(
  parts: PartsWithFlags,
  { flagId, at }: Extract<Due, { readonly kind: "flag" }>,
  signal: AbortSignal,
): Promise<void> {
  const flag = await foldRecord(parts.log, flagDecider, flagId);
  if (flag.status !== "managed" || flag.archived !== null || flag.expiresAt !== at) return;
  const link = `${parts.publicUrl}/flags/${flagId}`;
  const lines = [
    `${flag.key} was to be gone by ${at.slice(0, 16).replace("T", " ")} UTC.`,
    "Take it out of the code and archive it, or give it a later end.",
    "",
    link,
  ];
  await tellPerson(parts, flag.ownerId, {
    text: { subject: `The flag ${flag.key} has passed its end`, text: lines.join("\n"), link }, key: `${flagId}/end/${at}`, signal,
  });
}

/** What a flag's owner reads where it should go. */
const saidOf: Readonly<Record<StaleReason, (key: string, environment: string) => readonly string[]>> = {
  settled: (key, environment) => [
    `Everyone has had the same of ${key} in ${environment} since then.`,
    "Take it out of the code and archive it.",
  ],
  unused: (key, environment) => [
    `Nobody has asked for ${key} in ${environment} since then, as far as Ballast hears of it.`,
    "Look whether the code still knows it (`ballast flag refs`), and archive it.",
  ],
};

/** What was found is written down; the owner hears of a flag that should go, once for each time it was found. */
export async function noteStale(
  parts: PartsWithFlags,
  { input, due }: { readonly input: WhenDueInput; readonly due: DueStale },
  signal: AbortSignal,
): Promise<void> {
  const { targetingId, why, since } = due;
  const found = await flagIn(parts.log, targetingId);
  if (found === null || found.facts.archived !== null) return;
  const { flag, targeting } = found;
  await record(parts, { ...input, actor: systemActor("what nobody needs any more") }, {
    aggregate: targetingDecider, id: targetingId, key: ["due", "stale", since],
    command: { type: "FindStale", now: parts.now().toISOString(), targetingId, why, since },
  });
  if (why === null) return;
  const link = `${parts.publicUrl}/flags/${flag.flagId}`;
  const lines = [`Since ${since.slice(0, 16).replace("T", " ")} UTC:`, ...saidOf[why](flag.key, targeting.environment), "", link];
  await tellPerson(parts, flag.ownerId, {
    text: { subject: `${flag.key} is to be cleaned up`, text: lines.join("\n"), link }, key: `${targetingId}/stale/${since}`, signal,
  });
}
