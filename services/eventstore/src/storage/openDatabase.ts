import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { APPLICATION_ID, HASHES, SCHEMA, SCHEMA_VERSION, SCHEMA_VERSION_WITHOUT_HASHES } from "./schema.ts";

/** How to open the file. */
export type OpenDatabaseOptions = {
  readonly file: string;
  readonly readOnly?: boolean;
  /** Nobody writes it, and nothing may be put beside it. */
  readonly immutable?: boolean;
  /** Upper bound of the file in pages of 4 KiB; simulates a full disk in tests. */
  readonly maxPages?: number;
};

/**
 * Opens or creates the log file: WAL, and `synchronous=FULL`, so that a commit that returned is on the disk.
 *
 * @throws Error when the file is something else, or was written by a newer version.
 */
export function openDatabase(options: OpenDatabaseOptions): DatabaseSync {
  const place = options.immutable === true ? immutableAddress(options.file) : options.file;
  const database = new DatabaseSync(place, { readOnly: options.readOnly ?? false });
  try {
    if (options.readOnly !== true) prepareForWriting(database, options);
    checkVersion(database, options.file);
    if (options.readOnly !== true) addHashes(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function immutableAddress(file: string): URL {
  const address = pathToFileURL(file);
  address.searchParams.set("immutable", "1");
  return address;
}

function prepareForWriting(database: DatabaseSync, options: OpenDatabaseOptions): void {
  if (readPragma(database, "user_version") === 0 && countTables(database) === 0) {
    database.exec("PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
    database.exec(
      `BEGIN IMMEDIATE; ${SCHEMA} PRAGMA application_id=${APPLICATION_ID}; PRAGMA user_version=${SCHEMA_VERSION}; COMMIT`,
    );
  }
  database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384");
  // A checkpoint every 16 MiB of log instead of every 4: fewer pauses, the same durability.
  database.exec("PRAGMA wal_autocheckpoint=4000; PRAGMA temp_store=MEMORY");
  if (options.maxPages !== undefined) database.exec(`PRAGMA max_page_count=${Math.trunc(options.maxPages)}`);
}

function checkVersion(database: DatabaseSync, file: string): void {
  if (readPragma(database, "application_id") !== APPLICATION_ID) throw new Error(`${file} is not an event log`);
  const version = readPragma(database, "user_version");
  if (version !== SCHEMA_VERSION && version !== SCHEMA_VERSION_WITHOUT_HASHES) {
    throw new Error(`${file} has layout ${version}; this version of Ballast reads layout ${SCHEMA_VERSION}`);
  }
}

/** Events of before stay without hashes until `verify --upgrade`; those to come have them. */
function addHashes(database: DatabaseSync): void {
  if (readPragma(database, "user_version") === SCHEMA_VERSION) return;
  database.exec(`BEGIN IMMEDIATE; ${HASHES}
    INSERT INTO facts (name, value) SELECT 'hashed_from', coalesce(max(position), 0) + 1 FROM events;
    INSERT INTO facts (name, value) SELECT 'chain', coalesce(max(position), 0) || ' ' FROM events;
    PRAGMA user_version=${SCHEMA_VERSION}; COMMIT`);
}

/** The value of a pragma that is an integer. */
export function readPragma(database: DatabaseSync, name: string): number {
  const row = database.prepare(`PRAGMA ${name}`).get();
  const value = row === undefined ? undefined : Object.values(row)[0];
  return typeof value === "number" ? value : 0;
}

function countTables(database: DatabaseSync): number {
  const row = database.prepare("SELECT count(*) AS n FROM sqlite_schema").get();
  return Number(row?.["n"] ?? 0);
}
