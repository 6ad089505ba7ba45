/** Where a projection's events come from: all of them, or those of some streams (`$ce-…` and `$et-…` among them). */
export type Selection = { readonly all: true } | { readonly streams: readonly string[] };

/** What a projection's process starts from. */
export type CodeStart = {
  readonly name: string;
  /** The user's JavaScript. */
  readonly query: string;
  readonly emitEnabled: boolean;
  /** JSON; undefined to begin with `$init`. */
  readonly state: string | undefined;
  /** Milliseconds that the code has for each event. */
  readonly timeout: number;
};

/** An event or link as the code asked for it. */
export type Emitted = {
  readonly stream: string;
  readonly type: string;
  readonly data: string;
  /** JSON of what the code gave as metadata; "null" for none. */
  readonly metadata: string;
};

/** The code was read, and waits for events. */
export type Ready = { readonly kind: "ready"; readonly selection: Selection; readonly state: string };

/** The first `count` events went through the code; with `fault`, the next one failed. `emitted` has one list for each. */
export type Processed = {
  readonly kind: "processed";
  readonly count: number;
  readonly state: string;
  readonly emitted: readonly (readonly Emitted[])[];
  readonly fault: string | undefined;
};

/** What the process answers: once for its start, then once for each list of events (JSON texts) it is sent. */
export type CodeAnswer = Ready | Processed | { readonly kind: "failed"; readonly reason: string };
