import type { Slice } from "../slice.ts";
import { PublicPostResolver } from "./publicPost.ts";
import { subscribingRoutes } from "./subscribing/routes.ts";
import { subscriberMutations } from "./subscribing/subscriberMutations.ts";
import { SubscriberResolver } from "./subscribing/subscriberResolver.ts";
import { subscriberSentences, subscriberShown, subscriberTelling } from "./subscribing/subscriberEvents.ts";
import { mergingForReaders } from "./telling/merging.ts";
import { PublicationResolver } from "./telling/publicationResolver.ts";
import { telling } from "./telling/telling.ts";
import { statusRoutes } from "./serving/routes.ts";
import { writingSite } from "./serving/writing.ts";
import { statusPageSentences, statusPageTelling } from "./statusPageEvents.ts";
import { servicesOfStatusPage, statusPageMutations } from "./statusPageMutations.ts";
import { StatusPagePreviewResolver } from "./statusPagePreview.ts";
import { StatusPageResolver } from "./statusPageResolver.ts";
import { mayReadStatusPage, type StatusPage, statusPageById, toStatusPage } from "./statusPageType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly StatusPage: StatusPage;
  }
}

/** What the public reads of how things are. */
export const statusPageSlice = {
  records: {
    StatusPage: {
      category: "statusPage",
      find: statusPageById,
      of: toStatusPage,
      name: (scope, id) => statusPageById(scope, id)?.name ?? "a status page",
      view: "status-pages",
      history: "What was changed of it, newest first.",
      search: {},
      mayKnow: (scope, id) => {
        const row = scope.context.readModel.statusPages.get(id);
        return row !== undefined && mayReadStatusPage(scope, row);
      },
      servicesOf: servicesOfStatusPage,
    },
  },
  resolvers: [StatusPageResolver, StatusPagePreviewResolver, PublicPostResolver, SubscriberResolver, PublicationResolver],
  mutations: [...statusPageMutations, ...subscriberMutations],
  sentences: { ...statusPageSentences, ...subscriberSentences },
  telling: { ...statusPageTelling, ...subscriberTelling },
  shown: subscriberShown,
  merging: mergingForReaders,
  routes: [statusRoutes, subscribingRoutes],
  duties: [writingSite, telling],
} satisfies Slice;
