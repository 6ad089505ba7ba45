import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, test } from "vitest";
import { StoreError } from "../failures.ts";
import { asStoreError } from "./sqliteFailure.ts";

const folder = mkdtempSync(join(tmpdir(), "ballast-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What SQLite itself throws when `sql` is run. */
function failureOf(database: DatabaseSync, sql: string): unknown {
  try {
    database.exec(sql);
    return undefined;
  } catch (error) {
    return asStoreError(error);
  } finally {
    database.close();
  }
}

describe("an error of SQLite becomes a refusal with advice", () => {
  test("a read-only file", () => {
    const file = join(folder, "readonly.sqlite");
    new DatabaseSync(file).exec("CREATE TABLE t (x)");
    const failure = failureOf(new DatabaseSync(file, { readOnly: true }), "INSERT INTO t VALUES (1)");
    expect(failure).toBeInstanceOf(StoreError);
    expect(failure).toMatchObject({ failure: { kind: "storage", fault: "readOnly" } });
  });

  test("a full disk", () => {
    const database = new DatabaseSync(join(folder, "full.sqlite"));
    database.exec("CREATE TABLE t (x); PRAGMA max_page_count=3");
    const failure = failureOf(database, "INSERT INTO t VALUES (zeroblob(100000))");
    expect(failure).toMatchObject({ failure: { kind: "storage", fault: "diskFull" } });
  });

  test("anything else stays what it was", () => {
    const bug = new TypeError("not ours");
    expect(asStoreError(bug)).toBe(bug);
  });
});
