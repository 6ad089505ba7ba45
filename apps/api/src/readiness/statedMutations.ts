import { Rejection } from "@ballast/domain";
import {
  dayAfter, readinessDecider, technologyDecider, type KnownReadiness, type ReadinessCommand, type ServiceReadiness,
} from "@ballast/domain/readiness";
import { foldRecord, idOf, ids } from "@ballast/eventlog";
import { line, type ReadinessCheck, type UsageSource as Source } from "@ballast/schema";
import { z } from "zod";
import { allows, permissions, type Permission } from "../auth/permissions.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  dayField, field, idField, intField, lineField, listOf, noteField, objectField, optional, otherwise, partIdField, reasonField, wordField,
  type InputFields, type InputOf,
} from "../commands/inputFields.ts";
import { refuseStrangers, registered, serviceField } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";
import type { ServiceName } from "../graphql/serviceName.ts";
import { UsageSource } from "./readinessRecords.ts";

/** Refuses whoever may not write readiness and does not answer for this service. */
function refuseUnlessOwner({ principal: { roles, person } }: Run, state: ServiceReadiness): void {
  if (allows(roles, "readiness.write") || (state.status === "known" && state.ownerId === person.id)) return;
  throw new Rejection(
    "NOT_ALLOWED", `${person.name} does not answer for it; others need one of: ${permissions["readiness.write"].join(", ")}.`,
  );
}

/**
 * A check that services are held to now.
 * @throws Rejection NOT_FOUND
 */
export function heldTo({ readModel }: Pick<ApiContext, "readModel">, checkId: string): ReadinessCheck {
  const found = readModel.readiness.checkSets().flatMap(({ checks }) => checks).find((check) => check.checkId === checkId);
  if (found === undefined) throw new Rejection("NOT_FOUND", `no service is held to a check "${checkId}"`, ["checkId"]);
  return found;
}

interface Change<Fields extends InputFields> {
  readonly description: string;
  /** Whether who answers for the service may, whatever their role. */
  readonly permission: Extract<Permission, `readiness.${string}`>;
  readonly input: Fields;
  readonly command: (
    input: InputOf<Fields>,
    at: { readonly run: Run; readonly context: ApiContext; readonly id: Pick<KnownReadiness, "readinessId" | "serviceId"> },
  ) => Promise<ReadinessCommand> | ReadinessCommand;
}

/** A mutation that changes what is stated of one service. */
const changing = <const Fields extends InputFields>(name: string, { description, permission, input, command }: Change<Fields>): Mutation =>
  defineMutation({
    name,
    description,
    permission,
    record: "Readiness",
    input: { service: serviceField(), ...input },
    touches: ({ service }) => [(service as ServiceName).serviceId],
    async act(run, said, context) {
      const known = said as InputOf<Fields> & { service: ServiceName };
      const { serviceId } = await registered(context.log, known.service);
      const readinessId = idOf(readinessDecider, serviceId);
      if (await run.earlier(readinessDecider, readinessId)) return { id: readinessId };
      if (permission === "readiness.own") refuseUnlessOwner(run, await foldRecord(context.log, readinessDecider, readinessId));
      const decided = await command(known, { run, context, id: { readinessId, serviceId } });
      await run.handle({ aggregate: readinessDecider, id: readinessId, guarded: true, command: decided });
      return { id: readinessId };
    },
  });

const checkField = lineField("The check, by its id in the set: `rollback`.");
const exemptionField = partIdField("The exemption.");
const usedField = objectField(
  "UsedTechnologyInput",
  {
    name: lineField("What it is called on the list. What the list does not know is put there as off the list."),
    versions: otherwise(listOf(field(() => String, line, "A version of it."), 20), []),
  },
  { description: "A technology that a service is made with." },
);


interface UsedTechnology {
  readonly name: string;
  readonly versions: readonly string[];
}

/** Names become records: what the list has not met stands on it from now on, as off the list. */
async function usesOf(run: Run, { readModel }: ApiContext, technologies: readonly UsedTechnology[]) {
  const uses = new Map<string, Set<string>>();
  for (const { name, versions } of technologies) {
    const technologyId = idOf(technologyDecider, name);
    if (!uses.has(technologyId) && readModel.readiness.technology(technologyId) === undefined)
      await run.handle({
        aggregate: technologyDecider, id: technologyId, command: { type: "MeetTechnology", now: run.now, technologyId, name },
      });
    uses.set(technologyId, new Set([...(uses.get(technologyId) ?? []), ...versions]));
  }
  return [...uses].map(([technologyId, versions]) => ({ technologyId, versions: [...versions].toSorted().slice(0, 20) }));
}

const readRunbook = defineMutation({
  name: "readRunbook",
  description: "Says that one has read a service's runbook: what is linked now, today. Everybody says so for themselves.",
  permission: "readiness.own",
  record: "Readiness",
  input: {
    service: serviceField(), url: optional(field(() => String, z.url(), "What was read; refused where another one is linked by now.")),
  },
  touches: ({ service }) => [service.serviceId],
  async act(run, { service, url: read }, { log }) {
    const { serviceId, name, runbookUrl: url } = await registered(log, service);
    if (url === null) throw new Rejection("INVALID_INPUT", `no runbook of ${name} is linked: link it first`, ["service"]);
    if (read !== null && read !== url) throw new Rejection("INVALID_INPUT", `another runbook is linked by now: ${url}`, ["url"]);
    const readinessId = idOf(readinessDecider, serviceId);
    await run.handle({
      aggregate: readinessDecider, id: readinessId, guarded: true,
      command: { type: "ReadRunbook", now: run.now, readinessId, serviceId, personId: run.by, url, on: run.now.slice(0, 10) },
    });
    return { id: readinessId };
  },
});

/** What is stated of services: owners, statements, exemptions, technologies; and who has read what to do. */
export const statedMutations: readonly Mutation[] = [
  readRunbook,
  changing("setServiceOwner", {
    description: "Says who answers for a service, and how much hangs on it.",
    permission: "readiness.write",
    input: {
      ownerId: optional(idField("Person", "Who answers for it; nobody unless told.")),
      tier: optional(intField("How much hangs on it: 1 is the most, 4 the least.", z.int().min(1).max(4))),
      reason: optional(reasonField("Why.")),
    },
    async command({ ownerId, tier, reason }, { run, context, id }) {
      if (ownerId !== null) await refuseStrangers(context.log, [ownerId], ["ownerId"]);
      return { type: "SetServiceOwner", now: run.now, ...id, ownerId, tier, reason };
    },
  }),
  changing("stateCheck", {
    description: "States that a service meets a check. It counts as many days as the check says, and then has to be stated again.",
    permission: "readiness.own",
    input: {
      checkId: checkField, on: optional(dayField("The day on which it was so, as 2026-11-12; today unless told.")),
      note: noteField("What was done, and where it can be seen."),
    },
    command({ checkId, on, note }, { run, context, id }) {
      const { name, ground } = heldTo(context, checkId);
      if (ground.on !== "statement") throw new Rejection("INVALID_INPUT", `${name} is a fact of the log: nobody states it`, ["checkId"]);
      const day = on ?? run.now.slice(0, 10);
      return {
        type: "StateCheck", now: run.now, ...id, checkId, statedBy: run.by, on: day, until: dayAfter(day, ground.days), note,
      };
    },
  }),
  changing("takeBackStatement", {
    description: "Takes back what was stated of a check.",
    permission: "readiness.own",
    input: { checkId: checkField, reason: reasonField("Why.") },
    command: ({ checkId, reason }, { run, id }) => ({ type: "TakeBackStatement", now: run.now, ...id, checkId, reason }),
  }),
  changing("askExemption", {
    description: "Asks that a service counts as meeting a check until a day. Somebody else decides on it.",
    permission: "readiness.own",
    input: {
      checkId: checkField, until: dayField(
        "The day on which it is over, as 2027-03-01.",
      ), reason: reasonField("Why, and what happens until then."),
    },
    command({ checkId, until, reason }, { run, context, id }) {
      heldTo(context, checkId);
      return {
        type: "AskExemption", now: run.now, ...id, exemptionId: ids.part(run.commandId, "exemption"), checkId, askedBy: run.by, until,
        reason,
      };
    },
  }),
  changing("grantExemption", {
    description: "Grants an exemption that somebody else asked for. It is over on its last day by itself; nothing lengthens it.",
    permission: "readiness.rule",
    input: { exemptionId: exemptionField, note: noteField("What to know of it.") },
    command: ({ exemptionId, note }, { run, id }) => ({
      type: "GrantExemption", now: run.now, ...id, exemptionId, approverId: run.by, note,
    }),
  }),
  changing("refuseExemption", {
    description: "Refuses an exemption that somebody else asked for.",
    permission: "readiness.rule",
    input: { exemptionId: exemptionField, reason: reasonField("Why.") },
    command: ({ exemptionId, reason }, { run, id }) => ({
      type: "RefuseExemption", now: run.now, ...id, exemptionId, approverId: run.by, reason,
    }),
  }),
  changing("endExemption", {
    description: "Ends an exemption before its time, or takes back that it was asked for.",
    permission: "readiness.own",
    input: { exemptionId: exemptionField, reason: reasonField("Why.") },
    command: ({ exemptionId, reason }, { run, id }) => ({ type: "EndExemption", now: run.now, ...id, exemptionId, reason }),
  }),
  changing("stateTechnologies", {
    description: "Says what a service is made with, whole: in place of what the same source said before.",
    permission: "readiness.own",
    input: {
      source: otherwise(wordField<Source>(UsageSource, "Where it is known from; a statement unless told."), "statement"),
      technologies: listOf(usedField, 500),
      packages: otherwise(intField("How many packages the file names.", z.int().min(0).max(1_000_000)), 0),
      unlisted: otherwise(
        listOf(field(() => String, line, "A package that the service names itself, and no technology of the list is made of."), 200), [],
      ),
      unlistedCount: otherwise(intField("How many of these there are.", z.int().min(0).max(1_000_000)), 0),
    },
    async command({ source, technologies, packages, unlisted, unlistedCount }, { run, context, id }) {
      const uses = await usesOf(run, context, technologies);
      return { type: "StateTechnologies", now: run.now, ...id, source, uses, packages, unlisted, unlistedCount };
    },
  }),
];
