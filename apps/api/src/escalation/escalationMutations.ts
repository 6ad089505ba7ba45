import { Rejection } from "@ballast/domain";
import { escalationDecider, pagingDecider, writtenEscalation } from "@ballast/domain/escalation";
import { foldRecord, idOf } from "@ballast/eventlog";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { idField, noteField, optional, reasonField } from "../commands/inputFields.ts";
import type { ApiContext } from "../graphql/context.ts";
import { contentOf, escalationField } from "./escalationContent.ts";

/** So many policies at most: people choose among them. */
const MOST_POLICIES = 500;

const policyId = idField("EscalationPolicy", "The policy.");

const writeEscalationPolicy = defineMutation({
  name: "writeEscalationPolicy",
  description: "Writes in which order people are called, or writes it anew: a page under way asks it at its next step.",
  permission: "rotation.write",
  record: "EscalationPolicy",
  input: {
    policyId: optional(
      idField("EscalationPolicy", "Which one; a new one unless told."),
    ), policy: escalationField, reason: noteField("Why."),
  },
  touches: () => null,
  async act(run, { policyId: given, policy, reason }, { log, readModel }) {
    const id = given ?? idOf(escalationDecider, run.commandId);
    if (given !== null) writtenEscalation(await foldRecord(log, escalationDecider, id), id);
    if (await run.earlier(escalationDecider, id)) return { id };
    const content = await contentOf(log, policy);
    const others = readModel.escalations.all().filter((other) => other.id !== id);
    if (given === null && others.length >= MOST_POLICIES)
      throw new Rejection("TOO_LARGE", `there are ${String(MOST_POLICIES)} escalation policies: retire one first`, ["policyId"]);
    if (others.some(({ name }) => name.toLowerCase() === content.name.toLowerCase()))
      throw new Rejection("ALREADY_EXISTS", `there is an escalation policy "${content.name}"`, ["policy", "name"]);
    await run.handle({
      aggregate: escalationDecider, id, guarded: true,
      command: { type: "WriteEscalation", now: run.now, escalationId: id, ...content, reason },
    });
    return { id };
  },
});

/** What still goes by a policy, in words; null where nothing does. */
function usesOf({ readModel }: Pick<ApiContext, "readModel">, id: string): string | null {
  const services = readModel.services.all().filter(({ escalationId }) => escalationId === id).map(({ slug }) => slug);
  const named = services.length > 5 ? [...services.slice(0, 5), `${String(services.length - 5)} more`] : services;
  const all = [...(readModel.escalations.default() === id ? ["every service that names none"] : []), ...named];
  return all.length === 0 ? null : all.join(", ");
}

const retireEscalationPolicy = defineMutation({
  name: "retireEscalationPolicy",
  description: "Ends a policy that nothing uses any more. Its history stays; a page under way goes on with what it said last.",
  permission: "rotation.write",
  record: "EscalationPolicy",
  input: { policyId, reason: reasonField("Why it is not needed any more.") },
  touches: () => null,
  async act(run, { policyId: id, reason }, context) {
    const uses = usesOf(context, id);
    if (uses !== null) throw new Rejection("ESCALATION_IN_USE", `it is used by ${uses}`, ["policyId"]);
    await run.handle({
      aggregate: escalationDecider, id, guarded: true, command: { type: "RetireEscalation", now: run.now, escalationId: id, reason },
    });
    return { id };
  },
});

const pagingId = idOf(pagingDecider);

const makeEscalationDefault = defineMutation({
  name: "makeEscalationDefault",
  description: "Makes a policy the one of every service that names none.",
  permission: "rotation.write",
  record: "EscalationPolicy",
  input: { policyId },
  touches: () => null,
  async act(run, { policyId: id }, { log }) {
    writtenEscalation(await foldRecord(log, escalationDecider, id), id);
    await run.handle({
      aggregate: pagingDecider, id: pagingId, command: { type: "SetDefaultEscalation", now: run.now, pagingId, escalationId: id },
    });
    return { id };
  },
});

const endEscalationDefault = defineMutation({
  name: "endEscalationDefault",
  description: "Lets a policy no longer be that of services that name none: they call person, next person, everyone again.",
  permission: "rotation.write",
  record: "EscalationPolicy",
  input: { policyId },
  touches: () => null,
  async act(run, { policyId: id }, { log }) {
    const paging = await foldRecord(log, pagingDecider, pagingId);
    if (paging.status === "set" && paging.escalationId === id)
      await run.handle({
        aggregate: pagingDecider, id: pagingId, command: { type: "SetDefaultEscalation", now: run.now, pagingId, escalationId: null },
      });
    return { id };
  },
});

export const escalationMutations: readonly Mutation[] = [
  writeEscalationPolicy, retireEscalationPolicy, makeEscalationDefault, endEscalationDefault,
];
