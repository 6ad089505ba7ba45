import { customerDecider, type KnownCustomer } from "@ballast/domain/customer";
import { foldRecord, ids, idOf, toNewEvent, type RecordedEvent } from "@ballast/eventlog";
import type { BallastEvent } from "@ballast/schema";
import { defaultResponsePolicy } from "@ballast/schema/workflows";
import { beforeEach, expect, it } from "vitest";
import { reactTo } from "../reactor/reactor.ts";
import type { Reaction } from "../reactor/slice.ts";
import { slices } from "../slices.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { MemoryLog } from "../specification/memoryLog.ts";

const laneId = ids.lane(ids.service("shop"), "production");
const place = { laneId, deployId: ids.deploy("d"), releaseId: ids.release(ids.service("shop"), "v2"), version: "v2" };
const [noon, evening, nextDay] = ["2026-03-02T12:00:00.000Z", "2026-03-02T20:00:00.000Z", "2026-03-03T12:00:00.000Z"];

let memory: MemoryLog;
let reaction: Reaction;
beforeEach(() => {
  memory = new MemoryLog();
  reaction = {
    log: memory.asLog(), temporal: new FakeEngine().asClient(), flags: { changedFor: () => Promise.resolve([]) },
    now: () => new Date(nextDay), policy: defaultResponsePolicy,
  };
});

/** Records an event, and lets the slices react to it so many times. */
async function happens(stream: `lane-${string}` | `incident-${string}`, event: BallastEvent, { at = noon, times = 1 } = {}): Promise<void> {
  const context = {
    commandId: ids.command("spec", stream, memory.events.length), actor: { personId: null, name: "spec", means: "system" }, now: at,
    correlationId: "spec", causationId: "spec",
  } as const;
  const { events, revision } = await memory.read(stream);
  await memory.append(stream, [toNewEvent({ event, stream, index: events.length }, context)], {
    expectedRevision: revision ?? "no_stream",
  });
  const recorded: RecordedEvent | undefined = memory.events.at(-1);
  for (let time = 0; recorded !== undefined && time < times; time += 1) await reactTo(slices, reaction, recorded);
}
const shift = (customers: string[], how?: { at?: string; times?: number }) =>
  happens(`lane-${laneId}`, { type: "ExposureShifted", data: { ...place, percent: 0, customers } }, how);
const seenOf = async (id: string): Promise<KnownCustomer["seen"] | null> => {
  const customer = await foldRecord(memory.asLog(), customerDecider, idOf(customerDecider, id));
  return customer.status === "known" ? customer.seen : null;
};

it("customers whom a deploy names are known from then on, once a day, however often that is told", async () => {
  await shift(["acme", "__proto__", "acme", "\ud83c"], { times: 2 });
  await shift(["acme"], { at: evening });
  expect(await seenOf("acme")).toEqual({ deploy: { first: noon, last: noon } });
  expect(await seenOf("__proto__")).toEqual({ deploy: { first: noon, last: noon } });
  await shift(["acme"], { at: nextDay });
  expect(await seenOf("acme")).toEqual({ deploy: { first: noon, last: nextDay } });
  expect(memory.events.filter(({ event }) => event.type === "CustomerSeen")).toHaveLength(3);
});

it("so are those that a deploy is known to have hurt, and nobody whom an incident only tells of", async () => {
  const incidentId = ids.incident("i");
  const affected = (deployId: string | null, customer: string): Promise<void> =>
    happens(`incident-${incidentId}`, {
      type: "CustomersAffected", data: { incidentId, deployId, customers: [{ customer, requests: 3, errors: 1 }], count: 1 },
    });
  await affected(place.deployId, "hurt");
  await affected(null, "told");
  expect([await seenOf("hurt"), await seenOf("told")]).toEqual([{ deploy: { first: noon, last: noon } }, null]);
});
