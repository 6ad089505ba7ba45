import { randomUUID } from "node:crypto";
import { Rejection } from "@ballast/domain";
import { LogUnavailable } from "@ballast/eventlog";
import { remedyOf, type RejectionCode } from "@ballast/schema";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { ZodError } from "zod";
import { tookTooLong } from "./timeLimits.ts";

/** HTTP status of a refusal outside GraphQL. */
const statusOf: Partial<Record<RejectionCode, number>> = {
  NOT_SIGNED_IN: 401, NOT_ALLOWED: 403, NOT_FOUND: 404, INVALID_INPUT: 400, TOO_LARGE: 413, RATE_LIMITED: 429, ENGINE_UNAVAILABLE: 503,
  PRINTING_UNAVAILABLE: 503,
};

/** What is said when the log does not answer: never that nothing happened where nobody can know. */
export const logSilence = ({ maybeDone }: LogUnavailable): string =>
  `The event log does not answer. ${maybeDone ? "This may or may not have been recorded." : "The step that waited for it was not carried out."}`;

/** Every HTTP error outside GraphQL: `{code, message, field, fix}`, never a stack. */
export function replyWithError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Rejection) {
    return reply.code(statusOf[error.code] ?? 409).send({ code: error.code, message: error.message, field: error.path, fix: error.remedy });
  }
  if (error instanceof ZodError) {
    const issues = error.issues.map((issue) => ({ field: issue.path.map(String), message: issue.message }));
    return reply
      .code(400)
      .send({
        code: "INVALID_INPUT",
        message: issues.map((issue) => `${issue.field.join(".") || "body"}: ${issue.message}`).join("; "),
        issues,
        fix: remedyOf("INVALID_INPUT"),
      });
  }
  if (error instanceof LogUnavailable) {
    return reply
      .code(503)
      .header("retry-after", "1")
      .send({
        code: "LOG_UNAVAILABLE", message: logSilence(error), field: [], fix: "Send it again in a moment: what is repeated is done once.",
      });
  }
  if ("code" in error && error.code === "FST_ERR_HANDLER_TIMEOUT") {
    const late = tookTooLong(request.routeOptions.handlerTimeout ?? 0);
    request.log.error({ route: request.routeOptions.url, limitMs: request.routeOptions.handlerTimeout }, "request took too long");
    // GraphQL's clients read `errors`, everybody else the fields.
    return reply
      .code(503)
      .send({ ...late, field: [], errors: [{ message: late.message, extensions: { code: late.code, remedy: late.fix } }] });
  }
  const status = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  if (status < 500)
    return reply
      .code(status)
      .send({
        code: status === 429 ? "RATE_LIMITED" : status === 413 ? "TOO_LARGE" : "INVALID_INPUT", message: error.message, field: [],
        fix: requestRemedy(status),
      });
  const errorId = randomUUID();
  request.log.error({ errorId, err: error }, "request failed");
  return reply
    .code(status)
    .send({
      code: "INTERNAL", message: `Something failed inside Ballast (error ${errorId}).`, field: [],
      fix: "Try again; if it stays, look for this id in the API's log.",
    });
}

const requestRemedy = (status: number): string =>
  status === 429 ? remedyOf("RATE_LIMITED") : status === 413 ? "Send less at once." : "Correct the request and send it again.";
