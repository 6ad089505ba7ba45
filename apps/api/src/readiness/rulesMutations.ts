import { Rejection } from "@ballast/domain";
import {
  checkSetDecider, policyDecider, SAMPLE_NAME, SAMPLE_VERSION, sampleChecks, technologyDecider, trainingDecider,
} from "@ballast/domain/readiness";
import { idOf } from "@ballast/eventlog";
import { agingFacts, packagePattern, slug, webLink } from "@ballast/schema";
import type { FactKind as Fact, ReadinessCheck as Check, TechnologyStatus as Status, TrainedFor as For } from "@ballast/schema";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  dayField, field, idField, intField, lineField, listOf, noteField, objectField, optional, otherwise, reasonField, textField, wordField,
} from "../commands/inputFields.ts";
import { refuseStrangers } from "../commands/named.ts";
import { writtenAnew } from "../commands/writtenAnew.ts";
import { FactKind, TechnologyStatus, TrainedFor } from "./readinessRecords.ts";

const daysField = (description: string) => optional(intField(description, z.int().min(1).max(3_650)));
const linkField = (description: string) => optional(field(() => String, webLink, description));

const checkField = objectField(
  "ReadinessCheckInput",
  {
    checkId: optional(field(() => String, slug, "What it is known by in every version; made from its name unless told.")),
    name: lineField("Its name."),
    asks: field(() => String, z.string().max(2_000), "What it asks."),
    fact: optional(wordField<Fact>(FactKind, "The fact of the log that it rests on; without one, somebody states it.")),
    days: daysField("How many days a statement counts, or how old the fact may be at most."),
  },
  { description: "What a service has to show." },
);

const slugOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-|-$/g, "");

interface Given {
  readonly checkId: string | null;
  readonly name: string;
  readonly asks: string;
  readonly fact: Fact | null;
  readonly days: number | null;
}

function checkOf({ checkId, name, asks, fact, days }: Given): Check {
  const id = checkId ?? slugOf(name);
  if (id === "") throw new Rejection("INVALID_INPUT", `"${name}" makes no id: give one`, ["checks"]);
  if (fact !== null && days !== null && !agingFacts.includes(fact))
    throw new Rejection("INVALID_INPUT", `${name} has no age: leave the days out`, ["checks"]);
  if (fact !== null) return { checkId: id, name, asks, ground: { on: "fact", fact, days } };
  if (days === null) throw new Rejection("INVALID_INPUT", `${name} is stated: say how many days that counts`, ["checks"]);
  return { checkId: id, name, asks, ground: { on: "statement", days } };
}

const publishChecks = defineMutation({
  name: "publishChecks",
  description: "Publishes what services are held to from now on, as the next version of a set; without checks, the sample set.",
  permission: "readiness.rule",
  record: "CheckSet",
  input: {
    name: otherwise(lineField("What the set is called."), SAMPLE_NAME),
    checks: optional(listOf(checkField, 40)),
    reason: otherwise(reasonField("Why."), `from version ${String(SAMPLE_VERSION)} of the sample set`),
  },
  touches: () => null,
  async act(run, { name, checks, reason }) {
    const checkSetId = idOf(checkSetDecider, name);
    const said = checks === null ? [...sampleChecks] : checks.map(checkOf);
    if (said.length === 0) throw new Rejection("INVALID_INPUT", "a set has at least one check; retire it to hold nobody to it", ["checks"]);
    await run.handle({
      aggregate: checkSetDecider, id: checkSetId, guarded: true,
      command: { type: "PublishChecks", now: run.now, checkSetId, name, checks: said, reason },
    });
    return { id: checkSetId };
  },
});

const retireChecks = defineMutation({
  name: "retireChecks",
  description: "Holds nobody to a set of checks any more; what it said stays.",
  permission: "readiness.rule",
  record: "CheckSet",
  input: { checkSetId: idField("CheckSet", "The set."), reason: reasonField("Why.") },
  touches: () => null,
  async act(run, { checkSetId, reason }) {
    const command = { type: "RetireChecks", now: run.now, checkSetId, reason } as const;
    await run.handle({ aggregate: checkSetDecider, id: checkSetId, guarded: true, command });
    return { id: checkSetId };
  },
});

const forField = otherwise(wordField<For>(TrainedFor, "Whom it is for; everybody unless told."), "everybody");

const publishPolicy = defineMutation({
  name: "publishPolicy",
  description: "Publishes a policy, or its next version: everybody whom it is for is asked to acknowledge that again.",
  permission: "readiness.rule",
  record: "Policy",
  input: {
    policyId: optional(idField("Policy", "The policy whose next version it is; a new one unless told.")),
    name: lineField("Its name."), text: textField("What it says."), url: linkField("Where it can be read: http or https."), isFor: forField,
    reason: otherwise(reasonField("Why it is so from now on."), "first version"),
  },
  touches: () => null,
  async act(run, { policyId: next, name, text, url, isFor, reason }, { log }) {
    const policyId = await writtenAnew(log, policyDecider, { given: next, fresh: idOf(policyDecider, run.commandId), field: "policyId" });
    if (text.trim() === "" && url === null) throw new Rejection("INVALID_INPUT", "say what it says, or where that can be read", ["text"]);
    await run.handle({
      aggregate: policyDecider, id: policyId, guarded: true,
      command: { type: "PublishPolicy", now: run.now, policyId, name, text, url, isFor, reason },
    });
    return { id: policyId };
  },
});

const retirePolicy = defineMutation({
  name: "retirePolicy",
  description: "Asks nobody to acknowledge a policy any more; who has stays known.",
  permission: "readiness.rule",
  record: "Policy",
  input: { policyId: idField("Policy", "The policy."), reason: reasonField("Why.") },
  touches: () => null,
  async act(run, { policyId, reason }) {
    await run.handle({
      aggregate: policyDecider, id: policyId, guarded: true, command: { type: "RetirePolicy", now: run.now, policyId, reason },
    });
    return { id: policyId };
  },
});

const acknowledgePolicy = defineMutation({
  name: "acknowledgePolicy",
  description: "Says that the caller has read the version of a policy that holds. Nobody says it for somebody else.",
  permission: "readiness.own",
  record: "Policy",
  input: { policyId: idField("Policy", "The policy."), version: intField("The version that you have read.", z.int().min(1)) },
  touches: () => null,
  async act(run, { policyId, version }) {
    await run.handle({
      aggregate: policyDecider, id: policyId, guarded: true,
      command: { type: "AcknowledgePolicy", now: run.now, policyId, version, personId: run.by },
    });
    return { id: policyId };
  },
});

const defineTraining = defineMutation({
  name: "defineTraining",
  description: "Says what people are trained in, whom it is for and how long it counts; again, to say otherwise.",
  permission: "readiness.rule",
  record: "Training",
  input: {
    name: lineField("Its name; one that there is is changed."), isFor: forField,
    validDays: daysField("How many days it counts; for good unless told."), url: linkField("Where to read of it: http or https."),
  },
  touches: () => null,
  async act(run, { name, isFor, validDays, url }) {
    const trainingId = idOf(trainingDecider, name);
    await run.handle({
      aggregate: trainingDecider, id: trainingId, guarded: true,
      command: { type: "DefineTraining", now: run.now, trainingId, name, isFor, validDays, url },
    });
    return { id: trainingId };
  },
});

const trainingField = idField("Training", "The training.");

const retireTraining = defineMutation({
  name: "retireTraining",
  description: "Asks nobody for a training any more; who took it stays known.",
  permission: "readiness.rule",
  record: "Training",
  input: { trainingId: trainingField, reason: reasonField("Why.") },
  touches: () => null,
  async act(run, { trainingId, reason }) {
    await run.handle({
      aggregate: trainingDecider, id: trainingId, guarded: true, command: { type: "RetireTraining", now: run.now, trainingId, reason },
    });
    return { id: trainingId };
  },
});

const personField = idField("Person", "Who.");

const recordTraining = defineMutation({
  name: "recordTraining",
  description: "Records that somebody took a training.",
  permission: "readiness.write",
  record: "Training",
  input: {
    trainingId: trainingField, personId: personField, on: optional(dayField("The day, as 2026-11-12; today unless told.")),
    note: noteField("What to know of it."),
  },
  touches: () => null,
  async act(run, { trainingId, personId, on, note }, { log }) {
    await refuseStrangers(log, [personId], ["personId"]);
    await run.handle({
      aggregate: trainingDecider, id: trainingId, guarded: true,
      command: { type: "RecordTraining", now: run.now, trainingId, personId, on: on ?? run.now.slice(0, 10), note },
    });
    return { id: trainingId };
  },
});

const strikeTraining = defineMutation({
  name: "strikeTraining",
  description: "Takes back that somebody took a training: it was not so.",
  permission: "readiness.write",
  record: "Training",
  input: { trainingId: trainingField, personId: personField, reason: reasonField("Why.") },
  touches: () => null,
  async act(run, { trainingId, personId, reason }) {
    await run.handle({
      aggregate: trainingDecider, id: trainingId, guarded: true,
      command: { type: "StrikeTraining", now: run.now, trainingId, personId, reason },
    });
    return { id: trainingId };
  },
});

const listTechnology = defineMutation({
  name: "listTechnology",
  description: "Puts a technology on the list, or says anew where it stands there.",
  permission: "readiness.rule",
  record: "Technology",
  input: {
    name: lineField("Its name; one that there is is changed."),
    status: wordField<Status>(TechnologyStatus, "core, allowed, exception until a day, or offList."),
    packages: otherwise(
      listOf(
        field(
          () => String, packagePattern, "A package that is it, `*` standing for anything: `@fastify/*`, `pkg:maven/org.apache.solr/*`.",
        ),
        50,
      ),
      [],
    ),
    instead: optional(lineField("What to use in its place.")),
    until: optional(dayField("The day on which an exception is over, as 2027-03-01.")),
    note: noteField("What to know of it."), reason: optional(reasonField("Why.")),
  },
  touches: () => null,
  async act(run, { name, ...said }) {
    const technologyId = idOf(technologyDecider, name);
    await run.handle({
      aggregate: technologyDecider, id: technologyId, guarded: true,
      command: { type: "ListTechnology", now: run.now, technologyId, name, ...said },
    });
    return { id: technologyId };
  },
});

/** What everybody is held to: checks, policies, trainings, technologies. */
export const rulesMutations: readonly Mutation[] = [
  publishChecks, retireChecks, publishPolicy, retirePolicy, acknowledgePolicy, defineTraining, retireTraining, recordTraining,
  strikeTraining,
  listTechnology,
];
