import type { DataOf, TokenEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";

/** An API token: what it may do and until when. The secret itself is never in the log; its hash is a credential. */
export type Token =
  | { readonly status: "absent" }
  | (DataOf<"TokenIssued"> & {
      readonly status: "issued" | "revoked";
      /** To the hour; null: never. */
      readonly usedAt: string | null;
    });

export type TokenCommand =
  | ({ readonly type: "IssueToken"; readonly now: string } & DataOf<"TokenIssued">)
  | ({ readonly type: "RevokeToken"; readonly now: string } & DataOf<"TokenRevoked">)
  /** Somebody came in with it. Noted once an hour: that is what tells a token in use from a forgotten one. */
  | { readonly type: "UseToken"; readonly now: string; readonly tokenId: string };

type Command<Type extends TokenCommand["type"]> = Extract<TokenCommand, { type: Type }>;

function evolve(state: Token, event: TokenEvent): Token {
  switch (event.type) {
    case "TokenIssued":
      return state.status === "absent" ? { ...event.data, status: "issued", usedAt: null } : state;
    case "TokenRevoked":
      return state.status === "absent" ? state : { ...state, status: "revoked" };
    case "TokenUsed":
      return state.status === "absent" ? state : { ...state, usedAt: event.data.at };
  }
}

function issueToken({ type, now, ...data }: Command<"IssueToken">, state: Token): readonly TokenEvent[] {
  if (state.status !== "absent") {
    const { status: _, usedAt: __, ...issued } = state;
    if (sameContent(issued, data)) return [];
    throw new Rejection("ALREADY_EXISTS", `token ${data.tokenId} was issued as "${state.name}"`, ["tokenId"]);
  }
  if (data.roles.length === 0) throw new Rejection("INVALID_INPUT", "a token has one role at least; viewer is the smallest", ["roles"]);
  if ((data.environment !== null) !== data.roles.includes("application") || (data.environment !== null && data.roles.length > 1)) {
    throw new Rejection("INVALID_INPUT", "an application's token has one environment, and no other role", ["environment"]);
  }
  if (data.roles.includes("calendar") && (data.roles.length > 1 || data.serviceIds.length > 0))
    throw new Rejection("INVALID_INPUT", "a calendar's address has no other role, and shows every service", ["roles"]);
  if (data.expiresAt !== null && instantOf(data.expiresAt) <= instantOf(now)) {
    throw new Rejection("INVALID_INPUT", `a token that expires at ${data.expiresAt} would never work: it is ${now}`, ["expiresAt"]);
  }
  return [{ type: "TokenIssued", data }];
}

function revokeToken({ tokenId }: Command<"RevokeToken">, state: Token): readonly TokenEvent[] {
  if (state.status === "absent") throw new Rejection("NOT_FOUND", `there is no token ${tokenId}`, ["tokenId"]);
  return state.status === "revoked" ? [] : [{ type: "TokenRevoked", data: { tokenId } }];
}

const hourMs = 3_600_000;
const hourOf = (at: string): number => Math.floor(instantOf(at) / hourMs);

function useToken({ now, tokenId }: Command<"UseToken">, state: Token): readonly TokenEvent[] {
  if (state.status === "absent") throw new Rejection("NOT_FOUND", `there is no token ${tokenId}`, ["tokenId"]);
  const noted = state.usedAt !== null && hourOf(state.usedAt) >= hourOf(now);
  return noted || state.status === "revoked" ? [] : [{ type: "TokenUsed", data: { tokenId, at: now } }];
}

function decide(command: TokenCommand, state: Token): readonly TokenEvent[] {
  switch (command.type) {
    case "IssueToken":
      return issueToken(command, state);
    case "UseToken":
      return useToken(command, state);
    case "RevokeToken":
      return revokeToken(command, state);
  }
}

/** An API token from its issue to its revocation; what was revoked stays so. */
export const tokenDecider = aggregate("token", {
  initialState: { status: "absent" }, evolve, decide, keyOf: (commandId: string) => [commandId],
});
