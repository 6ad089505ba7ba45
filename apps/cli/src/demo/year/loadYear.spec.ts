import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importRunDecider } from "@ballast/domain";
import { connectLog, foldRecord, ids, type Log } from "@ballast/eventlog";
import { startEventStore, type RunningEventStore } from "@ballast/eventstore";
import { afterAll, beforeAll, expect, it } from "vitest";
import { beginYear, loadYear } from "./loadYear.ts";
import { yearOf, type YearOf } from "./year.ts";

const folder = mkdtempSync(join(tmpdir(), "ballast-year-"));
const whose: YearOf = { me: ids.person("who started it"), now: new Date("2026-11-29T16:30:12.000Z") };
const importId = ids.import(ids.command("demonstration", "year"));
let store: RunningEventStore;
let log: Log;

beforeAll(async () => {
  store = await startEventStore({ file: join(folder, "log.sqlite") });
  log = connectLog({ address: store.address });
});
afterAll(async () => {
  await log.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

it("is written once behind what began it, goes on where it was interrupted, and gives away its numbers first", async () => {
  const said: string[] = [];
  const load = (signal: AbortSignal): Promise<boolean> => loadYear(
    log, { ...whose, signal, pauseMs: 0, say: (what) => void said.push(what) },
  );
  expect(await load(new AbortController().signal)).toBe(false);
  await beginYear(log, whose);
  await beginYear(log, whose);
  const { first, records } = await yearOf(whose);
  const incidents = first.find(({ id }) => id === "incidents");
  const { events: numbers } = await log.read(incidents?.stream ?? "counter-incidents");
  expect(numbers.length).toBe(incidents?.events.length);

  const interrupted = new AbortController();
  await loadYear(log, { ...whose, signal: interrupted.signal, pauseMs: 0, say: () => interrupted.abort() });
  const half = await foldRecord(log, importRunDecider, importId);
  expect(half).toMatchObject({ status: "running", counts: { unchanged: 0 } });
  // What was written and not yet noted is found again and left as it is.
  const [next] = records.slice(half.status === "absent" ? 0 : half.counts.imported);
  if (next !== undefined) await log.append(next.stream, next.events, { expectedRevision: "no_stream" });
  expect(await load(new AbortController().signal)).toBe(true);
  expect(await load(new AbortController().signal)).toBe(false);

  const run = await foldRecord(log, importRunDecider, importId);
  expect(run).toMatchObject({
    status: "finished", start: { expectedRecords: records.length }, counts: { unchanged: 1, imported: records.length - 1 },
  });
  const found = new Map<string, number>();
  for await (const { stream } of log.readAll()) found.set(stream, (found.get(stream) ?? 0) + 1);
  found.delete(`import-${importId}`);
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries([...first, ...records].map(({ stream, events }) => [stream, events.length]))
  );
  expect(said.at(-1)).toMatch(/^100 %/);
});
