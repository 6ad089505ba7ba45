/** Version of the file's layout, kept in `PRAGMA user_version`. */
export const SCHEMA_VERSION = 2;

/** The layout before there were hashes: such a log is read as it is, and gets the table when it is opened for writing. */
export const SCHEMA_VERSION_WITHOUT_HASHES = 1;

/** What layout 2 adds: for each event a hash of its head and one of all of it. */
export const HASHES = `
CREATE TABLE hashes (
  position INTEGER PRIMARY KEY,
  head BLOB,
  whole BLOB
);
`;

/** Marks the file as ours in `PRAGMA application_id` ("BLog"). */
export const APPLICATION_ID = 0x424c6f67;

/**
 * The layout of the log file.
 *
 * `events.position` is the place in `$all`. Large columns come last, so that a scan that only looks at type and
 * stream never reads the overflow pages of a big event. `links` holds the category and type streams, which would
 * otherwise triple the size of the log: a row only names the position of its target.
 */
export const SCHEMA = `
CREATE TABLE streams (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  type TEXT NOT NULL,
  json INTEGER NOT NULL,
  created INTEGER NOT NULL,
  id BLOB NOT NULL,
  metadata BLOB NOT NULL,
  data BLOB NOT NULL
);
CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
CREATE INDEX events_by_id ON events (stream, id);
CREATE TABLE links (
  stream INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  target INTEGER NOT NULL,
  PRIMARY KEY (stream, revision)
) WITHOUT ROWID;
CREATE TABLE subscription_groups (
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,
  checkpoint INTEGER,
  PRIMARY KEY (source, name)
) WITHOUT ROWID;
CREATE TABLE facts (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
${HASHES}`;
