import "reflect-metadata";
import { pageDecider, Rejection } from "@ballast/domain";
import { remedyOf } from "@ballast/schema";
import { Field, ID, ObjectType } from "type-graphql";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { refuseHiddenRecords } from "../commands/hiddenRecords.ts";
import { field, idField, idOfKind, instantField, listOf, optional } from "../commands/inputFields.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { servicesOfPage } from "./hiddenPages.ts";

const pageField = idField("Page", "The page.");
const againField = optional(
  instantField("When you want to be called again, within seven days, unless it is over or somebody else's by then."),
);
/** So many pages are answered at once at most. */
const MOST_PAGES = 200;

@ObjectType({ description: "What became of one of several pages that were answered at once.", simpleResolvers: true })
export class PageAnswer {
  @Field(() => ID, { description: "The page." }) pageId!: string;
  @Field(() => Boolean, { description: "Whether it is answered by you." }) acknowledged!: boolean;
  @Field(() => String, { nullable: true, description: "Why it is not, as a code; null where it is." }) code!: string | null;
  @Field(() => String, { nullable: true, description: "Why it is not, and what to do; null where it is." }) problem!: string | null;
}

const answer = (run: Run, pageId: string, lookAgainAt: string | null) =>
  ({ aggregate: pageDecider, id: pageId, command: { type: "Acknowledge", now: run.now, pageId, personId: run.by, lookAgainAt } } as const);

/** Each page by itself: what is refused of one is said, and keeps nobody from the others. */
async function answerOne(
  run: Run, context: ApiContext, { pageId, lookAgainAt }: { readonly pageId: string; readonly lookAgainAt: string | null },
): Promise<PageAnswer> {
  const told = { pageId: toGlobalId("Page", pageId), acknowledged: true, code: null, problem: null };
  try {
    await refuseHiddenRecords(context, run.principal, [{ kind: "Page", id: pageId, path: ["pageIds"] }]);
    await run.handle(answer(run, pageId, lookAgainAt));
    return told;
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return { ...told, acknowledged: false, code: error.code, problem: `${error.message}. ${remedyOf(error.code)}` };
  }
}

export const acknowledging: readonly Mutation[] = [
  defineMutation({
    name: "acknowledgePage",
    description: "Answers a page: paging stops at once. Anyone signed in may; a late answer is kept as late.",
    permission: "page.acknowledge",
    record: "Page",
    input: { pageId: pageField, lookAgainAt: againField },
    touches: ({ pageId }, context) => servicesOfPage(context, pageId),
    async act(run, { pageId, lookAgainAt }) {
      await run.handle({ ...answer(run, pageId, lookAgainAt), guarded: true });
      return { id: pageId };
    },
  }),
  defineMutation({
    name: "acknowledgePages",
    description:
      "Answers many pages in one press, as in a storm. Each is authorised and answered by itself: what is refused is listed, the others are answered. Sent again, it changes nothing that it has done.",
    permission: "page.acknowledge",
    record: "Page",
    // No field of one record: one that its caller must not know of is listed as one that is not there, and holds up no other.
    input: { pageIds: listOf(field(() => ID, idOfKind(["Page"]), "The pages."), MOST_PAGES), lookAgainAt: againField },
    extras: { answers: { type: () => [PageAnswer], nullable: false, description: "What became of each, in the order given." } },
    // A token that is limited to some services is asked of every page by itself.
    touches: (_, { principal }) => principal?.serviceIds ?? [],
    async act(run, { pageIds, lookAgainAt }, context) {
      if (pageIds.length === 0) throw new Rejection("INVALID_INPUT", "name at least one page", ["pageIds"]);
      const answers: PageAnswer[] = [];
      const each = [...new Set(pageIds)];
      for (const pageId of each) answers.push(await answerOne(run, context, { pageId, lookAgainAt }));
      const first = each.find((_, at) => answers[at]?.acknowledged) ?? each[0] ?? "";
      return { id: first, answers };
    },
  }),
  defineMutation({
    name: "lookAgain",
    description: "Says anew when you want to be called again for a page that you have answered; left out: not any more.",
    permission: "page.acknowledge",
    record: "Page",
    input: { pageId: pageField, at: againField },
    touches: ({ pageId }, context) => servicesOfPage(context, pageId),
    async act(run, { pageId, at }) {
      await run.handle({
        aggregate: pageDecider, id: pageId, guarded: true, command: { type: "LookAgain", now: run.now, pageId, personId: run.by, at },
      });
      return { id: pageId };
    },
  }),
];
