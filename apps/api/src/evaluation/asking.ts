import type { FlagContext } from "@ballast/flags";
import { contextOf } from "@ballast/flags";
import type { FastifyReply, FastifyRequest } from "fastify";
import { allows } from "../auth/permissions.ts";
import type { Principal } from "../auth/principal.ts";

/** An application that may ask for the flags of one environment. */
export interface Application {
  readonly tokenId: string;
  readonly environment: string;
}

/** Why an evaluation is refused, in OFREP's words. */
export type EvaluationErrorCode = "PARSE_ERROR" | "TARGETING_KEY_MISSING" | "INVALID_CONTEXT" | "GENERAL" | "FLAG_NOT_FOUND";

/** The application behind a principal; null for whoever is none. */
export function applicationOf(principal: Principal | null): Application | null {
  if (principal?.tokenId === undefined || principal.environment === undefined || !allows(principal.roles, "flag.evaluate")) return null;
  return { tokenId: principal.tokenId, environment: principal.environment };
}

/** Answers an error as OFREP has it: with the flag's key where one flag was asked for. */
export const replyError = (
  reply: FastifyReply,
  status: number,
  error: { readonly key?: string | undefined; readonly errorCode?: EvaluationErrorCode; readonly errorDetails: string },
): FastifyReply => reply.code(status).send(error);

/** Refuses whoever is no application. True: it has been answered. */
export function refuseStrangers(request: FastifyRequest, reply: FastifyReply): boolean {
  if (request.principal === null) {
    void replyError(reply.header("www-authenticate", "Bearer"), 401, {
      errorDetails: "Send the token of an application as `Authorization: Bearer …`; this one is missing, revoked or past its end.",
    });
    return true;
  }
  if (applicationOf(request.principal) !== null) return false;
  void replyError(reply, 403, {
    errorDetails: "Flags are evaluated with the token of an application, which is issued for one environment.",
  });
  return true;
}

/** A context that cannot be evaluated. */
export class InvalidContext extends Error {
  override readonly name = "InvalidContext";
}

/** Deepest nesting of a context: rules look less deep, and a thousand brackets are nobody's customer. */
const DEEPEST = 20;
/** So many members and items a context has at most, in all of its depth. */
const MOST_MEMBERS = 10_000;

/** Counts what a context is made of. @throws InvalidContext as soon as it is too deep or too much */
function checkSize(value: object, depth: number, counted: { members: number }): void {
  if (depth === 0) throw new InvalidContext(`the context is nested more than ${String(DEEPEST)} levels deep`);
  for (const inner of Object.values(value)) {
    counted.members += 1;
    if (counted.members > MOST_MEMBERS) throw new InvalidContext(`the context has more than ${String(MOST_MEMBERS)} members`);
    if (typeof inner === "object" && inner !== null) checkSize(inner, depth - 1, counted);
  }
}

/** The context of a request's body. @throws InvalidContext */
export function readContext(body: unknown): FlagContext {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new InvalidContext("the body is not an object with a context");
  const sent: unknown = "context" in body ? body.context : {};
  if (typeof sent !== "object" || sent === null || Array.isArray(sent)) throw new InvalidContext("the context is not an object");
  checkSize(sent, DEEPEST, { members: 0 });
  const targetingKey: unknown = "targetingKey" in sent ? sent.targetingKey : undefined;
  if (targetingKey !== undefined && typeof targetingKey !== "string") throw new InvalidContext("the targetingKey is not a text");
  return contextOf({ ...sent });
}
