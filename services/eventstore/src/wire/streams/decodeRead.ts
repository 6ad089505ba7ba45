import type { ReadReq } from "@eventstore/db-client/generated/streams_pb.js";
import { StoreError } from "../../failures.ts";
import { createFilter } from "../../read/filter.ts";
import type { EventFilter, FilterDescription } from "../../read/filter.ts";
import type { Direction } from "../../read/page.ts";
import { decodePlace, decodeStream } from "../decode.ts";
import type { UuidForm } from "../encodeRecord.ts";
import { streamsPb } from "../generated.ts";

/** A read or a subscription, as asked for. `from` is absent for "start". */
export type DecodedRead = {
  /** Undefined for `$all`. */
  readonly stream: string | undefined;
  /** The given revision or position, Infinity for the end, undefined for the start. */
  readonly place: number | undefined;
  readonly direction: Direction;
  readonly resolveLinks: boolean;
  /** Undefined for a subscription. */
  readonly maxCount: number | undefined;
  readonly filter: EventFilter | undefined;
  /** Events considered between two checkpoints of a filtered subscription. */
  readonly checkpointEvery: number;
  readonly uuidForm: UuidForm;
};

const DEFAULT_WINDOW = 32;

/** @throws StoreError `invalidArgument`. */
export function decodeRead(request: ReadReq): DecodedRead {
  const options = request.getOptions();
  if (options === undefined) throw invalid("A read needs options.");
  const backwards = options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.BACKWARDS;
  const filter = options.getFilter();
  const maxCount = options.hasSubscription() ? undefined : Number(options.getCount());
  if (maxCount !== undefined && !(maxCount > 0)) throw invalid("A read needs a count above nought.");
  if (backwards && maxCount === undefined) throw invalid("A subscription cannot go backwards.");
  return {
    ...decodeSource(options),
    direction: backwards ? "backwards" : "forwards",
    resolveLinks: options.getResolveLinks(),
    maxCount,
    filter: filter === undefined ? undefined : createFilter(describeFilter(filter)),
    checkpointEvery: filter === undefined ? DEFAULT_WINDOW : decodeInterval(filter),
    uuidForm: options.getUuidOption()?.hasStructured() === true ? "structured" : "text",
  };
}

function decodeSource(options: ReadReq.Options): Pick<DecodedRead, "stream" | "place"> {
  const stream = options.getStream();
  if (stream !== undefined) {
    const name = decodeStream(stream.getStreamIdentifier());
    if (stream.hasRevision()) return { stream: name, place: decodePlace(stream.getRevision()) };
    return { stream: name, place: stream.hasEnd() ? Number.POSITIVE_INFINITY : undefined };
  }
  const all = options.getAll();
  if (all === undefined) throw invalid("A read needs a stream or $all.");
  const position = all.getPosition();
  if (position !== undefined) return { stream: undefined, place: decodePlace(position.getCommitPosition()) };
  return { stream: undefined, place: all.hasEnd() ? Number.POSITIVE_INFINITY : undefined };
}

/** The filter messages of reads, subscriptions and persistent subscriptions, which have the same members. */
export type FilterMessage = {
  getStreamIdentifier(): ExpressionMessage | undefined;
  getEventType(): ExpressionMessage | undefined;
};

type ExpressionMessage = { getRegex(): string; getPrefixList(): string[] };

/** What a filter message asks for. @throws StoreError `invalidArgument`. */
export function describeFilter(filter: FilterMessage): FilterDescription {
  const byStream = filter.getStreamIdentifier();
  const expression = byStream ?? filter.getEventType();
  if (expression === undefined) throw invalid("A filter needs an expression on stream or type.");
  return {
    on: byStream === undefined ? "type" : "stream",
    regex: expression.getRegex(),
    prefixes: expression.getPrefixList(),
  };
}

function decodeInterval(filter: ReadReq.Options.FilterOptions): number {
  const window = filter.hasMax() ? filter.getMax() : DEFAULT_WINDOW;
  if (window < 1) throw invalid("A filter's window must be above nought.");
  return window * Math.max(1, filter.getCheckpointintervalmultiplier());
}

function invalid(message: string): StoreError {
  return new StoreError({ kind: "invalidArgument", message });
}
