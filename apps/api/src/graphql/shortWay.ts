import type { FastifyRequest } from "fastify";
import type { ApiContext } from "./context.ts";
import { orNull } from "./orNull.ts";
import type { AskedBeside } from "./askedBeside.ts";
import { bodyOf } from "./answerBody.ts";
import type { PreparedQueries, Variables } from "./preparedQueries.ts";

/** What a request for a query that may be known looks like. */
interface Asking {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Variables;
  /** What the answer is called. */
  readonly answersAs: string;
}

const plain = "application/json; charset=utf-8";
const ofGraphQL = "application/graphql-response+json; charset=utf-8";

/** What browsers, the console and most programs accept, and as what they are answered; whatever else they accept, Apollo weighs. */
const kinds = new Map([
  ["*/*", plain], ["application/json", plain], ["application/graphql-response+json, application/json", ofGraphQL],
]);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Everything that is not plainly such a request, goes the ordinary way. */
function askingOf({ method, headers, body }: FastifyRequest): Asking | null {
  if (method !== "POST" || !isRecord(body)) return null;
  const { accept, "content-type": type } = headers;
  if (type === undefined || !type.startsWith("application/json")) return null;
  const answersAs = kinds.get(accept ?? "*/*");
  if (answersAs === undefined) return null;
  const { query, operationName = null, variables = null, extensions = null } = body;
  if (typeof query !== "string" || extensions !== null) return null;
  if (operationName !== null && typeof operationName !== "string") return null;
  if (variables !== null && !isRecord(variables)) return null;
  return { query, operationName, variables: variables ?? {}, answersAs };
}

/** What is sent. */
interface ShortAnswer {
  readonly contentType: string;
  readonly text: string;
}

/**
 * The answer to a query that was asked before, byte for byte what Apollo would send; null where Apollo is to answer: to a query that is
 * not known, to whoever is not signed in, to mutations, and wherever anything is wrong.
 */
export async function shortAnswer(
  { prepared, beside }: { readonly prepared: PreparedQueries; readonly beside?: AskedBeside | undefined },
  request: FastifyRequest,
  contextOf: () => ApiContext,
): Promise<ShortAnswer | null> {
  const { principal } = request;
  const asking = principal === null ? null : askingOf(request);
  if (principal === null || asking === null) return null;
  const asked = { text: asking.query, operationName: asking.operationName };
  const query = prepared.find(asked);
  const context = query === undefined ? null : orNull(contextOf);
  if (query === undefined || context === null) return null;
  const { variables, answersAs: contentType } = asking;
  const elsewhere = beside?.ask({ ...asked, variables, principal, requestId: context.requestId, now: context.now().getTime() });
  const body = elsewhere === undefined ? null : await elsewhere;
  if (body !== null) return { contentType, text: body };
  const began = performance.now();
  const answer = await query.answer(context, variables);
  beside?.took(asked, performance.now() - began);
  return answer === null ? null : { contentType, text: bodyOf(answer) };
}
