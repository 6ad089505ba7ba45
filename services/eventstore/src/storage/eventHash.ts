import { hash } from "node:crypto";
import { StoreError } from "../failures.ts";
import type { RecordedEvent } from "./records.ts";

/** All of an event but its bodies. */
export type EventHead = Pick<RecordedEvent, "position" | "stream" | "revision" | "type" | "isJson" | "created" | "id">;

/** What is kept of an event to recognise it by: a few bytes for its head alone, and the hash of all of it. */
export type EventHash = { readonly head: Uint8Array; readonly whole: Uint8Array };

/** Before the first event there is this. */
export const CHAIN_START: Uint8Array = new Uint8Array(32);

const HEAD_BYTES = 8;

/**
 * SHA-256 of every column, each with its length, so that nothing can move from one into the next. Of one piece: a hash that is fed piece by
 * piece costs twice as much as what it hashes, and each event has two, written as read.
 */
export function hashEvent(event: RecordedEvent): EventHash {
  const { metadata, data } = event;
  const head = headText(event);
  const all = joined(Buffer.from(`${head}${metadata.byteLength} ${data.byteLength} `), metadata, data);
  return { head: headHash(head), whole: hash("sha256", all, "buffer") };
}

/** The first bytes of the SHA-256 of an event's head: against accidents, not against forgers. */
export function hashHead(head: EventHead): Uint8Array {
  return headHash(headText(head));
}

const headHash = (text: string): Uint8Array => hash("sha256", text, "buffer").subarray(0, HEAD_BYTES);

const joined = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);

/** The chain after one more event. */
export function chainOn(chain: Uint8Array, whole: Uint8Array): Uint8Array {
  return hash("sha256", joined(chain, whole), "buffer");
}

/** What whoever reads an altered log is told. */
export function damaged(what: string): StoreError {
  const advice = "Stop the server, run `ballast eventstore verify`, and restore a backup.";
  return new StoreError({ kind: "storage", fault: "corrupt", message: `The event log file is damaged: ${what}. ${advice}` });
}

function headText({ position, stream, revision, type, isJson, created, id }: EventHead): string {
  return `${position} ${revision} ${isJson ? 1 : 0} ${created} ${id} ${stream.length}:${stream} ${type.length}:${type} `;
}
