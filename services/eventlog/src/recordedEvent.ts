import { decode, parseStreamName, type BallastEvent, type EventMetadata } from "@ballast/schema";

/** An event of ours as it stands in the log: checked, upcast to today's shape, with its place. */
export interface RecordedEvent<Event extends BallastEvent = BallastEvent> {
  readonly event: Event;
  readonly metadata: EventMetadata;
  /** Full name of its stream, `incident-<uuid>`. */
  readonly stream: string;
  /** What stands before the dash. */
  readonly category: string;
  /** What stands behind the dash: the record's id. */
  readonly id: string;
  readonly eventId: string;
  /** Place in its stream, from 0. */
  readonly revision: bigint;
  /** Place in the log: an opaque decimal string; compare with `comparePositions`. */
  readonly position: string;
}

/** What could not be read, by event name: how often, and why the last time. */
export interface UnknownEvents {
  readonly total: number;
  readonly byType: Readonly<Record<string, { readonly count: number; readonly why: string }>>;
}

/** Orders positions: negative when `a` stands before `b`. */
export function comparePositions(a: string, b: string): number {
  return a.length === b.length ? (a < b ? -1 : a > b ? 1 : 0) : a.length - b.length;
}

/** The fields of the client's record that decoding needs. */
export interface ClientRecord {
  readonly streamId: string;
  readonly id: string;
  readonly type: string;
  readonly revision: bigint;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly position?: { readonly commit: bigint } | undefined;
}

/** Decodes records and counts those it cannot read; they are skipped, never thrown. */
export interface Decoder {
  /** Null for an event that is not ours or not readable. */
  decodeRecord(record: ClientRecord, commitPosition?: bigint): RecordedEvent | null;
  unknown(): UnknownEvents;
  /** Counts in what another decoder could not read. */
  add(others: UnknownEvents): void;
}

/** A decoder with its own counters. */
export function createDecoder(): Decoder {
  const counted = new Map<string, { count: number; why: string }>();
  const count = (type: string, times: number, why: string): void => {
    counted.set(type, { count: (counted.get(type)?.count ?? 0) + times, why });
  };
  return {
    decodeRecord(record, commitPosition) {
      if (record.type.startsWith("$")) return null;
      const name = parseStreamName(record.streamId);
      const decoded =
        name === null
          ? { kind: "unknown" as const, why: "not one of our streams" }
          : decode({ type: record.type, data: record.data, metadata: record.metadata });
      if (decoded.kind === "unknown" || name === null) {
        count(record.type, 1, decoded.kind === "unknown" ? decoded.why : "");
        return null;
      }
      return {
        event: decoded.event,
        metadata: decoded.metadata,
        stream: record.streamId,
        category: name.category,
        id: name.id,
        eventId: record.id,
        revision: record.revision,
        position: (record.position?.commit ?? commitPosition ?? 0n).toString(),
      };
    },
    add({ byType }) {
      for (const [type, entry] of Object.entries(byType)) count(type, entry.count, entry.why);
    },
    unknown: () => ({
      total: [...counted.values()].reduce((sum, { count }) => sum + count, 0),
      byType: Object.fromEntries([...counted].map(([type, entry]) => [type, { ...entry }])),
    }),
  };
}
