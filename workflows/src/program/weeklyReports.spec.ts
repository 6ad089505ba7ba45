import { objectiveDecider } from "@ballast/domain/objective";
import { programDecider } from "@ballast/domain/program";
import { idOf, ids } from "@ballast/eventlog";
import { defaultWeights } from "@ballast/schema";
import { expect, it } from "vitest";
import { Following } from "../reactor/openRecords.ts";
import type { Reaction } from "../reactor/slice.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { programSlice } from "./slice.ts";

const DAY = 86_400_000;

it("the report of a week is made once, on its Monday or when somebody is back, and not before there is a program", async () => {
  const world = new WorkerWorld();
  const followed = (): Following => {
    const following = new Following([programSlice]);
    for (const event of world.memory.events) following.note(event);
    return following;
  };
  const reaction = (): Reaction => ({
    log: world.parts.log, temporal: new FakeEngine().asClient(), flags: { changedFor: () => Promise.resolve([]) },
    now: () => new Date(world.now), policy: {} as Reaction["policy"],
  });
  const look = async (following = followed()): Promise<void> => {
    for (const records of following.records) for (const id of records.candidates(world.now)) await records.look(reaction(), id);
  };
  const made = (): readonly string[] =>
    world.memory.events.flatMap(({ event }) => (event.type === "LeadershipReportMade" ? [event.data.monday] : []));
  await look();
  expect(made()).toEqual([]);
  const objectiveId = ids.part("o", "x");
  await world.handle({ aggregate: objectiveDecider, id: objectiveId }, {
    type: "DefineObjective", now: world.at(), objectiveId, name: "Shop", target: 99_800, ownerId: null,
    parts: [{ serviceId: ids.service("shop"), component: null, share: 100_000 }], window: { kind: "rolling", days: 30 },
    weights: defaultWeights, overlap: "max", maintenance: "excluded",
  });
  const [one, other] = [followed(), followed()];
  await look(one);
  await look(other);
  // 2 March 2026 is a Monday; on Sunday it is still that week's.
  expect(made()).toEqual(["2026-03-02"]);
  world.now += 6 * DAY;
  await look(one);
  expect(made()).toEqual(["2026-03-02"]);
  world.now += 3 * DAY;
  await look(one);
  await look();
  expect(made()).toEqual(["2026-03-02", "2026-03-09"]);
  // On Sunday evening in New York it is Monday in Auckland, whose clock the program goes by from now on.
  world.now = Date.parse("2026-03-15T20:00:00Z");
  await look();
  expect(made()).toHaveLength(2);
  const programId = idOf(programDecider);
  await world.handle({ aggregate: programDecider, id: programId }, { type: "SetProgramZone", programId, timeZone: "Pacific/Auckland" });
  await look();
  expect(made()).toEqual(["2026-03-02", "2026-03-09", "2026-03-16"]);
  expect(world.memory.events.findLast(({ event }) => event.type === "LeadershipReportMade")?.event.data)
    .toMatchObject({ timeZone: "Pacific/Auckland" });
});
