import { Rejection } from "@ballast/domain";
import { actionDecider } from "@ballast/domain/action";
import { openSitting, sittingDecider, type Finding } from "@ballast/domain/forum";
import { riskDecider } from "@ballast/domain/risk";
import { foldRecord, idOf } from "@ballast/eventlog";
import type { CarrierKind } from "@ballast/schema";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  dayField, field, flagField, idField, idOfKind, lineField, noteField, optional, otherwise, partIdField, reasonField, type InputField,
} from "../commands/inputFields.ts";
import { refuseStrangers } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import { takeNumberOnce } from "../commands/takeNumber.ts";
import type { ApiContext, NodeKind } from "../graphql/context.ts";
import { changeSitting, refuseUnlessPart, sittingAsIs, sittingField, type OfForum } from "./changeSitting.ts";
import { servicesOfSitting } from "./servicesOfForum.ts";

const findingField = partIdField("The finding.");

interface Carried {
  readonly run: Run;
  readonly context: ApiContext;
  readonly sittingId: string;
  readonly findingId: string;
  readonly kind: CarrierKind;
  /** The id of a record that is made from this. */
  readonly idFrom: (key: string) => string;
  /** Registers it unless it is there: whoever made it may have died before the finding was told. */
  readonly register: (of: OfForum & { readonly finding: Finding; readonly recordId: string }) => Promise<void>;
}

/** Registers what carries a finding on, then says so in the review. Repeated, it goes on where it was left. */
async function carry({ run, context, sittingId, findingId, kind, idFrom, register }: Carried): Promise<{ id: string }> {
  if (await run.earlier(sittingDecider, sittingId)) return { id: sittingId };
  const of = await sittingAsIs(context, sittingId);
  refuseUnlessPart(run, of.forum);
  openSitting(of.sitting, sittingId);
  const finding = of.sitting.findings.find((one) => one.findingId === findingId);
  if (finding === undefined) throw new Rejection("NOT_FOUND", `there is no finding ${findingId}`, ["findingId"]);
  // Follows from the finding: repeated, it is the same. One that was taken up again becomes another.
  const recordId = idFrom([sittingId, findingId, ...(finding.takenUp === 0 ? [] : [String(finding.takenUp)])].join("/"));
  const command = { type: "CarryFinding", now: run.now, sittingId, findingId, kind, recordId } as const;
  // Refused before anything is registered.
  sittingDecider.decide(command, of.sitting);
  await register({ ...of, finding, recordId });
  await run.handle({ aggregate: sittingDecider, id: sittingId, guarded: true, command });
  return { id: sittingId };
}

const makeRisk = defineMutation({
  name: "makeRiskOfFinding",
  description: "Registers the risk that a finding of a review is. Each shows the other.",
  permission: "risk.write",
  record: "Sitting",
  input: {
    sittingId: sittingField,
    findingId: findingField,
    title: optional(lineField("What the risk is about; what the finding is unless told.")),
    if: reasonField("If this happens …"),
    then: reasonField("… then that …"),
    until: reasonField("… until this."),
    ownerId: optional(idField("Person", "Who answers for it; the caller unless told.")),
  },
  touches: ({ sittingId }, context) => servicesOfSitting(context, sittingId),
  act: (run, { sittingId, findingId, title, if: happens, then, until, ownerId }, context) =>
    carry({
      run, context, sittingId, findingId, kind: "risk", idFrom: (key) => idOf(riskDecider, key),
      async register({ forum, finding, recordId: riskId }) {
        if ((await foldRecord(context.log, riskDecider, riskId)).status !== "absent") return;
        await refuseStrangers(context.log, [ownerId ?? run.by], ["ownerId"]);
        const number = await takeNumberOnce(run, context.log, { counter: "risks", forId: riskId });
        await run.handle({
          aggregate: riskDecider, id: riskId,
          command: {
            type: "RegisterRisk", now: run.now, riskId, number, title: title ?? finding.title, statement: { if: happens, then, until },
            category: forum.kind, serviceIds: forum.serviceIds, ownerId: ownerId ?? run.by, reviewEveryDays: 90, observedSince: run.now,
            inputs: null, reason: "found by a review",
          },
        });
      },
    }),
});

const makeAction = defineMutation({
  name: "makeActionOfFinding",
  description: "Registers what has to be done because of a finding of a review. Each shows the other.",
  permission: "action.write",
  record: "Sitting",
  input: {
    sittingId: sittingField,
    findingId: findingField,
    title: optional(lineField("What is to be done; what the finding is about unless told.")),
    text: noteField("More of it."),
    ownerId: optional(idField("Person", "Who does it.")),
    dueOn: optional(dayField("The day that is promised, as 2026-12-15.")),
    longTerm: otherwise(flagField("Whether it changes how things are, rather than mending what broke."), false),
  },
  touches: ({ sittingId }, context) => servicesOfSitting(context, sittingId),
  act: (run, { sittingId, findingId, title, text, ownerId, dueOn, longTerm }, context) =>
    carry({
      run, context, sittingId, findingId, kind: "action", idFrom: (key) => idOf(actionDecider, key),
      async register({ finding, recordId: actionId }) {
        if ((await foldRecord(context.log, actionDecider, actionId)).status !== "absent") return;
        if (ownerId !== null) await refuseStrangers(context.log, [ownerId], ["ownerId"]);
        const number = await takeNumberOnce(run, context.log, { counter: "actions", forId: actionId });
        await run.handle({
          aggregate: actionDecider, id: actionId,
          command: {
            type: "RegisterAction", now: run.now, actionId, number, kind: longTerm ? "longTerm" : "shortTerm",
            title: title ?? finding.title,
            text: text === "" ? finding.text : text, ownerId, links: [], riskId: null, dueOn,
            source: { kind: "sitting", recordId: sittingId },
          },
        });
      },
    }),
});

const carriedRecord: InputField<string> = {
  ...field(() => String, idOfKind(["Risk", "Action"]), "The id of the risk or the action."),
  names: ({ action }): NodeKind => (action === true ? "Action" : "Risk"),
};

export const findingMutations: readonly Mutation[] = [
  makeRisk,
  makeAction,
  changeSitting("carryFinding", {
    description: "Says that a risk or an action that there is already carries a finding on.",
    input: {
      findingId: findingField, recordId: carriedRecord, action: otherwise(flagField("Whether it is an action; a risk unless told."), false),
    },
    async command({ sittingId, findingId, recordId, action }, { run, context }) {
      const kind: CarrierKind = action ? "action" : "risk";
      const { status } = action
        ? await foldRecord(context.log, actionDecider, recordId)
        : await foldRecord(context.log, riskDecider, recordId);
      if (status === "absent") throw new Rejection("NOT_FOUND", `there is no ${kind} ${recordId}`, ["recordId"]);
      return { type: "CarryFinding", now: run.now, sittingId, findingId, kind, recordId };
    },
  }),
];

