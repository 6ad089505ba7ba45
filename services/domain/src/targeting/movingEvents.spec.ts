import { readFileSync } from "node:fs";
import { decode, eventsByCategory, type TargetingEvent } from "@ballast/schema";
import { expect, it } from "vitest";
import { killed, opened } from "./exampleTargeting.ts";
import { movingEvents } from "./movingEvents.ts";
import { movesCustomers, type Targeting } from "./targeting.ts";
import { targetingDecider } from "./targetingDecider.ts";

const fixtures = new URL("../../../../schema/fixtures/", import.meta.url);

/** The first stored event of a type. */
function stored(type: string): TargetingEvent {
  const decoded = decode(JSON.parse(readFileSync(new URL(`${type}.v1.json`, fixtures), "utf8")) as Parameters<typeof decode>[0]);
  if (decoded.kind !== "known") throw new Error(decoded.why);
  return decoded.event as TargetingEvent;
}

it("are those that move customers, of all events of a flag", () => {
  const release = stored("KillsReleased");
  const killIds = release.type === "KillsReleased" ? release.data.killIds : [];
  const kills = killIds.map((killId): TargetingEvent => ({ ...killed(1), data: { ...killed(1).data, killId } }) as TargetingEvent);
  const before = [opened(), ...kills].reduce(targetingDecider.evolve, targetingDecider.initialState as Targeting);
  const moving = Object.keys(eventsByCategory.targeting).filter((type) => {
    if (type === "TargetingOpened") return true;
    const after = targetingDecider.evolve(before, type === "KillEngaged" ? killed(9) : stored(type));
    return before.status === "open" && after.status === "open" && movesCustomers(before, after);
  });
  expect(moving.toSorted()).toEqual(movingEvents.toSorted());
});
