import { Rejection } from "@ballast/domain";
import { riskDecider, type RegisteredRisk, type RiskCommand } from "@ballast/domain/risk";
import { idOf } from "@ballast/eventlog";
import { per100k, riskLinkKinds, type RiskLinkKind } from "@ballast/schema";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  field, idOfKind, instantField, intField, lineField, listOf, noteField, optional, otherwise, reasonField, wordField, type InputField,
  type InputFields, type InputOf,
} from "../commands/inputFields.ts";
import { refuseStrangers, registered, serviceField } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import { takeNumber } from "../commands/takeNumber.ts";
import type { ApiContext, NodeKind } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { refuseOtherThanHistory } from "./byHistory.ts";
import { inputsField, ownerField, refuseUnlessOwner, riskAsIs, riskField, servicesOfRisk, statementField } from "./riskInputs.ts";
import { EstimateBasis, Treatment, TreatmentState } from "./riskType.ts";

const RiskLinkKind = enumType<RiskLinkKind>(
  "RiskLinkKind",
  { options: riskLinkKinds },
  "What a risk is linked with: an incident in which it came true, a release, or a technology off the list.",
);

const days = intField("It is looked at again as many days after it was last; 90 unless told.", z.int().min(1).max(3_650));
const described = {
  title: lineField("What it is about."),
  statement: statementField,
  category: otherwise(lineField("What kind of risk it is."), "other"),
  ownerId: optional(ownerField),
  services: otherwise(listOf(serviceField("A service that it concerns."), 50), []),
  reviewEveryDays: otherwise(days, 90),
} satisfies InputFields;

const registerRisk = defineMutation({
  name: "registerRisk",
  description: "Registers a risk, with what it is estimated at or without.",
  permission: "risk.write",
  record: "Risk",
  input: {
    ...described,
    inputs: optional(inputsField),
    reason: otherwise(reasonField("Why it is estimated so."), "first estimate"),
    observedSince: optional(instantField("Since when incidents of its kind are known; now unless told.")),
  },
  touches: ({ services }) => services.map(({ serviceId }) => serviceId),
  async act(run, { services, ownerId, observedSince, ...said }, { log }) {
    const riskId = idOf(riskDecider, run.commandId);
    if (await run.earlier(riskDecider, riskId)) return { id: riskId };
    const owner = ownerId ?? run.by;
    await refuseStrangers(log, [owner], ["ownerId"]);
    const known = await Promise.all(services.map((name) => registered(log, name)));
    const { category, inputs, reason, reviewEveryDays, statement, title } = said;
    const command = {
      type: "RegisterRisk", now: run.now, riskId, title, statement, category, reviewEveryDays, inputs, reason, ownerId: owner,
      serviceIds: known.map(({ serviceId }) => serviceId), observedSince: observedSince ?? run.now,
    } as const;
    // Refused before it takes a number.
    riskDecider.decide({ ...command, number: 1 }, riskDecider.initialState);
    const number = await takeNumber(run, "risks", riskId);
    await run.handle({ aggregate: riskDecider, id: riskId, guarded: true, command: { ...command, number } });
    return { id: riskId };
  },
});

interface RiskChange<Fields extends InputFields> {
  readonly description: string;
  readonly input: Fields;
  readonly command: (
    input: InputOf<Fields> & { riskId: string },
    at: { readonly run: Run; readonly context: ApiContext; readonly risk: RegisteredRisk },
  ) => Promise<RiskCommand> | RiskCommand;
}

/** A mutation that changes one risk, by its owner or whoever writes risks. */
export const changeRisk = <const Fields extends InputFields>(name: string, { description, input, command }: RiskChange<Fields>): Mutation =>
  defineMutation({
    name,
    description,
    permission: "risk.own",
    record: "Risk",
    input: { riskId: riskField, ...input },
    touches: ({ riskId }, context) => servicesOfRisk(context, riskId as string),
    async act(run, said, context) {
      const known = said as InputOf<Fields> & { riskId: string };
      const { riskId } = known;
      if (await run.earlier(riskDecider, riskId)) return { id: riskId };
      const risk = await riskAsIs(context.log, riskId);
      refuseUnlessOwner(run.principal, risk.ownerId);
      await run.handle({ aggregate: riskDecider, id: riskId, guarded: true, command: await command(known, { run, context, risk }) });
      return { id: riskId };
    },
  });

const linkedRecord: InputField<string> = {
  ...field(() => String, idOfKind(["Incident", "Release", "Technology"]), "Its id."),
  names: ({ kind }): NodeKind => (kind === "incident" ? "Incident" : kind === "technology" ? "Technology" : "Release"),
};
const linkedFields = {
  kind: wordField<RiskLinkKind>(RiskLinkKind, "incident, in which it came true, release or technology."),
  recordId: linkedRecord,
} satisfies InputFields;

/** Refuses a record that is not there. Whether its caller may know of it was asked before. */
function refuseUnknown({ readModel }: ApiContext, kind: RiskLinkKind, id: string): void {
  const there = {
    incident: () => readModel.incidents.get(id), release: () => readModel.releases.get(id),
    technology: () => readModel.readiness.technology(id),
  }[kind]();
  if (there === undefined) throw new Rejection("NOT_FOUND", `there is no ${kind} ${id}`, ["recordId"]);
}

export const riskMutations: readonly Mutation[] = [
  registerRisk,
  changeRisk("describeRisk", {
    description: "Says anew what a risk is about, whom it concerns and who answers for it.",
    input: { ...described, reason: optional(reasonField("Why.")) },
    async command({ riskId, services, ownerId, title, statement, category, reviewEveryDays, reason }, { run, context, risk }) {
      const owner = ownerId ?? risk.ownerId;
      await refuseStrangers(context.log, [owner], ["ownerId"]);
      const known = await Promise.all(services.map((name) => registered(context.log, name)));
      return {
        type: "DescribeRisk", now: run.now, riskId, title, statement, category, reviewEveryDays, ownerId: owner,
        serviceIds: known.map(({ serviceId }) => serviceId), reason,
      };
    },
  }),
  changeRisk("estimateRisk", {
    description: "Estimates a risk anew; what was estimated before is kept. By history it is what `historyForAll` says: everybody reads it.",
    input: {
      inputs: inputsField, basis: otherwise(wordField(EstimateBasis, "Where it comes from; judgement unless told."), "judgement"),
      reason: reasonField("Why."),
    },
    command({ riskId, inputs, basis, reason }, { run, context }) {
      if (basis === "history") refuseOtherThanHistory(context, riskId, inputs);
      return { type: "EstimateRisk", now: run.now, riskId, inputs, basis, reason };
    },
  }),
  changeRisk("rateRisk", {
    description: "Puts a risk on the grid of likelihood and impact; where it was before is kept.",
    input: {
      likelihood: intField("1, rare, to 5, nearly certain.", z.int().min(1).max(5)),
      impact: intField("1, hardly felt, to 5, everybody for long.", z.int().min(1).max(5)),
      reason: reasonField("Why."),
    },
    command: ({ riskId, likelihood, impact, reason }, { run }) => ({ type: "RateRisk", now: run.now, riskId, likelihood, impact, reason }),
  }),
  changeRisk("setRiskTreatment", {
    description: "Says what is done about a risk, and how far that is.",
    input: { treatment: wordField(Treatment, "What."), state: wordField(TreatmentState, "How far."), reason: reasonField("Why.") },
    command: ({ riskId, treatment, state, reason }, { run }) => ({
      type: "SetRiskTreatment", now: run.now, riskId, treatment, state, reason,
    }),
  }),
  changeRisk("reviewRisk", {
    description: "Records that somebody has looked at a risk again: the next time is counted from now.",
    input: { note: noteField("What came of it.") },
    command: ({ riskId, note }, { run }) => ({ type: "ReviewRisk", now: run.now, riskId, note }),
  }),
  changeRisk("linkRisk", {
    description: "Links a risk with an incident in which it came true, with a release or a technology; links it anew where that is known already.",
    input: {
      ...linkedFields,
      impactPer100k: optional(intField("Share of users that the incident hit, where somebody knows better than its intervals.", per100k)),
      note: noteField("What to know of it."),
    },
    command({ riskId, kind, recordId, impactPer100k, note }, { run, context }) {
      refuseUnknown(context, kind, recordId);
      return { type: "LinkRisk", now: run.now, riskId, kind, recordId, impactPer100k, note };
    },
  }),
  changeRisk("unlinkRisk", {
    description: "Takes back that a risk has to do with a record.",
    input: { ...linkedFields, reason: reasonField("Why.") },
    command: ({ riskId, kind, recordId, reason }, { run }) => ({ type: "UnlinkRisk", now: run.now, riskId, kind, recordId, reason }),
  }),
  changeRisk("closeRisk", {
    description: "Closes a risk; an acceptance of it ends with it.",
    input: { reason: reasonField("Why it is none any more.") },
    command: ({ riskId, reason }, { run }) => ({ type: "CloseRisk", now: run.now, riskId, reason }),
  }),
  changeRisk("reopenRisk", {
    description: "Opens a risk again.",
    input: { reason: reasonField("Why it is one again.") },
    command: ({ riskId, reason }, { run }) => ({ type: "ReopenRisk", now: run.now, riskId, reason }),
  }),
];
