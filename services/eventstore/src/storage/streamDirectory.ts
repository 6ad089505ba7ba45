import { METADATA_OF_METADATA, NO_METADATA, parseStreamMetadata } from "../streams/streamMetadata.ts";
import type { StreamMetadata } from "../streams/streamMetadata.ts";
import { isBuiltInStream, isMetadataStream, metadataStreamOf } from "../streams/streamNaming.ts";
import { BoundedMap } from "./boundedMap.ts";
import type { EventTable } from "./eventTable.ts";
import type { LinkTable } from "./linkTable.ts";
import { NO_HEAD, TOMBSTONE_REVISION } from "./records.ts";
import type { StreamNames } from "./streamNames.ts";

const CACHED_STREAMS = 50_000;

const NOTHING_AGED = { revision: 0, created: 0 };

/** What is known of one stream. Look it up again after every wait: it changes with each commit. */
export type StreamState = {
  readonly name: string;
  /** Undefined until the stream has been written to. */
  id: number | undefined;
  /** Revision of the newest event, {@link NO_HEAD} when there is none, {@link TOMBSTONE_REVISION} when tombstoned. */
  head: number;
  metadata: StreamMetadata | undefined;
  /** Every revision before `revision` was created before `created`, as far as `$maxAge` asked. */
  aged: { readonly revision: number; readonly created: number };
};

/** The tables a directory reads. */
export type DirectoryTables = { names: StreamNames; events: EventTable; links: LinkTable };

/** Finds streams by name; remembers the ones used lately. */
export class StreamDirectory {
  readonly #tables: DirectoryTables;
  readonly #streams = new BoundedMap<string, StreamState>(CACHED_STREAMS);

  constructor(tables: DirectoryTables) {
    this.#tables = tables;
  }

  /** The state of a stream, existing or not. */
  get(name: string): StreamState {
    const known = this.#streams.get(name);
    if (known !== undefined) return known;
    const id = this.#tables.names.idOf(name);
    const state: StreamState = { name, id, head: this.#headOf(name, id), metadata: undefined, aged: NOTHING_AGED };
    this.#streams.set(name, state);
    return state;
  }

  /** The number of a stream, given on first use. */
  ensureId(state: StreamState): number {
    state.id ??= this.#tables.names.create(state.name);
    return state.id;
  }

  /** The name of the stream with this number. */
  nameOf(id: number): string {
    return this.#tables.names.nameOf(id);
  }

  /** What the stream's metadata says. */
  metadataOf(state: StreamState): StreamMetadata {
    state.metadata ??= this.#readMetadata(state.name);
    return state.metadata;
  }

  /** To be called when the metadata stream of `owner` was written. */
  metadataChanged(owner: string): void {
    const state = this.#streams.peek(owner);
    if (state === undefined) return;
    state.metadata = undefined;
    state.aged = NOTHING_AGED;
  }

  /** Forgets everything, after a rollback. */
  forget(): void {
    this.#streams.clear();
    this.#tables.names.forget();
  }

  #headOf(name: string, id: number | undefined): number {
    if (id === undefined) return NO_HEAD;
    if (isBuiltInStream(name)) return this.#tables.links.last(id)?.revision ?? NO_HEAD;
    return this.#tables.events.lastRevision(id) ?? NO_HEAD;
  }

  #readMetadata(name: string): StreamMetadata {
    if (isMetadataStream(name)) return METADATA_OF_METADATA;
    const holder = this.get(metadataStreamOf(name));
    if (holder.id === undefined || holder.head === NO_HEAD || holder.head === TOMBSTONE_REVISION) return NO_METADATA;
    const newest = this.#tables.events.at(holder.id, holder.head);
    return newest === undefined ? NO_METADATA : parseStreamMetadata(newest.data);
  }
}
