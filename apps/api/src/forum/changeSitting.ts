import { Rejection } from "@ballast/domain";
import {
  forumDecider, knownForum, knownSitting, sittingDecider, type FoundedForum, type KnownSitting, type SittingCommand,
} from "@ballast/domain/forum";
import { foldRecord, lookingAgain, type DecidedOn } from "@ballast/eventlog";
import { allows, permissions } from "../auth/permissions.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { idField, type InputFields, type InputOf } from "../commands/inputFields.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";
import { refuseUnlessOwner } from "./forumMutations.ts";
import { servicesOfSitting } from "./servicesOfForum.ts";

export const sittingField = idField("Sitting", "The review.");

/** A review and the series that it is of, as the log has them. */
export interface OfForum {
  readonly sitting: KnownSitting;
  readonly forum: FoundedForum;
}

/**
 * Both from the log.
 * @throws Rejection NOT_FOUND
 */
export async function sittingAsIs({ log }: Pick<ApiContext, "log">, sittingId: string): Promise<OfForum> {
  const sitting = knownSitting(await foldRecord(log, sittingDecider, sittingId), sittingId);
  return { sitting, forum: knownForum(await foldRecord(log, forumDecider, sitting.forumId), sitting.forumId) };
}

/** Whoever writes reviews, owns this forum, or takes part in it. */
export function refuseUnlessPart({ principal: { roles, person } }: Run, { ownerId, participantIds }: FoundedForum): void {
  if (allows(roles, "review.write") || person.id === ownerId || participantIds.includes(person.id)) return;
  throw new Rejection("NOT_ALLOWED", `${person.name} does not take part; others need one of: ${permissions["review.write"].join(", ")}.`);
}

interface SittingChange<Fields extends InputFields> {
  readonly description: string;
  /** Whether only whoever owns the forum, or runs the program, may. */
  readonly owners?: boolean;
  readonly input: Fields;
  readonly command: (
    input: InputOf<Fields> & { sittingId: string }, at: OfForum & { readonly run: Run; readonly context: ApiContext },
  ) => Promise<Decided> | Decided;
}

/** What to do, and the other records that this was decided on. */
type Decided = SittingCommand | { readonly command: SittingCommand; readonly decidedOn: readonly DecidedOn[] };

/** A mutation that changes one review. */
export const changeSitting = <const Fields extends InputFields>(
  name: string, { description, owners = false, input, command }: SittingChange<Fields>,
): Mutation =>
  defineMutation({
    name,
    description,
    permission: "forum.own",
    record: "Sitting",
    input: { sittingId: sittingField, ...input },
    touches: ({ sittingId }, context) => servicesOfSitting(context, sittingId as string),
    async act(run, given, context) {
      const said = given as InputOf<Fields> & { sittingId: string };
      const { sittingId } = said;
      if (await run.earlier(sittingDecider, sittingId)) return { id: sittingId };
      await lookingAgain(async () => {
        const of = await sittingAsIs(context, sittingId);
        if (owners) refuseUnlessOwner(run, of.forum);
        else refuseUnlessPart(run, of.forum);
        const asked = await command(said, { ...of, run, context });
        const decided = "decidedOn" in asked ? asked : { command: asked, decidedOn: [] };
        await run.handle({ aggregate: sittingDecider, id: sittingId, guarded: true, ...decided });
      });
      return { id: sittingId };
    },
  });
