import type { Slice } from "../slice.ts";
import { tokenSentences, tokenTelling } from "./tokenEvents.ts";
import { tokenMutations } from "./tokenMutations.ts";
import { TokenQueries } from "./tokenQueries.ts";
import { tokenById, toToken, type Token } from "./tokenType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Token: Token;
  }
}

/** API tokens. */
export const tokenSlice = {
  records: {
    Token: {
      category: "token",
      find: tokenById,
      of: toToken,
      name: (scope, id) => tokenById(scope, id)?.name ?? "a token",
      view: { none: "all of them stand in one list", instead: "/tokens" },
      history: { none: "all of them stand in one list" },
      search: { none: "there are few, in one list" },
      servicesOf: null,
    },
  },
  resolvers: [TokenQueries],
  mutations: tokenMutations,
  sentences: tokenSentences,
  telling: tokenTelling,
} satisfies Slice;
