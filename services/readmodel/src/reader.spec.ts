import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openDatabase, openForReading, type Database } from "./engine/database.ts";
import { openReader } from "./reader.ts";

let folder: string;
let file: string;
let writer: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast-reader-"));
  file = join(folder, "readmodel.sqlite");
  writer = openDatabase(file);
  writer.exec("CREATE TABLE things (name TEXT)");
});
afterEach(() => {
  writer.close();
  rmSync(folder, { recursive: true });
});

const count = (database: Database): unknown => database.get("SELECT count(*) AS n FROM things")?.["n"];
const add = (): void => { writer.transaction(() => { writer.run("INSERT INTO things VALUES ('one')"); }); };

it("what is read in one piece of work is of one moment, and the next is of now", async () => {
  const { database, at } = openForReading(file);
  await at(async () => {
    expect(count(database)).toBe(0);
    add();
    await Promise.resolve();
    expect(count(database)).toBe(0);
  });
  expect(await at(async () => Promise.resolve(count(database)))).toBe(1);
  database.close();
});

it("what is remembered is forgotten when somebody has written, and only then", async () => {
  const { database, at } = openForReading(file);
  let worked = 0;
  const asked = () => at(async () => Promise.resolve(database.once("things", () => (worked += 1))));
  await asked();
  await asked();
  expect(worked).toBe(1);
  add();
  await asked();
  expect(worked).toBe(2);
  database.close();
});

it("nothing can be written, and work that fails leaves no moment open", async () => {
  const { database, at } = openForReading(file);
  await expect(at(async () => Promise.resolve(database.run("INSERT INTO things VALUES ('two')")))).rejects.toThrow("readonly");
  add();
  expect(await at(async () => Promise.resolve(count(database)))).toBe(1);
  database.close();
});

it("the file that takes the place of another one is opened; where there is none, it says so", async () => {
  const reader = openReader(file);
  await reader.at(async () => Promise.resolve());
  const other = openDatabase(join(folder, "other.sqlite"));
  other.exec("CREATE TABLE things (name TEXT); PRAGMA user_version=7");
  other.close();
  writer.close();
  for (const part of ["", "-wal", "-shm"]) rmSync(`${file}${part}`, { force: true });
  await expect(reader.at(async () => Promise.resolve())).rejects.toThrow("no such file");
  renameSync(join(folder, "other.sqlite"), file);
  writer = openDatabase(file);
  await expect(reader.at(async () => Promise.resolve("read"))).resolves.toBe("read");
  reader.close();
});
