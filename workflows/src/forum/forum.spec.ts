import { personDecider } from "@ballast/domain";
import { forumDecider, sittingDecider, type SittingCommand } from "@ballast/domain/forum";
import { idOf, ids } from "@ballast/eventlog";
import { workflowIds, type TellOfSittingInput } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { doFor } from "../reactor/byEvent.ts";
import { Following } from "../reactor/openRecords.ts";
import type { Reaction } from "../reactor/slice.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { tell } from "../specification/scriptedWorkflow.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { tellOwnerOfSitting } from "./forum.activities.ts";
import { forumSlice } from "./slice.ts";
import { tellOfSitting } from "./tellOfSitting.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));

const DAY = 86_400_000;
const [forumId, lea] = [ids.deploy("a forum"), ids.person("lea")];

describe("reviews that come again", () => {
  let world: WorkerWorld;
  let engine: FakeEngine;
  beforeEach(async () => {
    [world, engine] = [new WorkerWorld(), new FakeEngine()];
    await world.handle({ aggregate: personDecider, id: lea }, {
      type: "JoinPerson", now: world.at(), personId: lea, login: "lea", name: "Lea", roles: ["viewer"], timeZone: "UTC",
      contacts: { email: "lea@ballast.test", chatWebhookUrl: null },
    });
    // 2 March 2026 is a Monday.
    await world.handle({ aggregate: forumDecider, id: forumId }, {
      type: "FoundForum", now: world.at(), forumId, title: "Architecture", kind: "architecture", serviceIds: [], vendor: null, ownerId: lea,
      participantIds: [], cadence: { every: 2, unit: "week" }, firstOn: "2026-03-12", tellDaysBefore: 3,
    });
  });

  const reaction = (): Reaction => ({
    log: world.parts.log, temporal: engine.asClient(), flags: { changedFor: () => Promise.resolve([]) }, now: () => new Date(world.now),
    policy: {} as Reaction["policy"],
  });
  const followed = (): Following => {
    const following = new Following([forumSlice]);
    for (const event of world.memory.events) following.note(event);
    return following;
  };
  const look = async (following = followed()): Promise<void> => {
    for (const records of following.records) for (const id of records.candidates(world.now)) await records.look(reaction(), id);
  };
  const openedFor = (): readonly string[] =>
    world.memory.events.flatMap(({ event }) => (event.type === "SittingOpened" ? [event.data.dueOn] : []));
  const sittingId = (dueOn: string): string => idOf(sittingDecider, forumId, dueOn);
  const onSitting = (command: SittingCommand) => world.handle({ aggregate: sittingDecider, id: command.sittingId }, command);

  it("are opened so many days ahead, once, and the next one only when that is over", async () => {
    world.now += 6 * DAY;
    await look();
    expect(openedFor()).toEqual([]);
    world.now += DAY;
    const [one, other] = [followed(), followed()];
    await look(one);
    await look(other);
    expect(openedFor()).toEqual(["2026-03-12"]);
    world.now += 30 * DAY;
    await look();
    expect(openedFor()).toEqual(["2026-03-12"]);
    await onSitting({ type: "BeginSitting", now: world.at(), sittingId: sittingId("2026-03-12"), due: [] });
    await onSitting({
      type: "CloseSitting", now: world.at(), sittingId: sittingId("2026-03-12"), heldOn: "2026-04-07", today: "2026-04-07", summary: "",
    });
    await look();
    // Held on 7 April, the next of every other Thursday is the 9th.
    expect(openedFor()).toEqual(["2026-03-12", "2026-04-09"]);
  });

  it("of a series that was ended do not come", async () => {
    await world.handle({ aggregate: forumDecider, id: forumId }, { type: "EndForum", now: world.at(), forumId, reason: "merged" });
    world.now += 30 * DAY;
    await look();
    expect(openedFor()).toEqual([]);
  });

  it("are told to whoever answers for them, by one message; not who opened one, nor of one that is over", async () => {
    world.now += 8 * DAY;
    await look();
    const opened = world.memory.events.find(({ event }) => event.type === "SittingOpened");
    if (opened === undefined) throw new Error("none was opened");
    for (let time = 0; time < 2; time += 1) await doFor(forumSlice.reactions, opened, reaction());
    expect(engine.started.map(({ workflowId }) => workflowId)).toEqual([workflowIds.sitting(opened.eventId)]);
    const input: TellOfSittingInput = {
      forumId, sittingId: sittingId("2026-03-12"), requestEventId: opened.eventId, correlationId: "c", actor: opened.metadata.actor,
    };
    const telling = (more: Partial<TellOfSittingInput> = {}) =>
      tellOwnerOfSitting(world.parts, { ...input, ...more }, new AbortController().signal);
    await telling();
    await telling();
    expect(new Set(world.sent.map(({ key }) => key)).size).toBe(1);
    expect(world.sent[0]).toMatchObject({ to: "lea@ballast.test", subject: "Architecture is due on Thursday 12 March" });
    world.sent.length = 0;
    await telling({ actor: { personId: lea, name: "Lea", means: "console" } });
    await onSitting({ type: "SkipSitting", now: world.at(), sittingId: sittingId("2026-03-12"), reason: "away" });
    await telling();
    expect(world.sent).toEqual([]);
    const told = await tell(tellOfSitting, input, { clock: () => undefined, activities: { tellOwnerOfSitting: () => undefined } });
    expect(told.calls).toMatchObject([{ name: "tellOwnerOfSitting", input: { forumId } }]);
  });
});
