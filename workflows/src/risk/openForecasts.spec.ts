import { forecastDecider } from "@ballast/domain/forecast";
import { objectiveDecider } from "@ballast/domain/objective";
import { riskDecider } from "@ballast/domain/risk";
import { idOf, ids } from "@ballast/eventlog";
import { defaultWeights } from "@ballast/schema";
import { beforeEach, expect, it } from "vitest";
import { Following } from "../reactor/openRecords.ts";
import type { Reaction } from "../reactor/slice.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { openForecasts } from "./openForecasts.ts";

const [objectiveId, riskId] = [ids.part("o", "x"), ids.part("r", "x")];
const DAY = 86_400_000;
let world: WorkerWorld;

const followed = (): Following => {
  const following = new Following([{ reactions: {}, follow: () => [openForecasts()], activities: {} }]);
  for (const event of world.memory.events) following.note(event);
  return following;
};
const reaction = (): Reaction => ({
  log: world.parts.log, temporal: new FakeEngine().asClient(), flags: { changedFor: () => Promise.resolve([]) },
  now: () => new Date(world.now), policy: {} as Reaction["policy"],
});
async function look(following = followed()): Promise<void> {
  for (const records of following.records) for (const id of records.candidates(world.now)) await records.look(reaction(), id);
}
const asked = (): readonly string[] =>
  world.memory.events.flatMap(({ event }) => (event.type === "ForecastAsked" ? [`${event.data.day} ${event.data.period}`] : []));

const ofDay = (day: string): readonly string[] => ["year", "quarter", "month"].map((period) => `${day} ${period}`);

const at = "2026-03-02T10:00:00.000Z";
async function estimate(): Promise<void> {
  const registered = {
    riskId, number: 1, title: "Provider", category: "vendor", serviceIds: [], ownerId: ids.person("ana"), reviewEveryDays: 90,
    statement: { if: "it is away", then: "nobody pays", until: "it is back" }, observedSince: at,
  };
  const inputs = { detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75_000, betweenMilliDays: 60_000 };
  const command = { type: "RegisterRisk", now: at, ...registered, inputs, reason: "as before" } as const;
  await world.handle({ aggregate: riskDecider, id: riskId }, command);
}

beforeEach(async () => {
  world = new WorkerWorld();
  await world.handle(
    { aggregate: objectiveDecider, id: objectiveId },
    {
      type: "DefineObjective", now: at, objectiveId, name: "Shop",
      parts: [{ serviceId: ids.service("shop"), component: null, share: 100_000 }], target: 99_800, window: { kind: "rolling", days: 30 },
      weights: defaultWeights, overlap: "max", maintenance: "excluded", ownerId: null,
    },
  );
});

it("is asked for once a day, by any number of workers, and by one that was away for days on the day that it is back", async () => {
  await look();
  expect(asked()).toEqual([]);
  await estimate();
  const [one, other] = [followed(), followed()];
  await look(one);
  await look(other);
  expect(asked()).toEqual(ofDay("2026-03-02"));
  await look(one);
  world.now += 3 * DAY;
  await look(one);
  await look();
  expect(asked()).toEqual([...ofDay("2026-03-02"), ...ofDay("2026-03-05")]);
  expect(world.memory.events.at(-1)?.id).toBe(idOf(forecastDecider, objectiveId, "2026-03-05", "month"));
  expect(world.memory.events.at(-3)?.id).toBe(idOf(forecastDecider, objectiveId, "2026-03-05"));
});

it("asks for what is left of the day where a worker ended before it had asked for all", async () => {
  await estimate();
  const forecastId = idOf(forecastDecider, objectiveId, "2026-03-02");
  await world.handle(
    { aggregate: forecastDecider, id: forecastId }, { type: "AskForecast", forecastId, objectiveId, day: "2026-03-02", period: "year" },
  );
  await look();
  expect(asked()).toEqual(ofDay("2026-03-02"));
});

it("is not asked for an objective that nobody is held to any more", async () => {
  await estimate();
  const before = followed();
  await world.handle({ aggregate: objectiveDecider, id: objectiveId }, { type: "RetireObjective", now: at, objectiveId, reason: "sold" });
  await look(before);
  await look();
  expect(asked()).toEqual([]);
});
