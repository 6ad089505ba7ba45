import type { Slice } from "../slice.ts";
import { nameOf } from "../graphql/records.ts";
import { dayText } from "../words.ts";
import { findingMutations } from "./findingMutations.ts";
import { forumSentences, forumTelling } from "./forumEvents.ts";
import { forumMutations } from "./forumMutations.ts";
import { forumDays, forumProgram } from "./forumProgram.ts";
import { ActionFindingsResolver, ForumResolver, RiskFindingsResolver, SittingResolver } from "./forumResolver.ts";
import { forumById, sittingById, toForum, toSitting } from "./forumType.ts";
import { servicesOfForum, servicesOfSitting } from "./servicesOfForum.ts";
import { sittingMutations } from "./sittingMutations.ts";

/** Series of reviews that come again by themselves, and what comes of each. */
export const forumSlice = {
  records: {
    Forum: {
      category: "forum",
      find: forumById,
      of: toForum,
      name: (scope, id) => forumById(scope, id)?.title ?? "a series of reviews",
      view: "forums",
      history: "What happened to the series, newest first.",
      search: { state: (scope, id) => forumById(scope, id)?.state ?? null },
      servicesOf: servicesOfForum,
    },
    Sitting: {
      category: "sitting",
      find: sittingById,
      of: toSitting,
      name(scope, id) {
        const sitting = sittingById(scope, id);
        return sitting === null ? "a review" : `${nameOf(scope, "Forum", sitting.row.forumId)} of ${dayText(sitting.dueOn)}`;
      },
      view: "sittings",
      history: "What happened to the review, newest first.",
      search: {
        title(scope, { id, title }) {
          const sitting = sittingById(scope, id);
          return sitting === null ? title : `${nameOf(scope, "Forum", sitting.row.forumId)} of ${dayText(sitting.dueOn)}`;
        },
        state: (scope, id) => sittingById(scope, id)?.state ?? null,
      },
      servicesOf: servicesOfSitting,
    },
  },
  resolvers: [ForumResolver, SittingResolver, RiskFindingsResolver, ActionFindingsResolver],
  mutations: [...forumMutations, ...sittingMutations, ...findingMutations],
  sentences: forumSentences,
  telling: forumTelling,
  program: forumProgram,
  calendar: forumDays,
} satisfies Slice;
