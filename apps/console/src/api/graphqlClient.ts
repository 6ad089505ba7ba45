import type { TypedDocument } from "./document.ts";
import { clientError, errorFrom } from "./errors.ts";
import type { ApiError } from "./errors.ts";
import { noteAnswer } from "./freshness.ts";

/** What a call may carry besides its variables. */
export interface CallOptions {
  /** Ends the call when the page no longer wants the answer. */
  signal?: AbortSignal;
}

interface Answer {
  data?: unknown;
  errors?: unknown;
  extensions?: unknown;
}

const fixes: Record<number, string> = {
  401: "Sign in again.",
  413: "Send less at once.",
  429: "Wait a moment, then try again.",
  503: "Ballast is starting or overloaded; try again in a moment.",
};

/** An abort stays an abort; everything else that keeps an answer away is said in words. */
function unreachable(cause: unknown): unknown {
  if (cause instanceof DOMException && cause.name === "AbortError") return cause;
  return clientError("OFFLINE", "Ballast did not answer.", "Check the network, or whether Ballast is running; nothing was changed.");
}

function notGraphql(response: Response): ApiError {
  const fix = fixes[response.status] ?? "Try again; if it stays, look at the API's log.";
  return clientError(`HTTP_${response.status}`, `Ballast answered ${response.status} ${response.statusText}`.trim() + ".", fix);
}

async function read(response: Response): Promise<Answer> {
  const kind = response.headers.get("content-type") ?? "";
  if (!kind.includes("json")) throw notGraphql(response);
  const body: unknown = await response.json();
  if (typeof body !== "object" || body === null) throw notGraphql(response);
  return body;
}

async function post(body: string, signal: AbortSignal | undefined): Promise<Response> {
  const request: RequestInit = {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json, application/json" },
    body,
  };
  if (signal !== undefined) request.signal = signal;
  try {
    return await fetch("/graphql", request);
  } catch (cause) {
    throw unreachable(cause);
  }
}

/** Sends one document. Throws {@link ApiError} for refusals and failures, `AbortError` when its signal ends it. */
export async function call<Result, Variables extends object>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  options: CallOptions = {},
): Promise<Result> {
  const body = JSON.stringify({ query: document.text, operationName: document.name, variables });
  const response = await post(body, options.signal);
  const answer = await read(response);
  const error = errorFrom(answer.errors);
  if (error !== null) throw error;
  if (answer.data === undefined || answer.data === null) throw notGraphql(response);
  noteAnswer(answer.extensions);
  // The one place where what came over the wire gets its type: the document promises it, the SDL checks the document.
  return answer.data as Result;
}
