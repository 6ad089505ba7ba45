import { personDecider, Rejection } from "@ballast/domain";
import { actionDecider, knownAction, type ActionCommand, type KnownAction } from "@ballast/domain/action";
import { openRisk, riskDecider } from "@ballast/domain/risk";
import { foldRecord, idOf, type Log } from "@ballast/eventlog";
import { webLink, type ActionKind as Kind } from "@ballast/schema";
import { allows, permissions } from "../auth/permissions.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  anyRecordField, dayField, field, idField, instantField, lineField, listOf, noteField, optional, otherwise, reasonField, wordField,
  type InputFields, type InputOf,
} from "../commands/inputFields.ts";
import type { Run } from "../commands/runCommand.ts";
import { takeNumber } from "../commands/takeNumber.ts";
import type { ApiContext } from "../graphql/context.ts";
import { ActionKind } from "./actionType.ts";
import { isHiddenSource, servicesBehind, servicesOfAction } from "./hiddenActions.ts";

const ownerField = idField("Person", "Who does it.");
const described = {
  title: lineField("What is to be done."),
  text: noteField("More of it."),
  kind: otherwise(wordField<Kind>(ActionKind, "Short-term or long-term; short-term unless told."), "shortTerm"),
  ownerId: optional(ownerField),
  links: otherwise(listOf(field(() => String, webLink, "A ticket, or a page about it: http or https."), 20), []),
  riskId: optional(idField("Risk", "The risk that it makes smaller: what that costs is the price of being late.")),
} satisfies InputFields;

/** Somebody who must not know what an action came of cannot do it: it would tell them. */
async function refuseOwner(run: Run, context: ApiContext, { ownerId, source }: Pick<KnownAction, "ownerId" | "source">): Promise<void> {
  if (ownerId === null) return;
  const person = await foldRecord(context.log, personDecider, ownerId);
  if (person.status !== "active") throw new Rejection("NOT_FOUND", `there is no person ${ownerId} here`, ["ownerId"]);
  const { login, name, roles } = person;
  if (await isHiddenSource(context, { ...run.principal, person: { id: ownerId, login, name, roles }, roles }, source))
    throw new Rejection("INVALID_INPUT", `${name} may not know of the incident that it came of: give them a role in it first`, ["ownerId"]);
}

async function refuseClosedRisk(log: Log, riskId: string | null): Promise<void> {
  if (riskId !== null) openRisk(await foldRecord(log, riskDecider, riskId), riskId);
}

const registerAction = defineMutation({
  name: "registerAction",
  description:
    "Registers what somebody has to do: of an incident, a risk, a review, or by hand. It is proposed until it has an owner and a day.",
  permission: "action.write",
  record: "Action",
  input: {
    ...described,
    dueOn: optional(dayField("The day that is promised, as 2026-12-15.")),
    sourceId: optional(anyRecordField("sourceId", "The global id of what it came of: an incident, a risk, a review, …")),
  },
  touches: ({ sourceId, riskId }, context) => servicesBehind(context, { source: sourceOf(sourceId), riskId }),
  async act(run, { sourceId, riskId: named, title, text, kind, ownerId, links, dueOn }, context) {
    const actionId = idOf(actionDecider, run.commandId);
    if (await run.earlier(actionDecider, actionId)) return { id: actionId };
    const source = sourceOf(sourceId);
    const riskId = named ?? (source?.kind === "risk" ? source.recordId : null);
    await refuseOwner(run, context, { ownerId, source });
    await refuseClosedRisk(context.log, riskId);
    const command = {
      type: "RegisterAction", now: run.now, actionId, title, text, kind, ownerId, links, dueOn, riskId, source,
    } as const;
    const number = await takeNumber(run, "actions", actionId);
    await run.handle({ aggregate: actionDecider, id: actionId, guarded: true, command: { ...command, number } });
    return { id: actionId };
  },
});

/** Records are named in the log as their streams are. */
const sourceOf = (record: { readonly kind: string; readonly recordId: string } | null): KnownAction["source"] =>
  record === null ? null : { kind: record.kind.charAt(0).toLowerCase() + record.kind.slice(1), recordId: record.recordId };

/** Refuses whoever may not write actions and does not own this one. */
function refuseUnlessOwner({ principal: { roles, person } }: Run, { ownerId }: KnownAction): void {
  if (allows(roles, "action.write") || person.id === ownerId) return;
  throw new Rejection("NOT_ALLOWED", `${person.name} does not own it; others need one of: ${permissions["action.write"].join(", ")}.`);
}

interface ActionChange<Fields extends InputFields> {
  readonly description: string;
  /** Whether its owner may, whatever their role; others need the right to write actions. */
  readonly owners?: boolean;
  readonly input: Fields;
  readonly command: (
    input: InputOf<Fields> & { actionId: string },
    at: { readonly run: Run; readonly context: ApiContext; readonly action: KnownAction },
  ) => Promise<ActionCommand> | ActionCommand;
}

/** A mutation that changes one action. */
const changing = <const Fields extends InputFields>(
  name: string,
  { description, owners = true, input, command }: ActionChange<Fields>,
): Mutation =>
  defineMutation({
    name,
    description,
    permission: owners ? "action.own" : "action.write",
    record: "Action",
    input: { actionId: idField("Action", "The action."), ...input },
    touches: ({ actionId }, context) => servicesOfAction(context, actionId as string),
    async act(run, said, context) {
      const known = said as InputOf<Fields> & { actionId: string };
      const { actionId } = known;
      if (await run.earlier(actionDecider, actionId)) return { id: actionId };
      const action = knownAction(await foldRecord(context.log, actionDecider, actionId), actionId);
      if (owners) refuseUnlessOwner(run, action);
      await run.handle({ aggregate: actionDecider, id: actionId, guarded: true, command: await command(known, { run, context, action }) });
      return { id: actionId };
    },
  });

export const actionMutations: readonly Mutation[] = [
  registerAction,
  changing("changeAction", {
    description: "Says anew what is to be done, by whom and for which risk. The day is moved by `promiseActionDue`.",
    input: { ...described, reason: optional(reasonField("Why.")) },
    async command({ actionId, title, text, kind, ownerId, links, riskId, reason }, { run, context, action }) {
      if (ownerId !== action.ownerId) await refuseOwner(run, context, { ownerId, source: action.source });
      if (riskId !== action.riskId) await refuseClosedRisk(context.log, riskId);
      return { type: "DescribeAction", now: run.now, actionId, title, text, kind, ownerId, links, riskId, reason };
    },
  }),
  changing("promiseActionDue", {
    description: "Promises a day, the first one or another. Every day that was promised is kept, with who moved it and why.",
    input: {
      dueOn: dayField("The day that is promised from now on, as 2026-12-15."),
      reason: noteField("Why; whoever moves a day that was promised has to say."),
    },
    command: ({ actionId, dueOn, reason }, { run }) => ({ type: "PromiseActionDue", now: run.now, actionId, dueOn, reason }),
  }),
  changing("finishAction", {
    description: "Says that an action is done. Somebody else verifies it.",
    input: { finishedAt: optional(instantField("When; now unless told.")), note: noteField("What to know of it.") },
    command: ({ actionId, finishedAt, note }, { run }) =>
      ({ type: "FinishAction", now: run.now, actionId, finishedBy: run.by, finishedAt: finishedAt ?? run.now, note }),
  }),
  changing("verifyAction", {
    description: "Says that one has seen that an action is done: neither its owner nor who finished it may.",
    owners: false,
    input: { note: noteField("What one has seen.") },
    command: ({ actionId, note }, { run }) => ({ type: "VerifyAction", now: run.now, actionId, verifierId: run.by, note }),
  }),
  changing("dropAction", {
    description: "Says that an action will not be done.",
    input: { reason: reasonField("Why.") },
    command: ({ actionId, reason }, { run }) => ({ type: "DropAction", now: run.now, actionId, reason }),
  }),
  changing("reopenAction", {
    description: "Opens an action again that was done, verified or dropped.",
    input: { reason: reasonField("Why.") },
    command: ({ actionId, reason }, { run }) => ({ type: "ReopenAction", now: run.now, actionId, reason }),
  }),
];
