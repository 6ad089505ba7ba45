import { personDecider, rotationDecider, type RotationCommand } from "@ballast/domain";
import { ids, type RecordedEvent } from "@ballast/eventlog";
import { plainLayer, streamName, type Notice } from "@ballast/schema";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Reaction } from "../reactor/slice.ts";
import { doFor } from "../reactor/byEvent.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { ActivityWorld, ana } from "../specification/activityWorld.ts";
import { dueNotices } from "./dueNotices.ts";
import { noticeActivities } from "./notice.activities.ts";

vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);

const [DAY, HOUR] = [86_400_000, 3_600_000];
const rotationId = ids.rotation("platform");
let world: ActivityWorld;
let [ann, ben, tpm] = ["", "", ""];
const change = (command: RotationCommand) => world.act(rotationDecider, rotationId, command);

beforeEach(async () => {
  // A Monday, ten o'clock.
  world = new ActivityWorld();
  [ann, ben] = [await world.person("ann", ["responder"]), await world.person("ben", ["responder"])];
  tpm = await world.person("tpm", ["tpm"]);
  await change({
    type: "CreateRotation", now: world.at(), rotationId, name: "Platform",
    layer: {
      ...plainLayer, layerId: rotationId, effectiveFrom: world.at(), timeZone: "UTC", startsOn: "2026-03-02", people: [ann, ben],
      handOver: { every: "day", weekday: null, at: "08:00" },
      hours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: "08:00", to: "20:00", daysLater: 0 }],
    },
  });
  await change({ type: "SetOwner", now: world.at(), rotationId, personId: tpm });
});

const reaction = (): Reaction => ({
  log: world.parts.log, temporal: new FakeEngine().asClient(), flags: { changedFor: () => Promise.resolve([]) },
  now: () => new Date(world.now), policy: {} as Reaction["policy"],
});

/** A worker that has just begun: it reads the log, and looks at everything that it then finds. */
async function round(): Promise<void> {
  const follower = dueNotices();
  const events: RecordedEvent[] = [];
  for (const stream of [
    ...[ann, ben, tpm, ids.person("boss")].map((id) => streamName("person", id)), streamName("rotation", rotationId),
  ])
    events.push(...(await world.parts.log.read(stream)).events);
  for (const recorded of events) doFor(follower.notes, recorded);
  for (const candidate of follower.candidates(world.now)) await follower.look(reaction(), candidate);
}
async function toldTo(personId: string): Promise<readonly Notice[]> {
  const { events } = await world.parts.log.read(streamName("person", personId));
  return events.flatMap(({ event }) => (event.type === "NoticeGiven" ? [event.data.notice] : []));
}
const kinds = async (personId: string) => (await toldTo(personId)).map(({ kind, times }) => `${kind} ${String(times.length)}`);
const say = async (personId: string, notice: Notice) => {
  await noticeActivities(world.parts as Parameters<typeof noticeActivities>[0]).tellNotice({
    personId, notice, requestEventId: ids.part("notice", notice.kind), correlationId: ids.part("notice", "c"), actor: ana,
  });
  return world.delivered.at(-1);
};

describe("the owner of a schedule", () => {
  it("is told of gaps once, however many workers look and begin anew, and nobody while people still change things", async () => {
    await round();
    expect(await kinds(tpm)).toEqual([]);
    world.now += 3 * 60_000;
    await Promise.all([round(), round()]);
    await round();
    expect(await kinds(tpm)).toEqual(["gapAhead 13", "gapToday 1"]);
    expect(await kinds(ann)).toEqual([]);
    world.now += DAY;
    await round();
    expect((await kinds(tpm)).slice(2)).toEqual(["gapAhead 1", "gapToday 1"]);
  });

  it("is told when somebody is on call there after all, whoever owns it by then, and again where that is taken back", async () => {
    world.now += 3 * 60_000;
    await round();
    const gap = (await toldTo(tpm)).find(({ kind }) => kind === "gapToday")?.times[0];
    if (gap === undefined) throw new Error("there was to be one");
    const overrideId = ids.part("override", "1");
    await change({
      type: "AddOverride", now: world.at(), rotationId, override: { overrideId, personId: ben, ...gap, reason: "", insteadOf: null },
    });
    await change({ type: "SetOwner", now: world.at(), rotationId, personId: null });
    world.now += 3 * 60_000;
    await round();
    expect((await toldTo(tpm)).at(-1)).toEqual({ kind: "gapClosed", rotationId, channel: null, times: [gap] });
    // Whoever takes turns is told where nobody else is.
    expect(await kinds(ann)).toEqual(["gapAhead 13"]);
    await change({ type: "RemoveOverride", now: world.at(), rotationId, overrideId, reason: "ill" });
    world.now += 3 * 60_000;
    await round();
    expect(await kinds(ben)).toEqual(["gapAhead 13", "gapToday 1"]);
  });

  it("is who administers Ballast where the schedule belongs to nobody who is here, and nobody who is takes turns", async () => {
    const boss = await world.person("boss", ["admin"]);
    for (const personId of [ann, ben, tpm]) await world.act(personDecider, personId, { type: "Leave", now: world.at(), personId });
    world.now += 3 * 60_000;
    await round();
    world.now += HOUR;
    await Promise.all([round(), round()]);
    expect(await toldTo(boss)).toEqual([{
      kind: "gapToday", rotationId, channel: null, times: [{ from: "2026-03-02T00:00:00.000Z", to: "2026-03-16T10:03:00.000Z" }],
    }]);
    expect([await kinds(tpm), await kinds(ann)]).toEqual([[], []]);
    world.now += DAY;
    await round();
    expect(await kinds(boss)).toEqual(["gapToday 1"]);
    const cleo = await world.person("cleo", ["responder"]);
    await change({ type: "SetFallback", now: world.at(), rotationId, personId: cleo });
    world.now += 3 * 60_000;
    await round();
    expect(await kinds(boss)).toEqual(["gapToday 1", "gapClosed 1"]);
  });

  it("reads which times have nobody; of what is closed by then nothing is said", async () => {
    world.now += 3 * 60_000;
    await round();
    const notice = (await toldTo(tpm)).find(({ kind }) => kind === "gapToday");
    if (notice === undefined) throw new Error("there was to be one");
    expect(await say(tpm, notice)).toMatchObject({
      to: "tpm@example.org", subject: "Platform: nobody is on call from Mon 2 Mar, 20:00 UTC",
      link: `https://ballast.example/on-call/${rotationId}`,
    });
    await change({ type: "SetFallback", now: world.at(), rotationId, personId: ben });
    world.now += HOUR;
    await say(tpm, notice);
    expect(world.delivered).toHaveLength(1);
  });
});

describe("somebody who wants to be reminded", () => {
  const remind = (personId: string, reminders: { turnDays: number | null; standInDays: number | null; weekly: boolean }) =>
    world.act(personDecider, personId, { type: "SetReminders", now: world.at(), personId, reminders });

  it("is told of shifts so many days ahead, and of each once", async () => {
    await remind(ann, { turnDays: 2, standInDays: null, weekly: false });
    world.now += 3 * 60_000;
    await round();
    await round();
    const [first, ...more] = await toldTo(ann);
    expect([first?.kind, first?.times.length, more]).toEqual(["shift", 1, []]);
    if (first === undefined) return;
    expect(await say(ann, first)).toMatchObject({ subject: expect.stringContaining("You are on call for Platform from") });
    const [time] = first.times;
    if (time === undefined) return;
    await change({
      type: "AddOverride", now: world.at(), rotationId,
      override: { overrideId: ids.part("o", "2"), personId: ben, ...time, reason: "", insteadOf: null },
    });
    await say(ann, first);
    expect(world.delivered).toHaveLength(1);
  });

  it("reads on Monday who is on call until when, once", async () => {
    await remind(tpm, { turnDays: null, standInDays: null, weekly: true });
    await round();
    await round();
    const [week, ...more] = await toldTo(tpm);
    expect([week?.kind, more]).toEqual(["week", []]);
    if (week === undefined) return;
    const message = await say(tpm, week);
    expect(message?.text).toMatch(/Platform\n(?:ann|ben) until Mon 2 Mar, 20:00 UTC\nNOBODY until Tue 3 Mar, 08:00 UTC/u);
  });

  it("is asked to try a channel that nobody has tried for 90 days, once", async () => {
    world.now += 91 * DAY;
    await round();
    await round();
    expect(await toldTo(ann)).toContainEqual(expect.objectContaining({ kind: "channel", channel: "mail" }));
    expect((await toldTo(ann)).filter(({ kind }) => kind === "channel")).toHaveLength(1);
    expect((await toldTo(tpm)).filter(({ kind }) => kind === "channel")).toEqual([]);
  });
});
