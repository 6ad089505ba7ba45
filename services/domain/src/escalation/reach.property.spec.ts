import { plainLayer, type EscalationTarget, type RotationLayer } from "@ballast/schema";
import fc from "fast-check";
import { expect, it } from "vitest";
import { everybodyAt, onCallAround, type Reach, type RotationSchedule } from "../oncall/index.ts";
import { peopleAt } from "../rotation/index.ts";
import { policyReach } from "./index.ts";

const HOUR = 3_600_000;
const start = Date.parse("2026-11-01T00:00:00Z");
const window = { from: start, to: start + 10 * 24 * HOUR };
const iso = (at: number): string => new Date(at).toISOString();
const people = ["ana", "ben", "cleo", "dan"];

const anyLayer = fc.record({
  turns: fc.uniqueArray(
    fc.constantFrom(...people), { minLength: 1, maxLength: 3 },
  ), night: fc.boolean(), hour: fc.nat(23), begins: fc.integer({ min: -200, max: 100 }),
}).map(({ turns, night, hour, begins }): RotationLayer => ({
  ...plainLayer, layerId: "layer", effectiveFrom: iso(
    start + begins * HOUR,
  ), timeZone: "Europe/Zurich", people: turns, startsOn: "2026-09-01",
  handOver: { every: "day", weekday: null, at: `${String(hour).padStart(2, "0")}:00` },
  hours: night ? [{ weekdays: [1, 2, 3, 4, 5], from: "20:00", to: "08:00", daysLater: 1 }] : [],
}));
const anySchedule: fc.Arbitrary<RotationSchedule> = fc.record({
  layers: fc.array(anyLayer, { maxLength: 2 }).map((all) => all.map((layer, at) => ({ ...layer, layerId: String(at) }))),
  overrides: fc.constant([]), left: fc.constant(new Map([["dan", iso(start + 50 * HOUR)]])),
});
const anyTarget: fc.Arbitrary<EscalationTarget> = fc.oneof(
  fc.record({
    kind: fc.constant("schedule" as const), rotationId: fc.constantFrom("one", "none", null), who: fc.constantFrom(
      "onCall" as const, "next" as const, "everyone" as const,
    ),
  }),
  fc.record({ kind: fc.constant("person" as const), personId: fc.constantFrom(...people) }),
);
const known: Readonly<Record<string, Reach>> = {
  ana: { canWake: true, provenAt: start - HOUR }, ben: { canWake: true, provenAt: null }, dan: { canWake: true, provenAt: null },
};
const knownOf = (id: string): Reach => known[id] ?? { canWake: false, provenAt: null };

it("a policy reaches whom its steps would call at that minute, and is as sure as the surest of them", () => {
  fc.assert(fc.property(
    anySchedule, anySchedule, fc.array(
      fc.array(anyTarget, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 },
    ), fc.nat(10 * 24 * 60 - 1),
    (one, own, steps, minute) => {
      const at = start + minute * 60_000;
      const schedules = new Map([["one", one], ["own", own]]);
      const reach = policyReach(
        { steps: steps.map((targets) => ({ targets, minutes: 5 })), lastly: [{ kind: "person", personId: "ana" }] },
        { left: one.left, ownId: "own", scheduleOf: (id) => schedules.get(id) }, { window, knownOf },
      );
      const here = (id: string): boolean => id !== "dan" || at < start + 50 * HOUR;
      const called = (target: EscalationTarget): readonly string[] => {
        if (target.kind === "person") return [target.personId].filter(here);
        const schedule = schedules.get(target.rotationId ?? "own");
        if (schedule === undefined) return [];
        if (target.who === "everyone") return peopleAt(schedule.layers, at).filter(here);
        const { next } = onCallAround(schedule, iso(at));
        return target.who === "onCall" ? everybodyAt(schedule, iso(at)) : next === null ? [] : [next];
      };
      const timeAt = (times: (typeof reach)["all"]) => times.find(({ from, to }) => from <= at && at < to) ?? expect.fail();
      const expected = steps.map((targets) => new Set(targets.flatMap(called)));
      expect(reach.steps.map((times) => new Set(timeAt(times).people))).toEqual(expected);
      expect(new Set(timeAt(reach.all).people)).toEqual(new Set([...expected.flatMap((each) => [...each]), "ana"]));
      expect(timeAt(reach.all).word).toBe("proven");
      for (const times of [...reach.steps, reach.lastly, reach.all]) {
        expect([times[0]?.from, times.at(-1)?.to]).toEqual([window.from, window.to]);
        expect(times.slice(1).every(({ from }, place) => times[place]?.to === from)).toBe(true);
      }
    },
  ), { numRuns: 150 });
});

it("nobody is called by a policy of a schedule that is not there, and of no step is anybody sure", () => {
  const { all, lastly } = policyReach(
    { steps: [{ targets: [{ kind: "schedule", rotationId: null, who: "onCall" }], minutes: 5 }], lastly: [] },
    { left: new Map(), ownId: null, scheduleOf: () => undefined }, { window, knownOf },
  );
  expect(all).toEqual([{ ...window, word: "nobody", people: [] }]);
  expect(lastly).toEqual([]);
});

it("works out a schedule once for each way of calling it, however many steps do", () => {
  const asked: string[] = [];
  const targets: EscalationTarget[] = [
    { kind: "schedule", rotationId: "one", who: "onCall" }, { kind: "schedule", rotationId: "two", who: "next" },
    { kind: "schedule", rotationId: null, who: "onCall" },
  ];
  policyReach(
    { steps: Array.from({ length: 10 }, () => ({ targets, minutes: 5 })), lastly: targets },
    { left: new Map(), ownId: "own", scheduleOf: (id) => void asked.push(id) }, { window, knownOf },
  );
  expect(asked).toEqual(["one", "two", "own"]);
});
