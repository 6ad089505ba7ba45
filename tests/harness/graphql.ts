/** One error of a GraphQL answer. */
export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string } & Readonly<Record<string, unknown>>;
}

/** A GraphQL answer as it came. */
export interface Answer<T> {
  readonly status: number;
  readonly data: T | null;
  readonly errors: readonly GraphqlError[];
}

/** What a request is made with. */
export interface Request {
  readonly url: string;
  /** Sent as a bearer token; nothing is sent where absent. */
  readonly token?: string | undefined;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

/** A refused or failed request: `codes` are the refusals' codes. */
export class GraphqlFailure extends Error {
  readonly codes: readonly string[];
  readonly errors: readonly GraphqlError[];
  constructor(errors: readonly GraphqlError[]) {
    super(errors.map((error) => `${error.extensions?.code ?? "NO_CODE"}: ${error.message}`).join("\n"));
    this.name = "GraphqlFailure";
    this.errors = errors;
    this.codes = errors.map((error) => error.extensions?.code ?? "NO_CODE");
  }
}

/** Sends one request and gives the answer as it is. */
export async function ask<T>({ url, token, query, variables }: Request): Promise<Answer<T>> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(new URL("/graphql", url), {
    method: "POST",
    headers: { "content-type": "application/json", ...authorization },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as { data?: T | null; errors?: readonly GraphqlError[] };
  return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
}

/** Sends one request and gives its data. @throws {GraphqlFailure} when there is any error */
export async function askFor<T>(request: Request): Promise<T> {
  const { data, errors } = await ask<T>(request);
  if (errors.length > 0 || data === null) throw new GraphqlFailure(errors);
  return data;
}
