import { randomUUID } from "node:crypto";
import type { StreamCheck, Transaction } from "../../append/appendRecords.ts";
import type { ExpectedState } from "../../append/expectation.ts";
import { StoreError } from "../../failures.ts";
import type { NewEvent } from "../../storage/records.ts";
import { isUuid } from "../../storage/uuid.ts";
import { LONGEST_NAME, isInvalidStreamName } from "../../streams/streamNaming.ts";
import { decodeInteger } from "../decode.ts";
import { sizeOfEvent } from "../decodeEvent.ts";
import { FORMATS, JSON_FORMAT, UNSET } from "./messages.ts";
import type { WireAppend, WireAppendRecords, WireRecord } from "./messages.ts";

/** Largest record and largest transaction, in bytes. */
export type TransactionLimits = { readonly record: number; readonly transaction: number };

/** What a record counts in a transaction at least, in bytes: one commit holds everybody up, and small records cost as much. */
const LEAST_COUNTED = 1024;

const ANY_STATE = "-2";
/** The states that have no revision, by their numbers in the protocol. */
const STATES: ReadonlyMap<string, ExpectedState> = new Map<string, ExpectedState>([
  ["-1", { kind: "noStream" }],
  ["-2", { kind: "any" }],
  ["-4", { kind: "streamExists" }],
  ["-5", { kind: "deleted" }],
  ["-6", { kind: "tombstoned" }],
]);
const OF_A_WRITE: ReadonlySet<ExpectedState["kind"]> = new Set(["exact", "noStream", "any", "streamExists"]);

/** Puts a transaction together and refuses what cannot be one. */
export class TransactionAssembly {
  readonly #limits: TransactionLimits;
  readonly #checks: StreamCheck[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #events: { check: number; event: NewEvent }[] = [];
  #size = 0;

  constructor(limits: TransactionLimits) {
    this.#limits = limits;
  }

  /** Adds what one message of a session brings. @throws StoreError. */
  addAppend({ stream, records, expectedRevision }: WireAppend): void {
    const expected = decodeState(expectedRevision ?? ANY_STATE);
    if (!OF_A_WRITE.has(expected.kind))
      throw invalid("Expected revision must be positive or one of the allowed constants: NoStream (-1), Any (-2) or Exists (-4).");
    if (records.length === 0) throw invalid("Stream append request must contain at least one record");
    if (this.#indexes.has(stream)) throw new StoreError({ kind: "streamTwice", stream });
    const check = this.#addCheck({ stream, expected });
    for (const record of records) this.#addRecord(record, check);
  }

  /** Adds a whole request. @throws StoreError. */
  addRecords({ records, checks }: WireAppendRecords): void {
    if (records.length === 0) throw invalid("Append records request must contain at least one record.");
    for (const { stream, expectedState } of checks) {
      if (stream === undefined) throw invalid("Each consistency check must specify a type.");
      if (this.#indexes.has(stream)) throw invalid("Each stream can only appear once in consistency checks.");
      if (expectedState === ANY_STATE)
        throw invalid("Expected state must be positive or one of the allowed constants. Any (-2) is not allowed.");
      this.#addCheck({ stream, expected: decodeState(expectedState) });
    }
    for (const record of records) {
      this.#addRecord(record, this.#indexes.get(record.stream) ?? this.#addCheck({ stream: record.stream, expected: { kind: "any" } }));
    }
  }

  /** @throws StoreError `nothingToAppend`. */
  finish(): Transaction {
    if (this.#events.length === 0) throw new StoreError({ kind: "nothingToAppend" });
    return { checks: this.#checks, events: this.#events };
  }

  #addCheck(check: StreamCheck): number {
    if (isInvalidStreamName(check.stream)) throw invalid(`'${check.stream.slice(0, 100)}' is not the name of a stream.`);
    this.#indexes.set(check.stream, this.#checks.length);
    return this.#checks.push(check) - 1;
  }

  #addRecord(record: WireRecord, check: number): void {
    const event = decodeRecord(record);
    const size = sizeOfEvent(event);
    const limit = this.#limits.record;
    const stream = this.#checks[check]?.stream ?? "";
    if (size > limit) throw new StoreError({ kind: "recordTooLarge", stream, id: event.id, size, limit });
    this.#size += Math.max(size, LEAST_COUNTED);
    if (this.#size > this.#limits.transaction)
      throw new StoreError({ kind: "transactionTooLarge", size: this.#size, limit: this.#limits.transaction });
    this.#events.push({ check, event });
  }
}

function decodeState(text: string): ExpectedState {
  const state = STATES.get(text);
  if (state !== undefined) return state;
  if (text.startsWith("-")) throw invalid(`${text} is not the state of a stream.`);
  return { kind: "exact", revision: decodeInteger(text) };
}

/** Properties become the event's metadata, as readers of the first protocol find them in the original too. */
function decodeRecord({ recordId, properties, format, schemaName, schemaId, data }: WireRecord): NewEvent {
  const id = recordId === "" ? randomUUID() : recordId.toLowerCase();
  if (!isUuid(id)) throw invalid("Record ID must be a valid and non-empty UUID.");
  const formatName = FORMATS.get(format);
  if (formatName === undefined) throw invalid("Schema format must be one of Json, Protobuf or Bytes.");
  if (schemaName === "" || schemaName.length > LONGEST_NAME) throw invalid(`Schema name must have 1 to ${LONGEST_NAME} characters.`);
  if (properties.some(([, value]) => value === UNSET)) throw invalid("Property values must have a type set.");
  const metadata = [
    ...properties,
    ...(format === JSON_FORMAT ? [] : [["$schema.format", formatName] as const]),
    ...(schemaId === "" ? [] : [["$schema.id", schemaId] as const]),
  ];
  const text = metadata.length === 0 ? "" : JSON.stringify(Object.fromEntries(metadata));
  // A copy: the original is a view of the whole request, which must not live as long as the event does.
  return { id, type: schemaName, isJson: format === JSON_FORMAT, data: data.slice(), metadata: Buffer.from(text) };
}

const invalid = (message: string): StoreError => new StoreError({ kind: "invalidArgument", message });
