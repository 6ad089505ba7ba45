import { randomUUID } from "node:crypto";
import { unwrapResolverError } from "@apollo/server/errors";
import { Rejection } from "@ballast/domain";
import { LogUnavailable } from "@ballast/eventlog";
import { remedyOf } from "@ballast/schema";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { ZodError } from "zod";
import { logSilence } from "../errorReply.ts";

/** Codes of errors that Apollo itself finds in a request: safe to show as they are. */
const requestErrors = new Set([
  "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "BAD_REQUEST", "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_FOUND", "QUERY_TOO_COMPLEX", "NOT_SIGNED_IN",
]);

/**
 * Turns whatever a resolver threw into what a caller may see: refusals with code, field path and remedy;
 * everything unexpected as an internal error with an id that the log has too, and nothing else.
 */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown, logger: Logger): GraphQLFormattedError {
  const error = unwrapResolverError(thrown);
  const place = { locations: formatted.locations, path: formatted.path };
  if (error instanceof Rejection) return refusal(error, place);
  if (error instanceof ZodError) return invalidInput(error, place);
  if (error instanceof LogUnavailable)
    return {
      message: logSilence(error),
      ...place,
      extensions: {
        code: "LOG_UNAVAILABLE", outcome: error.maybeDone ? "UNKNOWN" : "NOT_RECORDED",
        remedy: "Send it again in a moment, with the same idempotency key: then it is done once.",
      },
    };
  const code = ownCode(error) ?? formatted.extensions?.["code"];
  if (typeof code === "string" && requestErrors.has(code)) return { ...formatted, extensions: { code } };
  const errorId = randomUUID();
  logger.error({ errorId, err: error }, "resolver failed");
  return {
    message: `Something failed inside Ballast (error ${errorId}).`, ...place,
    extensions: { code: "INTERNAL", errorId, remedy: "Try again; if it stays, look for this id in the API's log." },
  };
}

/** Apollo calls everything that a validation rule finds a failed validation; ours say more. */
const ownCode = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError instanceof GraphQLError ? error.originalError.extensions["code"] : undefined;

type Place = Pick<GraphQLFormattedError, "locations" | "path">;

const refusal = (error: Rejection, place: Place): GraphQLFormattedError => ({
  message: error.message,
  ...place,
  extensions: { code: error.code, field: error.path, remedy: error.remedy },
});

function invalidInput(error: ZodError, place: Place): GraphQLFormattedError {
  const issues = error.issues.map((issue) => ({ field: issue.path.map(String), message: issue.message }));
  const first = issues[0];
  return {
    message: first === undefined ? "The input is not valid." : `${first.field.join(".") || "input"}: ${first.message}`,
    ...place,
    extensions: { code: "INVALID_INPUT", field: first?.field ?? [], issues, remedy: remedyOf("INVALID_INPUT") },
  };
}
