import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Command, TypedDocument } from "@ballast/schema/graphql";
import type { Endpoint } from "./connection.ts";
import { own } from "@ballast/schema/own";
import { CommandFailure, exitCodes } from "./failure.ts";

/** What a GraphQL request carries. */
export type Variables = Readonly<Record<string, unknown>>;

/** The variables of a document; none need be given where none must be. */
type VariablesFor<Variables> = object extends Variables ? [variables?: NoInfer<Variables>] : [variables: NoInfer<Variables>];

/** A request beside GraphQL. */
export interface RestRequest {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  /** Sent as JSON; text as NDJSON. */
  readonly body?: object | string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Speaks to one instance. Every refusal is a `CommandFailure` with code and remedy. */
export interface Client {
  readonly connection: Endpoint;
  /** Asks a document of ours: its text and the schema say what it takes and what it answers. */
  query<Result, Variables>(document: TypedDocument<Result, Variables>, ...variables: VariablesFor<Variables>): Promise<Result>;
  /** Runs a document that somebody else wrote; its data as it came. */
  run(text: string, variables: Variables): Promise<unknown>;
  /** Gives a command. Safe to repeat: it carries an idempotency key. */
  mutate<Input extends object, Payload>(command: Command<Input, Payload>, input: NoInfer<Input>): Promise<Payload>;
  rest<Answer>(request: RestRequest): Promise<Answer>;
}

const patienceMs = 60_000;
/** A server that is being restarted is back within this time; ms between the tries. */
const retriesMs = [200, 600, 1_500, 3_000];

const unreachable = (url: string, why: string): CommandFailure =>
  new CommandFailure({
    code: "UNREACHABLE", message: `${url} does not answer: ${why}.`, remedy: "`npx ballast doctor` looks at what runs.",
    exitCode: exitCodes.unreachable,
  });

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== "" ? error.cause.message : error.message;
};

/** Whether the request never got an answer, so that the same one may be sent again. */
const isConnectionLoss = (error: unknown): boolean => error instanceof TypeError;

async function send({ url, token }: Endpoint, { method, path, body, signal }: RestRequest): Promise<Response> {
  const limit = AbortSignal.timeout(patienceMs);
  const type: Readonly<Record<string, string>> =
    body === undefined ? {} : { "content-type": typeof body === "string" ? "application/x-ndjson" : "application/json" };
  return fetch(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${token}`, "x-ballast-client": "cli", ...type },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
  });
}

async function sendPatiently(connection: Endpoint, request: RestRequest): Promise<Response> {
  for (const pauseMs of [...retriesMs, undefined]) {
    try {
      return await send(connection, request);
    } catch (error) {
      if (request.signal?.aborted === true) throw error;
      if (pauseMs === undefined || !isConnectionLoss(error)) throw unreachable(connection.url, reasonOf(error));
      await wait(pauseMs, undefined, { signal: request.signal });
    }
  }
  throw unreachable(connection.url, "it went away");
}

interface ErrorAnswer {
  readonly message: string;
  readonly code?: string;
  readonly fix?: string;
  readonly extensions?: { readonly code?: string; readonly remedy?: string };
}

const failureOf = ({ message, code, fix, extensions }: ErrorAnswer): CommandFailure =>
  new CommandFailure({ code: extensions?.code ?? code ?? "FAILED", message, remedy: extensions?.remedy ?? fix });

async function parsed(response: Response, url: string): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw unreachable(url, `it answered ${String(response.status)} with something that is no JSON`);
    throw error;
  }
}

interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly ErrorAnswer[];
}

async function ask(connection: Endpoint, text: string, variables: unknown): Promise<unknown> {
  const response = await sendPatiently(connection, { method: "POST", path: "/graphql", body: { query: text, variables } });
  const { data, errors = [], ...other } = (await parsed(response, connection.url)) as GraphqlAnswer & Partial<ErrorAnswer>;
  const [first] = errors;
  if (first !== undefined) throw failureOf(first);
  if (data === undefined || data === null)
    throw failureOf({ ...other, message: other.message ?? `The API answered ${String(response.status)} without data.` });
  return data;
}

/** What is done to every answer before anybody sees it. */
export type Cleaning = <Value>(value: Value) => Value;

const asItCame: Cleaning = (value) => value;

/** A client of the instance behind a connection. */
export function createClient(connection: Endpoint, cleaned: Cleaning = asItCame): Client {
  // The one place where what came over the wire gets its type: the schema promises it of the document.
  async function query<Result, Given>({ text }: TypedDocument<Result, Given>, ...[variables]: VariablesFor<Given>): Promise<Result> {
    return cleaned(await ask(connection, text, variables ?? {})) as Result;
  }
  return {
    connection,
    query,
    run: async (text, variables) => cleaned(await ask(connection, text, variables)),
    async mutate({ name, document }, input) {
      const payload = own(await query(document, { input: { idempotencyKey: randomUUID(), ...input } }), name);
      if (payload === undefined) throw failureOf({ message: `The API did not say what became of ${name}.` });
      return payload;
    },
    async rest<Answer>(request: RestRequest): Promise<Answer> {
      const response = await sendPatiently(connection, request);
      if (response.status === 204) return {} as Answer;
      const answer = await parsed(response, connection.url);
      if (!response.ok) throw failureOf(answer as ErrorAnswer);
      return cleaned(answer as Answer);
    },
  };
}
