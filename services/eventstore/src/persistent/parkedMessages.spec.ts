import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { appendEvents } from "../append/appendEvents.ts";
import { ANY } from "../append/expectation.ts";
import { EventLog } from "../storage/eventLog.ts";
import { LINK_TYPE } from "../storage/records.ts";
import type { Message } from "./message.ts";
import { ParkedMessages, storedReplay } from "./parkedMessages.ts";

const STREAM = "$persistentsubscription-source::group-parked";
const EMPTY = new Uint8Array();

let log: EventLog;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast-parked-"));
  log = EventLog.open({ file: join(folder, "log.sqlite") });
});
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true, force: true });
});

async function park(count: number): Promise<void> {
  const links = Array.from({ length: count }, (_, n) => ({
    id: randomUUID(), type: LINK_TYPE, isJson: false, data: Buffer.from(`${n}@source`), metadata: EMPTY,
  }));
  await appendEvents(log, { stream: STREAM, expected: ANY, events: links });
}

function open(before = 0): { parked: ParkedMessages; saved: number[] } {
  const saved: number[] = [];
  const parts = { stream: STREAM, saveReplay: (at: number) => void saved.push(at), report: vi.fn() };
  return { parked: new ParkedMessages(log, parts, storedReplay(log, STREAM, before)), saved };
}

describe("replaying many parked messages", () => {
  it("reads none of them before consumers have room, and then no more than fit", async () => {
    await park(60_000);
    const rows = vi.spyOn(log.events, "streamForwards");
    const { parked, saved } = open();
    await parked.startReplay(Number.MAX_SAFE_INTEGER);
    expect(rows).not.toHaveBeenCalled();
    expect([saved, parked.count(), parked.replaying]).toEqual([[60_000], 0, true]);
    expect(parked.take(256).length).toBeLessThanOrEqual(256);
    expect(rows.mock.calls.map(([range]) => range.limit)).toEqual([256]);
  });

  it("goes on after a crash with what was not finished, and counts the rest as parked", async () => {
    await park(2000);
    const { parked } = open();
    await parked.startReplay(1500);
    const taken: Message[] = [];
    while (parked.replaying) taken.push(...parked.take(1000));
    expect(taken).toHaveLength(1500);
    for (const [index, message] of taken.entries()) if (index !== 900) message.finished();
    await parked.flush();
    expect(parked.count()).toBe(500);
    const after = open(1500).parked;
    expect(after.count()).toBe(500);
    const [first] = after.take(1);
    expect(first?.resolved.link?.revision ?? first?.resolved.event?.revision).toBe(900);
  });
});
