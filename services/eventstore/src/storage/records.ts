/**
 * The revision a tombstone occupies in its stream. On the wire it is 2^63 - 1, as in the original; inside it
 * is the largest integer a JavaScript number holds exactly, so that revisions never need a bigint.
 */
export const TOMBSTONE_REVISION = Number.MAX_SAFE_INTEGER;

/** The `head` of a stream that has no event. */
export const NO_HEAD = -1;

/** The type of an event that points at another one: its data is `revision@stream`. */
export const LINK_TYPE = "$>";

/** The type of the events in a metadata stream. */
export const METADATA_TYPE = "$metadata";

/** The type of the event that closes a tombstoned stream. */
export const TOMBSTONE_TYPE = "$streamDeleted";

/** An event as a writer proposes it. */
export type NewEvent = {
  /** Lower-case UUID. */
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};

/** An event as the log holds it. */
export type RecordedEvent = NewEvent & {
  /** Place in the whole log: commit and prepare position are the same number. */
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  /** Microseconds since the Unix epoch, by the server's clock. */
  readonly created: number;
};

/** An event as a reader receives it: `link` is set when it was reached through one, `event` is missing when the link leads nowhere. */
export type ResolvedEvent = {
  readonly event: RecordedEvent | undefined;
  readonly link: RecordedEvent | undefined;
};

/** The record a reader's place in the stream is counted by: the link if there is one. */
export function originalOf(resolved: ResolvedEvent): RecordedEvent {
  const original = resolved.link ?? resolved.event;
  if (original === undefined) throw new Error("A resolved event has neither event nor link");
  return original;
}
