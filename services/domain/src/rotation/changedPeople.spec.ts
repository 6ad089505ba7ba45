import type { RotationLayer } from "@ballast/schema";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextHandOver, onCallAt } from "../oncall/schedule.ts";
import { changedPeople } from "./changedPeople.ts";

const layer: RotationLayer = { effectiveFrom: "2026-03-01T00:00:00.000Z", timeZone: "Europe/Zurich", handOver: { every: "week", weekday: 4, at: "09:00" }, people: ["ana", "ben", "cleo"], startsOn: "2026-03-05" };
/** A Friday: ana has had the pager since Thursday. */
const now = "2026-03-06T12:00:00.000Z";
const after = (people: readonly string[], at = now) => {
  const changed = changedPeople([layer], people, at);
  return { layers: changed === null ? [layer] : [layer, { ...layer, ...changed, people: [...changed.people] }], overrides: [] };
};

describe("adding or removing a person", () => {
  it.each<[string, readonly string[], string]>([
    ["adding one", ["ana", "dan", "ben", "cleo"], "dan"],
    ["adding one in front", ["dan", "ana", "ben", "cleo"], "ben"],
    ["removing one who is not on call", ["ana", "cleo"], "cleo"],
    ["another order", ["cleo", "ana", "ben"], "ben"],
  ])("%s keeps the pager with who has it until Thursday 09:00", (_, people, next) => {
    const rotation = after(people);
    expect(onCallAt(rotation, now)).toBe("ana");
    expect(nextHandOver(rotation, now)).toEqual({ at: "2026-03-12T08:00:00.000Z", fromPersonId: "ana", toPersonId: next });
  });

  it("removing who is on call gives the pager at once to who was next", () => {
    const rotation = after(["cleo", "ben"]);
    expect(onCallAt(rotation, now)).toBe("ben");
    expect(nextHandOver(rotation, now)).toMatchObject({ at: "2026-03-12T08:00:00.000Z", toPersonId: "cleo" });
  });

  it("before the first turn the people hold as they are", () => {
    expect(changedPeople([layer], ["ben"], "2026-03-02T00:00:00.000Z")).toBeNull();
  });

  it("never takes the pager from somebody who stays, and never leaves it with somebody who goes", () => {
    const hours = fc.integer({ min: 0, max: 24 * 60 });
    fc.assert(fc.property(hours, fc.shuffledSubarray(["ana", "ben", "cleo", "dan", "eli"], { minLength: 1 }), (hour, people) => {
      const at = new Date(Date.parse("2026-03-05T08:00:00.000Z") + hour * 3_600_000).toISOString();
      const before = onCallAt({ layers: [layer], overrides: [] }, at) ?? "";
      const has = onCallAt(after(people, at), at) ?? "";
      expect(people.includes(before) ? has === before : people.includes(has)).toBe(true);
    }));
  });
});
