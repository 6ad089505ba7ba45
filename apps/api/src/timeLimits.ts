import { duration } from "@ballast/schema/words";
import type { FastifyInstance } from "fastify";
import { GraphQLError, type ExecutionResult } from "graphql";

/** How long an operation of GraphQL may take, over HTTP or a socket, ms. The console waits a little longer. */
export const operationLimitMs = 30_000;
/** How long any other request that is not a file or an import may take, ms. */
const requestLimitMs = 60_000;

/** What a caller is told whose request took too long. Nothing is undone: a command may still be carried out. */
export const tookTooLong = (limitMs: number): { code: "TIMEOUT"; message: string; fix: string } => ({
  code: "TIMEOUT",
  message: `Ballast did not finish this within ${duration(limitMs)}.`,
  fix: "A command may still be carried out: send it again with the same idempotencyKey, and it is done once. Ask for less at once if it was a query.",
});

/** Gives every route of a program a limit. Files are as slow as the network, and imports as long as the file. */
export function limitRequests(app: FastifyInstance): void {
  app.addHook("onRoute", (route) => {
    const methods = [route.method].flat();
    const file = methods.every((method) => method === "GET" || method === "HEAD") && route.url !== "/graphql";
    // Evaluations wait for nothing but a position, some seconds: a clock for each costs more than the answer.
    if (file || route.url.startsWith("/imports") || route.url.startsWith("/ofrep/")) return;
    route.handlerTimeout ??= route.url === "/graphql" ? operationLimitMs : requestLimitMs;
  });
}

/** The answer to an operation, or that it took too long. */
export async function withinLimit<Answer>(
  answer: Answer | Promise<Answer>,
  limitMs: number = operationLimitMs,
): Promise<Answer | ExecutionResult> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<ExecutionResult>((resolve) => {
    const { code, message, fix } = tookTooLong(limitMs);
    timer = setTimeout(() => resolve({ errors: [new GraphQLError(message, { extensions: { code, remedy: fix } })] }), limitMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
