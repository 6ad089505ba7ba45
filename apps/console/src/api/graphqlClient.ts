import { stepConnection } from "./connection.ts";
import type { TypedDocument } from "@ballast/schema/graphql";
import { duration } from "@ballast/schema/words";
import { clientError, errorFrom, needsSignIn } from "./errors.ts";
import type { ApiError } from "./errors.ts";
import { noteAnswer } from "./freshness.ts";
import { sessionEnded } from "./sessionEnd.ts";

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

/** How long an answer is waited for, ms. A little longer than the API itself gives its answers. */
const longestMs = 35_000;

/** Whether a request asked for a change. Then a missing answer leaves open whether it was made. */
type Kind = "command" | "reading";

/** What to do when no answer came: nobody here knows what became of a command. */
function fixFor(kind: Kind, fix: string): string {
  return kind === "reading" ? fix : `${fix} Whether it was done is not known: give it again from here, it is carried out once.`;
}

/** An abort stays an abort; everything else that keeps an answer away is said in words. */
function unreachable(cause: unknown, kind: Kind): unknown {
  if (cause instanceof DOMException && cause.name === "AbortError") return cause;
  if (cause instanceof DOMException && cause.name === "TimeoutError")
    return clientError(
      "TIMEOUT",
      `Ballast has not answered for ${duration(longestMs)}.`,
      fixFor(kind, "It may be overloaded; try again in a moment."),
    );
  return clientError("OFFLINE", "Ballast did not answer.", fixFor(kind, "Check the network, or whether Ballast is running."));
}

function notGraphql(response: Response, kind: Kind): ApiError {
  const fix = fixes[response.status] ?? "Try again; if it stays, look at the API's log.";
  // A proxy's refusal is no word of what happened behind it.
  const unknown = response.status >= 500 || response.ok;
  return clientError(
    `HTTP_${response.status}`,
    `Ballast answered ${response.status} ${response.statusText}`.trim() + ".",
    unknown ? fixFor(kind, fix) : fix,
  );
}

async function read(response: Response, kind: Kind): Promise<Answer> {
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) throw notGraphql(response, kind);
  let body: unknown;
  try {
    body = await response.json();
  } catch (cause) {
    throw unreachable(cause, kind);
  }
  if (typeof body !== "object" || body === null) throw notGraphql(response, kind);
  return body;
}

declare global {
  interface Window {
    /** What `scheme.js` asked before the first script came, by the words in which it was sent; each is taken once. */
    ballastQuestions?: Map<string, Promise<Response>> | undefined;
  }
}

/** The answer to what was asked early in the same words; undefined where it was not, failed, or is no longer waited for. */
async function askedEarly(body: string, signal: AbortSignal): Promise<Response | undefined> {
  const questions = globalThis.window?.ballastQuestions;
  const asked = questions?.get(body);
  if (asked === undefined) return undefined;
  questions?.delete(body);
  const ended = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  return Promise.race([asked.catch(() => undefined), ended]);
}

/** Lets what was asked early and nobody took be asked again by whoever needs it: it gets older. */
export function forgetEarly(): void {
  globalThis.window.ballastQuestions = undefined;
}

async function post(body: string, kind: Kind, signal: AbortSignal | undefined): Promise<Response> {
  const limit = AbortSignal.timeout(longestMs);
  const until = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  const request: RequestInit = {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json, application/json" },
    body,
    signal: until,
  };
  try {
    const response = (await askedEarly(body, until)) ?? (await fetch("/graphql", request));
    stepConnection("answered");
    return response;
  } catch (cause) {
    throw unreachable(cause, kind);
  }
}

const hashes = new Map<string, Promise<string>>();

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A document's name for the API, which has them all from the build. Null where a browser hashes nothing: on plain HTTP that is not this
 * machine.
 */
function hashOf(text: string): Promise<string> | null {
  if (globalThis.isSecureContext !== true) return null;
  const known = hashes.get(text) ?? digest(text);
  hashes.set(text, known);
  return known;
}

function isUnknownDocument({ errors }: Answer): boolean {
  return errorFrom(errors)?.code === "PERSISTED_QUERY_NOT_FOUND";
}

/** Sends one document. Throws {@link ApiError} for refusals and failures, `AbortError` when its signal ends it. */
export async function call<Result, Variables>(
  document: TypedDocument<Result, Variables>,
  variables: NoInfer<Variables>,
  options: CallOptions = {},
): Promise<Result> {
  const kind: Kind = document.text.startsWith("mutation") ? "command" : "reading";
  const ask = async (named: object): Promise<{ response: Response; answer: Answer }> => {
    const response = await post(JSON.stringify({ ...named, operationName: document.name, variables }), kind, options.signal);
    return { response, answer: await read(response, kind) };
  };
  const hash = await hashOf(document.text);
  const byText = { query: document.text };
  let { response, answer } = await ask(hash === null ? byText : { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });
  // An API that was built with another console does not know it: nothing was carried out, and it is asked in full.
  if (isUnknownDocument(answer)) ({ response, answer } = await ask(byText));
  const error = errorFrom(answer.errors);
  if (needsSignIn(error)) sessionEnded();
  if (error !== null) throw error;
  if (answer.data === undefined || answer.data === null) throw notGraphql(response, kind);
  noteAnswer(answer.extensions);
  // The one place where what came over the wire gets its type: the document promises it, the SDL checks the document.
  return answer.data as Result;
}
