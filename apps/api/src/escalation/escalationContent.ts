import type { Log } from "@ballast/eventlog";
import { escalationContent, mostSteps, mostTargets, severity, type CalledOfSchedule, type EscalationContent } from "@ballast/schema";
import { z } from "zod";
import { Rejection } from "@ballast/domain";
import {
  idField, intField, lineField, listOf, noteField, objectField, optional, otherwise, wordField, type InputFields, type InputOf,
} from "../commands/inputFields.ts";
import { refuseStrangers, refuseUnknownRotation } from "../commands/named.ts";
import { CalledOf } from "./escalationType.ts";

const targetFields = {
  personId: optional(idField("Person", "Somebody by name.")),
  rotationId: optional(idField("Rotation", "A schedule; with neither, the schedule that answers for the service.")),
  who: optional(wordField<CalledOfSchedule>(CalledOf, "Whom of the schedule; who is on call unless told.")),
} satisfies InputFields;
type GivenTarget = InputOf<typeof targetFields>;

const targetField = objectField("EscalationTargetInput", targetFields, { description: "Whom a step calls." });

const stepField = objectField(
  "EscalationStepInput",
  {
    targets: listOf(targetField, mostTargets),
    minutes: intField("After so many minutes without an answer the next step calls.", z.int().min(1).max(1_440)),
  },
  { description: "A step of an escalation." },
);

const stakeholderField = objectField(
  "EscalationStakeholderInput",
  { ...targetFields, upTo: intField("From the worst severity down to this one, 1 to 4.", severity) },
  { description: "Who is told of incidents by mail and chat, and never called for them." },
);

const contentFields = {
  name: lineField("What it is called."),
  description: noteField("What it is for."),
  steps: listOf(stepField, mostSteps),
  rounds: otherwise(intField("How often it starts from the top before it pauses; 3 unless told.", z.int().min(1).max(20)), 3),
  lastly: otherwise(listOf(targetField, mostTargets), []),
  stakeholders: otherwise(listOf(stakeholderField, mostTargets), []),
} satisfies InputFields;

/** What a policy says, in inputs. */
export const escalationField = objectField("EscalationPolicyContent", contentFields, {
  description: "In which order people are called. `lastly`: whom the last time around calls when its steps have passed. `stakeholders`: who is told of its incidents and never called.",
});

function targetOf({ personId, rotationId, who }: GivenTarget, path: readonly string[]): EscalationContent["lastly"][number] {
  if (personId === null) return { kind: "schedule", rotationId, who: who ?? "onCall" };
  if (rotationId === null && who === null) return { kind: "person", personId };
  throw new Rejection("INVALID_INPUT", "a target is a person or a schedule, not both", path);
}

/** What a policy is from then on. @throws Rejection NOT_FOUND for people and schedules that are not here */
export async function contentOf(log: Log, given: InputOf<typeof contentFields>): Promise<EscalationContent> {
  const { stakeholders, ...rest } = given;
  const content = escalationContent.parse({
    ...rest, steps: given.steps.map(({ targets, minutes }) => ({ minutes, targets: targets.map((each) => targetOf(each, ["steps"])) })),
    lastly: given.lastly.map((each) => targetOf(each, ["lastly"])),
    // What tells nobody says nothing of it.
    ...(stakeholders.length === 0 ? {} : {
      stakeholders: stakeholders.map(({ upTo, ...target }) => ({ upTo, target: targetOf(target, ["stakeholders"]) })),
    }),
  });
  const told = (content.stakeholders ?? []).map(({ target }) => target);
  const targets = [...content.steps.flatMap((step) => step.targets), ...content.lastly, ...told];
  await refuseStrangers(log, targets.flatMap((target) => (target.kind === "person" ? [target.personId] : [])), ["policy"]);
  for (const target of targets)
    if (target.kind === "schedule" && target.rotationId !== null) await refuseUnknownRotation(log, target.rotationId, ["policy"]);
  return content;
}
