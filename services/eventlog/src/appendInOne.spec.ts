import { EventStoreDBClient } from "@eventstore/db-client";
import type { BallastEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import type { NewEvent } from "./append.ts";
import { appendInOne } from "./appendTogether.ts";
import type { Connection } from "./connection.ts";
import { ids } from "./ids.ts";

const now = "2026-11-30T20:00:00.000Z";
const alertId = ids.part("a", "b");
const cleared = (index: number, letters = 0): NewEvent => ({
  eventId: ids.event("c", "s", index),
  event: {
    type: "AlertAcknowledged", data: { alertId, ordinal: 1, at: now, by: "x".repeat(letters) },
  } satisfies BallastEvent,
  metadata: {
    actor: { personId: null, name: "Ana", means: "webhook" }, occurredAt: now, recordedAt: now, commandId: alertId, $correlationId: alertId,
    $causationId: alertId,
  },
});

/** Which way an append went: with one message, and each event with one of its own. */
async function wayOf(events: readonly NewEvent[], offered: boolean): Promise<readonly string[]> {
  const ways: string[] = [];
  const client = EventStoreDBClient.connectionString`esdb://127.0.0.1:1?tls=false`;
  Object.defineProperty(client, "appendToStream", {
    value: (_: string, each: readonly unknown[]) => {
      ways.push(`${each.length} messages`);
      return Promise.resolve({ nextExpectedRevision: 1n, position: { commit: 7n, prepare: 7n } });
    },
  });
  const connection: Connection = {
    client: () => client,
    appendRecords() {
      ways.push("one message");
      // No revisions; the place of the last event is 7.
      return Promise.resolve(offered ? Buffer.from([0x10, 14]) : null);
    },
    renew: () => undefined, close: () => Promise.resolve(),
  };
  const appended = await appendInOne(
    connection, { stream: `alert-${alertId}`, events, expectedRevision: "no_stream" }, { attemptMs: 1_000, giveUpAfterMs: 1_000 },
  );
  expect(appended.position).toBe("7");
  return ways;
}

const many = Array.from({ length: 2_700 }, (_, n) => cleared(n, 280));

describe("an append to one stream", () => {
  it.each<[string, readonly NewEvent[], boolean, readonly string[]]>([
    ["of several events is one message", [cleared(0), cleared(1)], true, ["one message"]],
    ["of several events goes as ever where the log knows no other way", [cleared(0), cleared(1)], false, ["one message", "2 messages"]],
    ["of one event goes as ever", [cleared(0)], true, ["1 messages"]],
    ["that may be too large is judged by the way that says so", many, true, ["2700 messages"]],
  ])("%s", async (_, events, offered, ways) => {
    expect(await wayOf(events, offered)).toEqual(ways);
  });
});
