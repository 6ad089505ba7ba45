import type { DataOf, TokenEvent } from "@ballast/schema";
import type { Decider } from "../decider.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";

/** An API token: what it may do and until when. The secret itself is never in the log; its hash is a credential. */
export type Token = { readonly status: "absent" } | { readonly status: "issued" | "revoked"; readonly token: DataOf<"TokenIssued"> };

export type TokenCommand =
  | ({ readonly type: "IssueToken"; readonly now: string } & DataOf<"TokenIssued">)
  | ({ readonly type: "RevokeToken"; readonly now: string } & DataOf<"TokenRevoked">);

type Command<Type extends TokenCommand["type"]> = Extract<TokenCommand, { type: Type }>;

function evolve(state: Token, event: TokenEvent): Token {
  switch (event.type) {
    case "TokenIssued":
      return state.status === "absent" ? { status: "issued", token: event.data } : state;
    case "TokenRevoked":
      return state.status === "absent" ? state : { ...state, status: "revoked" };
  }
}

function issueToken({ type, now, ...data }: Command<"IssueToken">, state: Token): readonly TokenEvent[] {
  if (state.status !== "absent") {
    if (sameContent(state.token, data)) return [];
    throw new Rejection("ALREADY_EXISTS", `token ${data.tokenId} was issued as "${state.token.name}"`, ["tokenId"]);
  }
  if (data.roles.length === 0) throw new Rejection("INVALID_INPUT", "a token has one role at least; viewer is the smallest", ["roles"]);
  if (data.expiresAt !== null && instantOf(data.expiresAt) <= instantOf(now)) {
    throw new Rejection("INVALID_INPUT", `a token that expires at ${data.expiresAt} would never work: it is ${now}`, ["expiresAt"]);
  }
  return [{ type: "TokenIssued", data }];
}

function revokeToken({ tokenId }: Command<"RevokeToken">, state: Token): readonly TokenEvent[] {
  if (state.status === "absent") throw new Rejection("NOT_FOUND", `there is no token ${tokenId}`, ["tokenId"]);
  return state.status === "revoked" ? [] : [{ type: "TokenRevoked", data: { tokenId } }];
}

function decide(command: TokenCommand, state: Token): readonly TokenEvent[] {
  switch (command.type) {
    case "IssueToken":
      return issueToken(command, state);
    case "RevokeToken":
      return revokeToken(command, state);
  }
}

/** An API token from its issue to its revocation; what was revoked stays so. */
export const tokenDecider: Decider<Token, TokenCommand, TokenEvent> = { initialState: { status: "absent" }, evolve, decide };
