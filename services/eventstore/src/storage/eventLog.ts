import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "../failures.ts";
import { builtInStreamsFor, isMetadataStream, ownerOf } from "../streams/streamNaming.ts";
import { CommitSignal } from "./commitSignal.ts";
import { chainOn, damaged, hashEvent } from "./eventHash.ts";
import { openEventTable } from "./eventTable.ts";
import type { EventTable } from "./eventTable.ts";
import { lockFile } from "./fileLock.ts";
import type { FileLock } from "./fileLock.ts";
import { GroupCommit } from "./groupCommit.ts";
import { HeadFile, readHeadFile } from "./headFile.ts";
import { openHashTable } from "./hashTable.ts";
import type { Chain, HashTable } from "./hashTable.ts";
import { openLinkTable } from "./linkTable.ts";
import type { LinkTable } from "./linkTable.ts";
import { openDatabase } from "./openDatabase.ts";
import { RecentCommits } from "./recentCommits.ts";
import { RecentEvents } from "./recentEvents.ts";
import { TOMBSTONE_REVISION } from "./records.ts";
import type { NewEvent, RecordedEvent } from "./records.ts";
import { asStoreError } from "./sqliteFailure.ts";
import { StreamDirectory } from "./streamDirectory.ts";
import type { StreamState } from "./streamDirectory.ts";
import { openStreamNames } from "./streamNames.ts";

/** How to open a log. */
export type EventLogOptions = {
  readonly file: string;
  /** Milliseconds since the epoch; the wall clock unless a test brings its own. */
  readonly now?: () => number;
  /** Milliseconds of a clock that only goes forward; the process's own unless a test brings another. */
  readonly elapsed?: () => number;
  /** See OpenDatabaseOptions. */
  readonly maxPages?: number;
};

/**
 * The log: one SQLite file, one writer. Reads are plain calls; writes go through {@link EventLog.write}, and inside
 * them {@link EventLog.record} is the only way an event gets in.
 */
export class EventLog {
  readonly events: EventTable;
  readonly links: LinkTable;
  readonly hashes: HashTable;
  readonly streams: StreamDirectory;
  readonly recent = new RecentEvents();
  readonly recentCommits: RecentCommits;
  readonly signal = new CommitSignal();
  readonly database: DatabaseSync;
  readonly now: () => number;
  readonly #lock: FileLock;
  readonly #commits: GroupCommit;
  readonly #headFile: HeadFile;
  readonly #pending: RecordedEvent[] = [];
  readonly #touched = new Set<string>();
  #lastPosition: number;
  #committedPosition: number;
  #chain: Chain;
  #committedChain: Chain;

  private constructor(database: DatabaseSync, lock: FileLock, options: EventLogOptions) {
    this.database = database;
    this.#lock = lock;
    this.now = options.now ?? Date.now;
    this.recentCommits = new RecentCommits(options.elapsed ?? (() => performance.now()));
    this.hashes = requireHashes(database);
    const names = openStreamNames(database);
    this.events = openEventTable(database, names.nameOf);
    this.links = openLinkTable(database);
    this.streams = new StreamDirectory({ names, events: this.events, links: this.links });
    this.#lastPosition = this.events.lastPosition();
    this.#committedPosition = this.#lastPosition;
    this.#chain = this.hashes.readChain();
    this.#committedChain = this.#chain;
    requireWholeTail(options.file, this.#lastPosition, this.#chain);
    this.#headFile = HeadFile.open(options.file);
    this.#headFile.write(this.#chain);
    this.#commits = new GroupCommit(database, {
      committing: () => this.#committing(),
      committed: () => this.#committed(),
      rolledBack: () => this.#rolledBack(),
    });
  }

  /**
   * Opens the log for writing, creating the file and its folder when they are not there.
   *
   * @throws LogInUseError when another process has it open; StoreError when the file cannot be written.
   */
  static open(options: EventLogOptions): EventLog {
    try {
      mkdirSync(dirname(options.file), { recursive: true });
      const lock = lockFile(options.file);
      try {
        return new EventLog(openDatabase(options), lock, options);
      } catch (error) {
        lock.release();
        throw error;
      }
    } catch (error) {
      throw asStoreError(error);
    }
  }

  /** Position of the newest committed event; 0 when the log is empty. */
  get lastPosition(): number {
    return this.#committedPosition;
  }

  /** Transactions so far and writes that wait for one. */
  get commitCounts(): { commits: number; waiting: number } {
    return { commits: this.#commits.commits, waiting: this.#commits.waiting };
  }

  /** Runs `write` in the next commit; settles when that is on the disk. See GroupCommit.submit. */
  write<T>(write: () => T): Promise<T> {
    return this.#commits.submit(write);
  }

  /** Adds events at the head of a stream. Only inside {@link EventLog.write}. Returns them as recorded. */
  record(state: StreamState, events: readonly NewEvent[]): readonly RecordedEvent[] {
    return events.map((event) => this.#recordOne(state, event, state.head + 1));
  }

  /** Closes a stream for good. Only inside {@link EventLog.write}. */
  recordTombstone(state: StreamState, event: NewEvent): RecordedEvent {
    return this.#recordOne(state, event, TOMBSTONE_REVISION);
  }

  /** Wakes the subscribers of a stream although no event was added to it. Only inside {@link EventLog.write}. */
  touch(stream: string): void {
    this.#touched.add(stream);
  }

  /** Another chain over the same events, as an upgrade computes it. Only inside {@link EventLog.write}. */
  replaceChain(chain: Chain): void {
    this.#chain = chain;
  }

  /** Commits what waits, and gives the file back. */
  close(): void {
    this.#commits.close();
    this.#headFile.close();
    this.database.close();
    this.#lock.release();
  }

  #recordOne(state: StreamState, event: NewEvent, revision: number): RecordedEvent {
    if (revision > TOMBSTONE_REVISION) throw new StoreError({ kind: "streamDeleted", stream: state.name });
    const id = this.streams.ensureId(state);
    const position = this.#lastPosition + 1;
    const recorded = { ...event, position, stream: state.name, revision, created: Math.trunc(this.now() * 1000) };
    this.events.insert(id, recorded);
    const hash = hashEvent(recorded);
    this.hashes.insert(position, hash);
    this.#chain = { position, hash: chainOn(this.#chain.hash, hash.whole) };
    this.#lastPosition = position;
    state.head = revision;
    this.#pending.push(recorded);
    this.#touched.add(state.name);
    if (isMetadataStream(state.name)) this.#metadataWritten(ownerOf(state.name));
    for (const stream of builtInStreamsFor(state.name, event.type)) this.#link(stream, position);
    return recorded;
  }

  #metadataWritten(owner: string): void {
    this.streams.metadataChanged(owner);
    this.#touched.add(owner);
  }

  #link(stream: string, target: number): void {
    const state = this.streams.get(stream);
    const revision = state.head + 1;
    this.links.insert(this.streams.ensureId(state), { revision, target });
    state.head = revision;
    this.#touched.add(stream);
  }

  #committing(): void {
    if (this.#chain !== this.#committedChain) this.hashes.writeChain(this.#chain);
  }

  #committed(): void {
    if (this.#chain !== this.#committedChain) this.#headFile.write(this.#chain);
    this.#committedChain = this.#chain;
    this.#committedPosition = this.#lastPosition;
    const [first] = this.#pending;
    if (first !== undefined) this.recentCommits.add(first.position);
    this.recent.push(this.#pending);
    this.#pending.length = 0;
    if (this.#touched.size === 0) return;
    const touched = new Set(this.#touched);
    this.#touched.clear();
    this.signal.publish(touched);
  }

  #rolledBack(): void {
    this.#pending.length = 0;
    this.#touched.clear();
    this.streams.forget();
    this.#lastPosition = this.#committedPosition;
    this.#chain = this.#committedChain;
  }
}

function requireHashes(database: DatabaseSync): HashTable {
  const hashes = openHashTable(database);
  if (hashes === undefined) throw new Error("A log that is opened for writing has hashes");
  return hashes;
}

/** @throws StoreError when the log ends before what was acknowledged, or with something else. */
function requireWholeTail(file: string, last: number, chain: Chain): void {
  if (last < chain.position) throw damaged(`it ends at position ${last}, but was written up to ${chain.position}: its end was cut off`);
  const said = readHeadFile(file);
  if (said !== undefined && last < said.position) {
    throw damaged(
      `it ends at position ${last}, but was acknowledged up to ${said.position}: its end was cut off. To go on without that, remove ${file}.head`,
    );
  }
  if (said?.position === chain.position && Buffer.compare(said.hash, chain.hash) !== 0) {
    throw damaged(`its end is not the one that was written last. To go on with it, remove ${file}.head`);
  }
}
