import type { RecordedEvent } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { openActions } from "../action/openActions.ts";
import { dueNotices } from "../oncall/dueNotices.ts";
import { openExemptions } from "../readiness/openExemptions.ts";
import { openAcceptances } from "../risk/openAcceptances.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { doFor } from "./byEvent.ts";
import type { OpenRecords, Reaction } from "./slice.ts";
import { Turns } from "./turns.ts";

const start = Date.parse("2026-03-02T10:00:00.000Z");
function recorded(type: string, id: string, data: object): RecordedEvent {
  const at = new Date(start).toISOString();
  const told: unknown = { id, eventId: id, event: { type, data }, metadata: { recordedAt: at, occurredAt: at, $correlationId: "c" } };
  return told as RecordedEvent;
}

/** A log that does not answer: every look fails, and is as due again as any other. */
const silentLog: unknown = { read: () => Promise.reject(new Error("no answer")) };
const silent = (now: () => number): Reaction => ({
  log: silentLog as Reaction["log"], temporal: new FakeEngine().asClient(), flags: { changedFor: () => Promise.resolve([]) },
  now: () => new Date(now()), policy: {} as Reaction["policy"],
});

/** Ids that were looked at within an hour of rounds, of so many. */
async function lookedAt(follower: OpenRecords, events: readonly RecordedEvent[]): Promise<ReadonlySet<string>> {
  let now = start + 3 * 60_000;
  for (const event of events) doFor(follower.notes, event);
  const seen = new Set<string>();
  for (const end = now + 3_600_000; now < end; now += 15_000)
    for (const id of follower.candidates(now)) {
      seen.add(id);
      await follower.look(silent(() => now), id).catch(() => undefined);
    }
  return seen;
}

const many = Array.from({ length: 3_000 }, (_, index) => `id${String(index)}`);

describe("each of thousands has its turn", () => {
  it.each([
    ["schedules", dueNotices, (id: string) => recorded("RotationCreated", id, {})],
    ["actions", openActions, (id: string) => recorded("ActionRegistered", id, {})],
    ["acceptances", openAcceptances, (id: string) => recorded("AcceptanceApproved", id, { riskId: id, acceptanceId: id })],
    ["exemptions", openExemptions, (id: string) => recorded("ExemptionGranted", id, { readinessId: id, exemptionId: id })],
  ])("of %s within an hour, though the first are due again before the last were looked at", async (_, follow, event) => {
    expect((await lookedAt(follow(), many.map(event))).size).toBe(many.length);
  });
});

describe("turns", () => {
  it("come to those that have been due longest, twenty a round, and to what fails behind the others", () => {
    const turns = new Turns(600_000);
    for (const id of many.slice(0, 50)) turns.add(id);
    const [first, second, third] = [0, 1, 2].map((round) => {
      const now = start + round * 600_000;
      const ids = turns.next(now);
      for (const id of ids) turns.looked(id, now);
      return ids;
    });
    expect([first, second, third?.slice(0, 10)]).toEqual([many.slice(0, 20), many.slice(20, 40), many.slice(40, 50)]);
  });

  it("come to as many in a round as are there to be looked at in their time, a hundred at most", () => {
    const turns = new Turns(600_000);
    for (const id of many) turns.add(id);
    expect(turns.next(start)).toHaveLength(75);
    expect(turns.next(start, (id) => id.endsWith("99"))).toEqual(many.filter((id) => id.endsWith("99")));
  });
});
