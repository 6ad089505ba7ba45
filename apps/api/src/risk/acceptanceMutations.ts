import { riskDecider, type RiskCommand } from "@ballast/domain/risk";
import { ids } from "@ballast/eventlog";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  instantField, noteField, optional, partIdField, reasonField, type InputFields, type InputOf,
} from "../commands/inputFields.ts";
import type { Run } from "../commands/runCommand.ts";
import { riskField, servicesOfRisk } from "./riskInputs.ts";
import { changeRisk } from "./riskMutations.ts";

const acceptanceId = partIdField("The acceptance.");

interface Decision<Fields extends InputFields> {
  readonly description: string;
  readonly input: Fields;
  readonly command: (input: InputOf<Fields> & { riskId: string; acceptanceId: string }, run: Run) => RiskCommand;
}

/** A mutation by which somebody with the right, who did not ask for it, decides on an acceptance. */
const decideAcceptance = <const Fields extends InputFields>(name: string, { description, input, command }: Decision<Fields>): Mutation =>
  defineMutation({
    name,
    description,
    permission: "risk.accept",
    record: "Risk",
    input: { riskId: riskField, acceptanceId, ...input },
    touches: ({ riskId }, context) => servicesOfRisk(context, riskId as string),
    async act(run, said) {
      const known = said as InputOf<Fields> & { riskId: string; acceptanceId: string };
      await run.handle({ aggregate: riskDecider, id: known.riskId, guarded: true, command: command(known, run) });
      return { id: known.riskId };
    },
  });

export const acceptanceMutations: readonly Mutation[] = [
  changeRisk("proposeAcceptance", {
    description:
      "Asks to live with a risk for a time. Somebody else, with the right, decides; it ends by itself, and goes on only by another one.",
    input: {
      from: optional(instantField("From when; from the approval unless told. A renewal is for when the one before it ends.")),
      until: instantField("When it ends by itself."),
      reason: reasonField("Why that is better than treating it."),
    },
    command: ({ riskId, from, until, reason }, { run }) => ({
      type: "ProposeAcceptance", now: run.now, riskId, acceptanceId: ids.part(run.commandId, "acceptance"), requestedBy: run.by, from,
      until, reason,
    }),
  }),
  changeRisk("withdrawAcceptance", {
    description: "Takes back an acceptance, before it was decided on or while it holds.",
    input: { acceptanceId, reason: reasonField("Why.") },
    command: ({ riskId, acceptanceId: id, reason }, { run }) => ({
      type: "WithdrawAcceptance", now: run.now, riskId, acceptanceId: id, reason,
    }),
  }),
  decideAcceptance("reviewAcceptance", {
    description: "Says that one looks at whether to accept a risk.",
    input: {},
    command: ({ riskId, acceptanceId: id }, run) => ({
      type: "BeginAcceptanceReview", now: run.now, riskId, acceptanceId: id, reviewerId: run.by,
    }),
  }),
  decideAcceptance("approveAcceptance", {
    description: "Approves living with a risk until the day that was asked for. Refused to whoever asked.",
    input: { note: noteField("What to know of it.") },
    command: ({ riskId, acceptanceId: id, note }, run) =>
      ({ type: "ApproveAcceptance", now: run.now, riskId, acceptanceId: id, approverId: run.by, note }),
  }),
  decideAcceptance("rejectAcceptance", {
    description: "Does not approve living with a risk. Refused to whoever asked.",
    input: { reason: reasonField("Why not.") },
    command: ({ riskId, acceptanceId: id, reason }, run) =>
      ({ type: "RejectAcceptance", now: run.now, riskId, acceptanceId: id, approverId: run.by, reason }),
  }),
];
