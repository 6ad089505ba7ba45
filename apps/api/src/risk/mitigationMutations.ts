import { Rejection } from "@ballast/domain";
import { factorDecider, mitigationDecider, type MitigationCommand, type PlannedMitigation } from "@ballast/domain/risk";
import { foldRecord, idOf, type Log } from "@ballast/eventlog";
import { Float } from "type-graphql";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  dayField, field, idField, instantField, lineField, listOf, noteField, optional, otherwise, reasonField, type InputFields, type InputOf,
} from "../commands/inputFields.ts";
import { refuseStrangers } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import { takeNumber } from "../commands/takeNumber.ts";
import { writtenAnew } from "../commands/writtenAnew.ts";
import type { ApiContext } from "../graphql/context.ts";
import { effectField, ownerField, refuseUnlessOpen, refuseUnlessOwner, riskAsIs, riskField, servicesOfRisk } from "./riskInputs.ts";

const mitigationField = idField("Mitigation", "The mitigation.");

const described = {
  title: lineField("What is done."),
  description: noteField("More of it."),
  riskIds: listOf(riskField, 50),
  ownerId: optional(ownerField),
  needs: otherwise(listOf(idField("Mitigation", "What has to be delivered first."), 50), []),
  effects: otherwise(listOf(effectField, 50), []),
} satisfies InputFields;

/** Everything that these wait for in turn, so that nothing is made to wait for itself. */
async function waitedFor(log: Log, needs: readonly string[]): Promise<readonly string[]> {
  const known = new Set<string>();
  for (const open = [...needs]; open.length > 0;) {
    const id = open.pop();
    if (id === undefined || known.has(id)) continue;
    known.add(id);
    open.push(...(await mitigationAsIs(log, id)).needs);
  }
  return [...known];
}

async function mitigationAsIs(log: Log, mitigationId: string): Promise<PlannedMitigation> {
  const mitigation = await foldRecord(log, mitigationDecider, mitigationId);
  if (mitigation.status === "absent") throw new Rejection("NOT_FOUND", `there is no mitigation ${mitigationId}`, ["mitigation"]);
  return mitigation;
}

async function servicesOf(context: Pick<ApiContext, "log">, riskIds: readonly string[]): Promise<readonly string[]> {
  return (await Promise.all(riskIds.map((riskId) => servicesOfRisk(context, riskId)))).flat();
}

/** Services of a mitigation, for tokens that are limited to some: those of its risks. */
export async function servicesOfMitigation(context: Pick<ApiContext, "log">, mitigationId: string): Promise<readonly string[]> {
  const mitigation = await foldRecord(context.log, mitigationDecider, mitigationId);
  return mitigation.status === "absent" ? [] : servicesOf(context, mitigation.riskIds);
}

const planMitigation = defineMutation({
  name: "planMitigation",
  description: "Plans what is to be done about one or several risks. The owners of these and whoever writes risks may.",
  permission: "risk.own",
  record: "Mitigation",
  input: { ...described, dueOn: dayField("The day that is promised, as 2026-12-15.") },
  touches: ({ riskIds }, context) => servicesOf(context, riskIds),
  async act(run, { ownerId, dueOn, title, description, riskIds, needs, effects }, { log }) {
    const mitigationId = idOf(mitigationDecider, run.commandId);
    if (await run.earlier(mitigationDecider, mitigationId)) return { id: mitigationId };
    const owner = ownerId ?? run.by;
    await refuseStrangers(log, [owner], ["ownerId"]);
    await refuseUnlessOwned(run, log, riskIds);
    const command = {
      type: "PlanMitigation", now: run.now, mitigationId, title, description, riskIds, ownerId: owner, needs, effects, dueOn,
      waitedFor: await waitedFor(log, needs),
    } as const;
    mitigationDecider.decide({ ...command, number: 1 }, mitigationDecider.initialState);
    const number = await takeNumber(run, "mitigations", mitigationId);
    await run.handle({ aggregate: mitigationDecider, id: mitigationId, guarded: true, command: { ...command, number } });
    return { id: mitigationId };
  },
});

/** Who owns each of the risks plans for them; everybody else needs the right to write risks. */
async function refuseUnlessOwned(run: Run, log: Log, riskIds: readonly string[]): Promise<void> {
  if (riskIds.length === 0) throw new Rejection("INVALID_INPUT", "name the risk that it is about", ["riskIds"]);
  await refuseUnlessOpen(log, riskIds);
  for (const riskId of riskIds) refuseUnlessOwner(run.principal, (await riskAsIs(log, riskId)).ownerId);
}

interface MitigationChange<Fields extends InputFields> {
  readonly description: string;
  readonly input: Fields;
  readonly command: (
    input: InputOf<Fields> & { mitigationId: string },
    at: { readonly run: Run; readonly log: Log; readonly mitigation: PlannedMitigation; readonly context: ApiContext },
  ) => Promise<MitigationCommand> | MitigationCommand;
}

/** A mutation that changes one mitigation, by its owner or whoever writes risks. */
const changeMitigation = <const Fields extends InputFields>(
  name: string,
  { description, input, command }: MitigationChange<Fields>,
): Mutation =>
  defineMutation({
    name,
    description,
    permission: "risk.own",
    record: "Mitigation",
    input: { mitigationId: mitigationField, ...input },
    async touches(said, context) {
      const named = "riskIds" in said ? (said.riskIds as readonly string[]) : [];
      return [...(await servicesOfMitigation(context, said.mitigationId as string)), ...(await servicesOf(context, named))];
    },
    async act(run, said, context) {
      const known = said as InputOf<Fields> & { mitigationId: string };
      const { mitigationId } = known;
      if (await run.earlier(mitigationDecider, mitigationId)) return { id: mitigationId };
      const mitigation = await mitigationAsIs(context.log, mitigationId);
      refuseUnlessOwner(run.principal, mitigation.ownerId);
      const made = await command(known, { run, log: context.log, mitigation, context });
      await run.handle({ aggregate: mitigationDecider, id: mitigationId, guarded: true, command: made });
      return { id: mitigationId };
    },
  });

const minutes = (description: string) => otherwise(field(() => Float, z.number().min(0).max(525_960), description), 0);

const stateFactor = defineMutation({
  name: "stateFactor",
  description: "Says what makes every risk of the register bigger, or says it anew.",
  permission: "risk.write",
  record: "Factor",
  input: {
    factorId: optional(idField("Factor", "Which one; a new one unless told.")),
    title: lineField("What it is."),
    detectMinutes: minutes("Minutes that it adds to finding a failure."),
    resolveMinutes: minutes("Minutes that it adds to resolving one."),
    frequencyPercent: otherwise(field(() => Float, z.number().min(0).max(10_000), "By how many percent failures are more frequent."), 0),
    reason: reasonField("Why."),
  },
  touches: () => null,
  async act(run, { factorId, title, detectMinutes, resolveMinutes, frequencyPercent, reason }, { log }) {
    const id = await writtenAnew(log, factorDecider, { given: factorId, fresh: idOf(factorDecider, run.commandId), field: "factorId" });
    const command = {
      type: "StateFactor", now: run.now, factorId: id, title, detectMinutes, resolveMinutes, frequencyPercent, reason,
    } as const;
    await run.handle({ aggregate: factorDecider, id, guarded: true, command });
    return { id };
  },
});

const endFactor = defineMutation({
  name: "endFactor",
  description: "Says that something does not make risks bigger any more.",
  permission: "risk.write",
  record: "Factor",
  input: { factorId: idField("Factor", "Which one."), reason: reasonField("Why.") },
  touches: () => null,
  async act(run, { factorId, reason }) {
    await run.handle({
      aggregate: factorDecider, id: factorId, guarded: true, command: { type: "EndFactor", now: run.now, factorId, reason },
    });
    return { id: factorId };
  },
});

export const mitigationMutations: readonly Mutation[] = [
  planMitigation,
  changeMitigation("describeMitigation", {
    description:
      "Says anew what is done, for which risks, by whom and after what. The day that is promised is moved by `moveMitigationDue`.",
    input: { ...described, reason: optional(reasonField("Why.")) },
    async command({ mitigationId, ownerId, title, description, riskIds, needs, effects, reason }, { run, log, mitigation }) {
      const owner = ownerId ?? mitigation.ownerId;
      await refuseStrangers(log, [owner], ["ownerId"]);
      const added = riskIds.filter((riskId) => !mitigation.riskIds.includes(riskId));
      if (added.length > 0) await refuseUnlessOwned(run, log, added);
      return {
        type: "DescribeMitigation", now: run.now, mitigationId, title, description, riskIds, ownerId: owner, needs, effects, reason,
        waitedFor: await waitedFor(log, needs),
      };
    },
  }),
  changeMitigation("moveMitigationDue", {
    description: "Promises another day. Every day that was promised is kept, with why and because of what it was moved.",
    input: {
      dueOn: dayField("The day that is promised from now on, as 2026-12-15."),
      becauseOf: optional(idField("Mitigation", "What it waits for, where that is why.")),
      reason: reasonField("Why."),
    },
    command: ({ mitigationId, dueOn, becauseOf, reason }, { run }) =>
      ({ type: "MoveMitigationDue", now: run.now, mitigationId, dueOn, becauseOf, reason }),
  }),
  changeMitigation("beginMitigation", {
    description: "Says that a mitigation is under way.",
    input: {},
    command: ({ mitigationId }, { run }) => ({ type: "BeginMitigation", now: run.now, mitigationId }),
  }),
  changeMitigation("deliverMitigation", {
    description: "Says that a mitigation is there, and with which release. Whether it helps, what happens from then on tells.",
    input: {
      releaseId: optional(idField("Release", "The release that brought it.")),
      deliveredAt: optional(instantField("When; now unless told.")),
      note: noteField("What to know of it."),
    },
    command({ mitigationId, releaseId, deliveredAt, note }, { run, context }) {
      if (releaseId !== null && context.readModel.releases.get(releaseId) === undefined)
        throw new Rejection("NOT_FOUND", `there is no release ${releaseId}`, ["releaseId"]);
      return { type: "DeliverMitigation", now: run.now, mitigationId, releaseId, deliveredAt: deliveredAt ?? run.now, note };
    },
  }),
  changeMitigation("giveUpMitigation", {
    description: "Says that a mitigation will not come.",
    input: { reason: reasonField("Why.") },
    command: ({ mitigationId, reason }, { run }) => ({ type: "GiveUpMitigation", now: run.now, mitigationId, reason }),
  }),
  stateFactor, endFactor,
];
