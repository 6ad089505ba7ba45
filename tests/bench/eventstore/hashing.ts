import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CHAIN_START, chainOn, hashEvent } from "../../../services/eventstore/src/storage/eventHash.ts";
import type { RecordedEvent } from "../../../services/eventstore/src/storage/records.ts";
import { comparedWith, summarise } from "../result.ts";
import type { BenchResult } from "../result.ts";
import { data, metadata } from "./events.ts";
import { timed } from "./server.ts";

const ROUNDS = 10;
const COMMITS = 20;

interface Writer {
  readonly samplesMs: number[];
  commit(): Promise<void>;
  close(): void;
}

/** The log's rows in FULL commits, with the hash of each event and their chain, or without. */
function openWriter(folder: string, { events: each, hashed }: { readonly events: number; readonly hashed: boolean }): Writer {
  const database = new DatabaseSync(join(folder, `hashing-${each}-${hashed}.sqlite`));
  database.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
    CREATE TABLE events (position INTEGER PRIMARY KEY, id BLOB, type TEXT, data BLOB, metadata BLOB);
    CREATE TABLE hashes (position INTEGER PRIMARY KEY, head BLOB, whole BLOB); CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID`);
  const event = database.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?)");
  const row = database.prepare("INSERT INTO hashes VALUES (?, ?, ?)");
  const fact = database.prepare("INSERT OR REPLACE INTO facts VALUES ('chain', ?)");
  const [body, about] = [Buffer.from(JSON.stringify(data)), Buffer.from(JSON.stringify(metadata))];
  const samplesMs: number[] = [];
  let position = 0;
  let chain = CHAIN_START;
  const write = (): void => {
    position += 1;
    const recorded: RecordedEvent = {
      id: randomUUID(), type: "BenchHappened", isJson: true, data: body, metadata: about, position, stream: "bench-1",
      revision: position - 1, created: position,
    };
    event.run(position, recorded.id, recorded.type, body, about);
    if (!hashed) return;
    const hash = hashEvent(recorded);
    row.run(position, hash.head, hash.whole);
    chain = chainOn(chain, hash.whole);
  };
  return {
    samplesMs,
    async commit() {
      samplesMs.push(await timed(() => {
        database.exec("BEGIN");
        for (let n = 0; n < each; n += 1) write();
        if (hashed) fact.run(`${position} ${Buffer.from(chain).toString("hex")}`);
        database.exec("COMMIT");
      }));
    },
    close: () => database.close(),
  };
}

/** What the hashes cost: the same commits with and without them, in turns, so that whatever else goes on meets both. */
export async function hashing(folder: string): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  for (const events of [1, 100]) {
    const [without, withHashes] = [openWriter(folder, { events, hashed: false }), openWriter(folder, { events, hashed: true })];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const writer of round % 2 === 0 ? [without, withHashes] : [withHashes, without])
        for (let n = 0; n < COMMITS; n += 1) await writer.commit();
    }
    const [plain, hashed] = [without, withHashes].map(({ samplesMs }, index) =>
      summarise({
        name: `commits of ${events}, ${index === 0 ? "without" : "with"} hashes`, samplesMs,
        elapsedMs: samplesMs.reduce((sum, ms) => sum + ms, 0), n: samplesMs.length * events,
      }),
    );
    for (const writer of [without, withHashes]) writer.close();
    if (plain !== undefined && hashed !== undefined) results.push(plain, comparedWith(hashed, plain));
  }
  return results;
}
