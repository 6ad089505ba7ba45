import { personDecider, Rejection } from "@ballast/domain";
import { reviewDecider, type ReviewCommand } from "@ballast/domain/review";
import { foldRecord } from "@ballast/eventlog";
import type { Permission } from "../auth/permissions.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { idField, type InputFields, type InputOf } from "../commands/inputFields.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";
import { isHidden } from "../graphql/records.ts";
import { servicesOfReview } from "./hiddenReviews.ts";

export const reviewField = idField("Review", "The review.");

/**
 * Somebody who must not know of an incident has no part in its review: it would tell them.
 * @throws Rejection NOT_FOUND, or INVALID_INPUT for who must not know of it
 */
export async function refuseUnknowing(
  { principal }: Run,
  context: ApiContext,
  { personId, incidentId, path }: { readonly personId: string; readonly incidentId: string; readonly path: string },
): Promise<void> {
  const person = await foldRecord(context.log, personDecider, personId);
  if (person.status !== "active") throw new Rejection("NOT_FOUND", `there is no person ${personId} here`, [path]);
  const { login, name, roles } = person;
  const theirs = { ...principal, person: { id: personId, login, name, roles }, roles };
  if (await isHidden(context, theirs, { kind: "Incident", id: incidentId }))
    throw new Rejection("INVALID_INPUT", `${name} may not know of the incident: give them a role in it first`, [path]);
}

type Input<Fields extends InputFields> = InputOf<Fields> & { reviewId: string };

/** One change of one review. */
export interface ReviewChange<Fields extends InputFields> {
  readonly description: string;
  /** To write reviews unless told. */
  readonly permission?: Permission;
  readonly input: Fields;
  readonly command: (input: Input<Fields>, run: Run, context: ApiContext) => Promise<ReviewCommand> | ReviewCommand;
  /** What else is told when it was carried out, also when it is repeated. */
  readonly afterwards?: (input: Input<Fields>, run: Run, context: ApiContext) => Promise<void>;
}

/** A mutation that changes one review. */
export const changeReview = <const Fields extends InputFields>(
  name: string,
  { description, permission = "review.write", input, command, afterwards }: ReviewChange<Fields>,
): Mutation =>
  defineMutation({
    name,
    description,
    permission,
    record: "Review",
    input: { reviewId: reviewField, ...input },
    touches: ({ reviewId }, context) => servicesOfReview(context, reviewId as string),
    async act(run, given, context) {
      const said = given as Input<Fields>;
      const { reviewId } = said;
      if (!(await run.earlier(reviewDecider, reviewId)))
        await run.handle({ aggregate: reviewDecider, id: reviewId, guarded: true, command: await command(said, run, context) });
      await afterwards?.(said, run, context);
      return { id: reviewId };
    },
  });
