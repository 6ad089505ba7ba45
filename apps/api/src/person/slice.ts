import type { Slice } from "../slice.ts";
import { personSentences, personShown, personTelling } from "./personEvents.ts";
import { personMutations } from "./personMutations.ts";
import { ChannelStateResolver } from "./channelState.ts";
import { PeopleQueries, PersonPagingResolver, PersonPlaceResolver } from "./personQueries.ts";
import { testPageMutations } from "./testPageMutations.ts";
import { personById, stranger, toPerson, type Person } from "./personType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Person: Person;
  }
}

/** Who works with Ballast, and how they sign in. */
export const personSlice = {
  records: {
    Person: {
      category: "person",
      find: personById,
      of: toPerson,
      standIn: stranger,
      name: (scope, id) => personById(scope, id)?.name ?? "somebody",
      view: "people",
      history: { none: "it stands in the log" },
      search: {},
      servicesOf: null,
    },
  },
  resolvers: [PeopleQueries, PersonPlaceResolver, PersonPagingResolver, ChannelStateResolver],
  mutations: [...personMutations, ...testPageMutations],
  sentences: personSentences,
  telling: personTelling,
  shown: personShown,
} satisfies Slice;
