import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { verifyLog } from "../operations/verify.ts";
import { EventLog } from "../storage/eventLog.ts";
import type { NewEvent } from "../storage/records.ts";
import { appendEvents } from "./appendEvents.ts";
import { appendRecords } from "./appendRecords.ts";
import type { Transaction } from "./appendRecords.ts";
import { deleteStream, tombstoneStream } from "./deleteStream.ts";
import { ANY } from "./expectation.ts";
import type { ActualState, ExpectedState } from "./expectation.ts";

const folder = mkdtempSync(join(tmpdir(), "ballast-transactions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(maxPages?: number): { log: EventLog; file: string } {
  const file = join(folder, `${randomUUID()}.sqlite`);
  return { file, log: EventLog.open({ file, ...(maxPages === undefined ? {} : { maxPages }) }) };
}

const event = (size = 2): NewEvent => ({
  id: randomUUID(), type: "Happened", isJson: true, data: Buffer.alloc(size, "x"), metadata: new Uint8Array(),
});
const toBoth = (size?: number): Transaction => ({
  checks: [
    { stream: "a-1", expected: ANY },
    { stream: "b-1", expected: ANY },
  ],
  events: [0, 1, 0].map((check) => ({ check, event: event(size) })),
});

describe("a transaction over several streams", () => {
  test("is one commit, and its events are chained like any other", async () => {
    const { log, file } = open();
    const before = log.commitCounts.commits;
    const { revisions, position } = await appendRecords(log, toBoth());
    expect([[...revisions], position]).toEqual([[[0, 1], [1, 0]], 3]);
    expect(log.commitCounts.commits - before).toBe(1);
    log.close();
    expect(await verifyLog(file)).toMatchObject({ problems: [], events: 3 });
  });

  test("is refused whole by a full disk, and leaves nothing of itself", async () => {
    const { log, file } = open(60);
    await appendRecords(log, toBoth());
    await expect(appendRecords(log, toBoth(150_000))).rejects.toMatchObject({ failure: { kind: "storage", fault: "diskFull" } });
    expect([log.lastPosition, log.streams.get("a-1").head, log.streams.get("b-1").head]).toEqual([3, 1, 0]);
    await appendRecords(log, toBoth());
    log.close();
    expect(await verifyLog(file)).toMatchObject({ problems: [], events: 6 });
  });

  test("that fails lets those that share its commit pass", async () => {
    const { log } = open();
    const wrong: Transaction = {
      ...toBoth(),
      checks: [
        { stream: "a-1", expected: { kind: "exact", revision: 9 } },
        { stream: "b-1", expected: ANY },
      ],
    };
    const outcomes = await Promise.allSettled([appendRecords(log, toBoth()), appendRecords(log, wrong), appendRecords(log, toBoth())]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(log.lastPosition).toBe(6);
    log.close();
  });

  test("to a softly deleted stream goes on where it stopped, and hides what was deleted", async () => {
    const { log } = open();
    await appendEvents(log, { stream: "a-1", expected: ANY, events: [event(), event()] });
    await deleteStream(log, { stream: "a-1", expected: ANY });
    const { revisions } = await appendRecords(log, toBoth());
    expect(revisions.get(0)).toBe(3);
    expect(log.streams.metadataOf(log.streams.get("a-1")).truncateBefore).toBe(2);
    log.close();
  });
});

/** The table in the original's source, for streams that are not written; nothing where the check holds. */
describe("a check of a stream that is not written", () => {
  const states: Record<string, readonly (ActualState["kind"] | undefined)[]> = {
    // at revision 1, missing, softly deleted at revision 1, tombstoned
    exact: [undefined, "noStream", undefined, "tombstoned"],
    noStream: ["exact", undefined, undefined, undefined],
    any: [undefined, undefined, undefined, undefined],
    streamExists: [undefined, "noStream", "deleted", "tombstoned"],
    deleted: ["exact", "noStream", undefined, "tombstoned"],
    tombstoned: ["exact", "noStream", "deleted", undefined],
  };

  test("holds and fails as in the original", async () => {
    const { log } = open();
    for (const stream of ["there", "deleted", "tombstoned"]) await appendEvents(log, { stream, expected: ANY, events: [event(), event()] });
    await deleteStream(log, { stream: "deleted", expected: ANY });
    await tombstoneStream(log, { stream: "tombstoned", expected: ANY });
    for (const [kind, row] of Object.entries(states)) {
      const found: (string | undefined)[] = [];
      for (const stream of ["there", "missing", "deleted", "tombstoned"]) {
        const expected = (kind === "exact" ? { kind, revision: 1 } : { kind }) as ExpectedState;
        const checked = appendRecords(log, {
          checks: [
            { stream, expected },
            { stream: "written", expected: ANY },
          ],
          events: [{ check: 1, event: event() }],
        });
        found.push(
          await checked.then(
            () => undefined,
            (error: { failure: { violations: { actual: ActualState }[] } }) => error.failure.violations[0]?.actual.kind,
          ),
        );
      }
      expect(found, kind).toEqual(row);
    }
    log.close();
  });
});
