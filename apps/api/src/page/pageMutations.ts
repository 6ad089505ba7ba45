import { pageDecider } from "@ballast/domain";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { idField } from "../commands/inputFields.ts";
import { servicesOfPage } from "./hiddenPages.ts";

export const pageMutations: readonly Mutation[] = [
  defineMutation({
    name: "acknowledgePage",
    description: "Answers a page: paging stops at once. Anyone signed in may; a late answer is kept as late.",
    permission: "page.acknowledge",
    record: "Page",
    input: { pageId: idField("Page", "The page.") },
    touches: ({ pageId }, context) => servicesOfPage(context, pageId),
    async act(run, { pageId }) {
      await run.handle({
        aggregate: pageDecider, id: pageId, guarded: true, command: { type: "Acknowledge", now: run.now, pageId, personId: run.by },
      });
      return { id: pageId };
    },
  }),
];
