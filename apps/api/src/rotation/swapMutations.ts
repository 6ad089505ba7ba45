import { Rejection, type RotationCommand, rotationDecider, takersFrom } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { allows } from "../auth/permissions.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { otherwise, partIdField, textField, type InputFields, type InputOf } from "../commands/inputFields.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";
import { partOfTime, rotationField } from "./rotationInputs.ts";

interface OwnChange<Fields extends InputFields> {
  readonly description: string;
  readonly input: Fields;
  /** Whether only who takes turns there may, or who plans schedules. */
  readonly forTakers: boolean;
  readonly command: (input: InputOf<Fields> & { rotationId: string }, run: Run, context: ApiContext) => RotationCommand;
}

/** What people do about shifts of their own: no right to plan is asked for. */
const ownChange = <const Fields extends InputFields>(
  name: string, { description, input, forTakers, command }: OwnChange<Fields>,
): Mutation =>
  defineMutation({
    name,
    description,
    permission: "page.acknowledge",
    record: "Rotation",
    input: { rotationId: rotationField, ...input },
    touches: () => null,
    async act(run, given, context) {
      const rotationId = given.rotationId as string;
      if (forTakers) await refuseOthers(run, rotationId, context);
      const decided = command(given as InputOf<Fields> & { rotationId: string }, run, context);
      await run.handle({ aggregate: rotationDecider, id: rotationId, guarded: true, command: decided });
      return { id: rotationId };
    },
  });

async function refuseOthers({ by, now, principal }: Run, rotationId: string, { log }: ApiContext): Promise<void> {
  const rotation = await foldRecord(log, rotationDecider, rotationId);
  if (rotation.status === "absent") throw new Rejection("NOT_FOUND", `there is no rotation ${rotationId}`, ["rotationId"]);
  if (takersFrom(rotation.layers, now).includes(by) || allows(principal.roles, "rotation.write")) return;
  throw new Rejection("NOT_ALLOWED", `you take no turns in ${rotation.name}: ask somebody who may plan it`, ["rotationId"]);
}

export const swapMutations: readonly Mutation[] = [
  ownChange("askForSwap", {
    description: "Asks for a stand-in in a shift of your own: whoever takes turns there is told, and the first to take it has it.",
    input: { ...partOfTime, reason: otherwise(textField("Why."), "") },
    forTakers: false,
    command: ({ rotationId, from, to, reason }, { now, by, commandId }) => ({
      type: "AskSwap", now, rotationId, swapId: ids.part(commandId, "swap"), personId: by, from, to, reason: reason.slice(0, 2_000),
    }),
  }),
  ownChange("withdrawSwap", {
    description: "Asks no more for a stand-in that nobody has taken.",
    input: { swapId: partIdField("What was asked for.") },
    forTakers: false,
    command: ({ rotationId, swapId }, { now, by }) => ({ type: "WithdrawSwap", now, rotationId, swapId, personId: by }),
  }),
  ownChange("takeSwap", {
    description: "Takes a shift that somebody asks for: you stand in for them, and both of you are told.",
    input: { swapId: partIdField("What was asked for.") },
    forTakers: true,
    command: ({ rotationId, swapId }, { now, by, commandId }, { readModel }) => ({
      type: "TakeSwap", now, rotationId, swapId, personId: by, overrideId: ids.part(commandId, "override"), left: readModel.people.left(),
    }),
  }),
  ownChange("takeOverNow", {
    description: "Takes the pager now, until the shift that runs would end, for half a day at most. You and whoever had it are told.",
    input: {},
    forTakers: true,
    command: ({ rotationId }, { now, by, commandId }, { readModel }) => ({
      type: "TakeOver", now, rotationId, personId: by, overrideId: ids.part(commandId, "override"), left: readModel.people.left(),
    }),
  }),
];
