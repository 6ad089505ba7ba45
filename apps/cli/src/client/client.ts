import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Endpoint } from "./connection.ts";
import { CommandFailure, exitCodes } from "./failure.ts";

/** What a GraphQL request carries. */
export type Variables = Readonly<Record<string, unknown>>;

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
  /** Runs a document; its data as it came. */
  query<Data>(document: string, variables?: Variables): Promise<Data>;
  /** Runs the mutation of this name; `selection` is what to answer of its payload. Safe to repeat: it carries an idempotency key. */
  mutate<Payload>(name: string, input: Variables, selection: string): Promise<Payload>;
  rest<Answer>(request: RestRequest): Promise<Answer>;
}

const patienceMs = 60_000;
/** A node that is being restarted is back within this time; ms between the tries. */
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
  const type = body === undefined ? {} : { "content-type": typeof body === "string" ? "application/x-ndjson" : "application/json" };
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

interface GraphqlAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly ErrorAnswer[];
}

async function ask<Data>(connection: Endpoint, document: string, variables: Variables): Promise<Data> {
  const response = await sendPatiently(connection, { method: "POST", path: "/graphql", body: { query: document, variables } });
  const { data, errors = [], ...other } = (await parsed(response, connection.url)) as GraphqlAnswer<Data> & Partial<ErrorAnswer>;
  const [first] = errors;
  if (first !== undefined) throw failureOf(first);
  if (data === undefined || data === null)
    throw failureOf({ ...other, message: other.message ?? `The API answered ${String(response.status)} without data.` });
  return data;
}

const capitalised = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** What is done to every answer before anybody sees it. */
export type Cleaning = <Value>(value: Value) => Value;

const asItCame: Cleaning = (value) => value;

/** A client of the instance behind a connection. */
export function createClient(connection: Endpoint, cleaned: Cleaning = asItCame): Client {
  const query = async <Data>(document: string, variables: Variables = {}): Promise<Data> =>
    cleaned(await ask<Data>(connection, document, variables));
  return {
    connection,
    query,
    async mutate<Payload>(name: string, input: Variables, selection: string): Promise<Payload> {
      const document = `mutation Command($input: ${capitalised(name)}Input!) { payload: ${name}(input: $input) { ${selection} } }`;
      const { payload } = await query<{ payload: Payload }>(document, { input: { idempotencyKey: randomUUID(), ...input } });
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
