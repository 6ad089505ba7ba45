/** What a route is given: the request, read and bounded. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
  /** Aborts when the caller hangs up. */
  readonly signal: AbortSignal;
}

/** What a route answers: JSON, or text as it is. */
export type Answer = { readonly json: unknown } | { readonly text: string };
