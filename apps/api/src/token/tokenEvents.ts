import type { TokenEvent } from "@ballast/schema";
import type { Sentences, Telling } from "../events/saying.ts";

/** How the events of tokens read. */
export const tokenSentences: Sentences<TokenEvent> = {
  TokenIssued: ({ name, personId }, { by, person }) => `${by} issued the token ${name} for ${person(personId)}`,
  TokenUsed: (_, { by }) => `A token of ${by} is in use`,
  TokenRevoked: (_, { by }) => `${by} took a token back`,
};

/** Whom they concern. */
export const tokenTelling: Telling<TokenEvent> = {
  TokenIssued: "followers",
  TokenUsed: { silent: "noted once an hour, for the list of tokens" },
  TokenRevoked: "followers",
};
