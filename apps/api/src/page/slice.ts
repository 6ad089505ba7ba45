import type { Slice } from "../slice.ts";
import { isHiddenPage, servicesOfPage } from "./hiddenPages.ts";
import { InboxSubscription } from "./inboxSubscription.ts";
import { mergingPages } from "./merging.ts";
import { pageSentences, pageShown, pageTelling } from "./pageEvents.ts";
import { pageMutations } from "./pageMutations.ts";
import { PageResolver } from "./pageResolver.ts";
import { receiptRoute } from "./receiptRoute.ts";
import { pageById, toPage, type Page } from "./pageType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Page: Page;
  }
}

/** Calls to people. */
export const pageSlice = {
  records: {
    Page: {
      category: "page",
      find: pageById,
      of: toPage,
      name: () => "a page",
      view: { none: "a page is shown with its incident, and to whom it calls", instead: "/incidents" },
      history: { none: "its messages are its history" },
      search: { none: "its incident is found" },
      servicesOf: servicesOfPage,
      hiddenFrom: isHiddenPage,
    },
  },
  resolvers: [PageResolver, InboxSubscription],
  mutations: pageMutations,
  merging: mergingPages,
  routes: [receiptRoute],
  sentences: pageSentences,
  telling: pageTelling,
  shown: pageShown,
} satisfies Slice;
