import { pageDecider, personDecider, rotationDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { plainLayer, type PageStep } from "@ballast/schema";
import { beforeEach, describe, expect, it } from "vitest";
import { ActivityWorld } from "../specification/activityWorld.ts";
import { reachableFor } from "./people.ts";

const rotationId = ids.rotation("first");
let world: ActivityWorld;
let [ann, ben, cleo] = ["", "", ""];
beforeEach(async () => {
  world = new ActivityWorld();
  ann = await world.person("ann", ["responder"]);
  ben = await world.person("ben", ["engineer"]);
  cleo = await world.person("cleo", ["admin"]);
});

async function rotation(people: readonly string[]): Promise<void> {
  await world.act(rotationDecider, rotationId, {
    type: "CreateRotation", now: world.at(), rotationId, name: "First",
    layer: {
      ...plainLayer, layerId: rotationId,
      effectiveFrom: "2026-03-01T00:00:00Z", timeZone: "UTC", handOver: { every: "day", weekday: null, at: "00:00" }, people: [...people],
      startsOn: "2026-03-01",
    },
  });
}
async function reachable(asked: Parameters<ActivityWorld["paged"]>[0] = {}) {
  const { pageId } = await world.paged(asked);
  const page = await foldRecord(world.parts.log, pageDecider, pageId);
  if (page.status === "absent") throw new Error("it was asked for");
  const { course, people } = await reachableFor(world.parts.log, page.request, { at: world.parts.now(), round: 0 });
  const called = (step: PageStep): readonly string[] => course.rungs.find((rung) => rung.step === step)?.people ?? [];
  return { course, people, called };
}

describe("whom a page calls", () => {
  it("is known without looking for others who answer incidents, where its schedule calls somebody", async () => {
    await rotation([ben, ann]);
    const { log } = world.parts;
    const { pageId } = await world.paged({ rotationIds: [rotationId] });
    const page = await foldRecord(log, pageDecider, pageId);
    if (page.status === "absent") throw new Error("it was asked for");
    const unread = () => Promise.reject(new Error("the log was looked through"));
    const { course, people } = await reachableFor({ ...log, subscribeAll: unread }, page.request, { at: world.parts.now(), round: 0 });
    expect(course.straightToEveryone).toBeNull();
    expect([...people.keys()].toSorted()).toEqual([ann, ben].toSorted());
  });

  it("is known without reading the log from its beginning, page after page", async () => {
    const read: string[] = [];
    const { log } = world.parts;
    const watched = {
      ...log, readAll: (options: Parameters<typeof log.readAll>[0]) => {
        if (options?.max !== 1) throw new Error("the whole log was read");
        return log.readAll(options);
      },
      subscribeAll: (options: Parameters<typeof log.subscribeAll>[0]) => log.subscribeAll({
        ...options, onBatch: (batch) => { read.push(...batch.events.map(({ event }) => event.type)); return options.onBatch(batch); },
      }),
    };
    const { pageId } = await world.paged();
    const page = await foldRecord(log, pageDecider, pageId);
    if (page.status === "absent") throw new Error("it was asked for");
    const look = () => reachableFor(watched, page.request, { at: world.parts.now(), round: 0 });
    expect((await look()).people.has(ann)).toBe(true);
    const atFirst = read.length;
    await look();
    expect(read).toHaveLength(atFirst);
    const dan = await world.person("dan", ["responder"]);
    expect((await look()).people.has(dan)).toBe(true);
    expect(read.length).toBeLessThan(2 * atFirst);
  });

  it("is who is on call, then who is next, then everybody of the rotation", async () => {
    // On the second day it is the second one's turn.
    await rotation([ann, ben]);
    const { course, called, people } = await reachable({ rotationIds: [rotationId] });
    expect([called("person"), called("next"), course.straightToEveryone]).toEqual([[ben], [ann], null]);
    expect(new Set(called("everyone"))).toEqual(new Set([ann, ben]));
    expect(people.get(ben)).toEqual({
      contacts: { email: "ben@example.org", chatWebhookUrl: null }, timeZone: "UTC", rules: null,
    });
  });

  it("is at once everybody who answers incidents where no rotation is named", async () => {
    const { course, called } = await reachable();
    expect(course.straightToEveryone).not.toBeNull();
    expect(new Set(called("everyone"))).toEqual(new Set([ann, cleo]));
  });

  it("is nobody who has left, not even where the rotation still names them", async () => {
    await rotation([ann, ben]);
    await world.act(personDecider, ben, { type: "Leave", now: world.at(), personId: ben });
    const { course, people } = await reachable({ rotationIds: [rotationId] });
    expect(course.rungs.flatMap((rung) => rung.people)).not.toContain(ben);
    expect(people.has(ben)).toBe(false);
  });

  it("is whoever is named besides", async () => {
    await rotation([ann]);
    const { called } = await reachable({ rotationIds: [rotationId], personIds: [ben] });
    expect(new Set(called("person"))).toEqual(new Set([ann, ben]));
  });

  it("leaves out a rotation that nobody knows", async () => {
    const { called } = await reachable({ rotationIds: [ids.rotation("none")] });
    expect(new Set(called("everyone"))).toEqual(new Set([ann, cleo]));
  });
});
