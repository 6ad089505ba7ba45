import type { DatabaseSync } from "node:sqlite";
import { integerAt, textAt } from "./columns.ts";
import { CHAIN_START, chainOn, damaged } from "./eventHash.ts";
import type { EventHash } from "./eventHash.ts";
import { prepareQuery } from "./query.ts";

/** How far a log's chain of hashes reaches. */
export type Chain = { readonly position: number; readonly hash: Uint8Array };

/**
 * The hashes of a log. A row outlives its event: a compaction takes the event and the head's bytes, so that the chain
 * still holds and a gap tells whether it was made on purpose.
 */
export type HashTable = {
  /** Events from this position on have hashes; Infinity when the log knows none. */
  readonly since: number;
  /** What a compaction removed leaves gaps. */
  readonly compacted: boolean;
  insert(position: number, hash: EventHash): void;
  /** The end of the chain, as it was written with the last commit. */
  readChain(): Chain;
  writeChain(chain: Chain): void;
  /** The event at `position` is removed on purpose. */
  forget(position: number): void;
  /** @throws StoreError when an event from `from` to before `before` should be there. */
  requireNothingLost(from: number, before: number): void;
};

/** Prepares the statements over `hashes`. A log of before, opened for reading, has none. */
export function openHashTable(database: DatabaseSync): HashTable | undefined {
  if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'hashes'").get() === undefined) return undefined;
  const fact = prepareQuery(database, "SELECT value FROM facts WHERE name = ?");
  const setFact = prepareQuery(database, "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)");
  const insert = prepareQuery(database, "INSERT OR REPLACE INTO hashes (position, head, whole) VALUES (?, ?, ?)");
  const forget = prepareQuery(database, "UPDATE hashes SET head = NULL WHERE position = ?");
  const lost = prepareQuery(database, "SELECT position FROM hashes WHERE position >= ? AND position < ? AND head IS NOT NULL LIMIT 1");
  const textOf = (name: string): string | undefined => {
    const row = fact.first(name);
    return row === undefined ? undefined : textAt(row, 0);
  };
  return {
    since: Number(textOf("hashed_from") ?? 1),
    compacted: textOf("scavenged") !== undefined,
    insert: (position, { head, whole }) => insert.run(position, head, whole),
    readChain() {
      const [position = "0", hex = ""] = (textOf("chain") ?? "").split(" ");
      return { position: Number(position), hash: hex === "" ? CHAIN_START : Buffer.from(hex, "hex") };
    },
    writeChain: (chain) => setFact.run("chain", chainText(chain)),
    forget: (position) => forget.run(position),
    requireNothingLost(from, before) {
      const row = before > from ? lost.first(from, before) : undefined;
      if (row !== undefined) throw damaged(`the event at position ${integerAt(row, 0)} is missing`);
    },
  };
}

/** A chain as it is written down. */
export function chainText({ position, hash }: Chain): string {
  return `${position} ${Buffer.from(hash).toString("hex")}`;
}

/** The chain of the hashes a log holds, from the first one on; what was removed on purpose is in it. */
export function computeChain(database: DatabaseSync, since: number): Chain {
  if (since === Number.POSITIVE_INFINITY) return { position: 0, hash: CHAIN_START };
  const hashes = prepareQuery(database, "SELECT position, whole FROM hashes WHERE position >= ? ORDER BY position");
  let chain: Chain = { position: since - 1, hash: CHAIN_START };
  hashes.until((row) => {
    const whole = row[1];
    chain = { position: integerAt(row, 0), hash: whole instanceof Uint8Array ? chainOn(chain.hash, whole) : chain.hash };
    return false;
  }, since);
  return chain;
}
