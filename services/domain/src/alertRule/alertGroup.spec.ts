import type { AlertGroupEvent } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { alertGroupDecider, isReached, reachedTogether, type AlertGroup, type Occurrence } from "./alertGroup.ts";

const groupId = "00000000-0000-4000-8000-000000000001";
const threshold = { count: 3, withinMs: 600_000 };
const minute = (n: number): string => new Date(Date.UTC(2026, 2, 1, 10, n)).toISOString();
const one = (n: number, at = n): Occurrence => ({
  alertId: groupId, episodeId: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`, at: minute(at),
});
const counted = (occurrences: readonly Occurrence[]): AlertGroupEvent =>
  ({ type: "OccurrencesCounted", data: { groupId, threshold, occurrences: [...occurrences] } });
const count = (occurrences: readonly Occurrence[]) => ({
  type: "CountOccurrences", now: minute(0), groupId, threshold, occurrences,
}) as const;
const of = (occurrences: readonly Occurrence[]): AlertGroup =>
  occurrences.reduce((state, next) => alertGroupDecider.evolve(state, counted([next])), alertGroupDecider.initialState);

describe("occurrences of a group", () => {
  it("are counted once each, however often they are told", () => {
    given(alertGroupDecider, []).when(count([one(1), one(1), one(2)])).then([counted([one(1), one(2)])]);
    given(alertGroupDecider, [counted([one(1), one(2)])]).when(count([one(2), one(1)])).then([]);
    given(alertGroupDecider, [counted([one(1)])]).when(count([one(1), one(2)])).then([counted([one(2)])]);
  });
  it("are one each too where the log tells one twice", () => {
    expect(of([one(0), one(0), one(5), one(5)])).toMatchObject({ burst: null, occurrences: [one(0), one(5)] });
  });
  it("are enough with the third within ten minutes, all three of them; ten minutes apart is not within", () => {
    expect(of([one(0), one(5)]).burst).toBeNull();
    const reached = of([one(0), one(5), one(9)]);
    expect([0, 5, 9].map((n) => isReached(reached, minute(n)))).toEqual([true, true, true]);
    expect(reachedTogether(reached)).toEqual([one(0), one(5), one(9)]);
    expect(of([one(0), one(5), one(10)]).burst).toBeNull();
  });
  it("go on as long as there are three within ten minutes; a later one is not enough by itself", () => {
    const on = of([one(0), one(5), one(9), one(14)]);
    expect(on.burst).toEqual({ from: Date.parse(minute(0)), to: Date.parse(minute(14)) });
    expect(isReached(of([one(0), one(5), one(9), one(30)]), minute(30))).toBe(false);
    const again = of([one(0), one(5), one(9), one(30), one(31), one(32)]);
    expect(again.burst).toEqual({ from: Date.parse(minute(30)), to: Date.parse(minute(32)) });
  });
  it("come to the same in whatever order several servers count them", () => {
    const times = fc.array(fc.nat(40), { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(times.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all.map((_, n) => n), {
      minLength: all.length,
    }))), ([all, order]) => {
      const occurrences = all.map((at, n) => one(n, at));
      const enough = (state: AlertGroup): readonly boolean[] => occurrences.map(({ at }) => isReached(state, at));
      const straight = of(occurrences.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)));
      const shuffled = of(order.map((n) => occurrences[n]).filter((found) => found !== undefined));
      expect(enough(shuffled).at(all.indexOf(Math.max(...all)))).toBe(enough(straight).at(all.indexOf(Math.max(...all))));
      expect(new Set(shuffled.occurrences)).toEqual(new Set(straight.occurrences));
    }));
  });
  it("are remembered a hundred at most, and what is older than those makes no difference", () => {
    const many = of(Array.from({ length: 150 }, (_, n) => one(n)));
    expect(many.occurrences).toHaveLength(100);
    expect(alertGroupDecider.decide(count([one(3)]), many)).toEqual([]);
  });
});

describe("the incident of a group", () => {
  const [first, second] = [one(1).episodeId, one(2).episodeId];
  const name = (incidentId: string, after: string | null) => ({
    type: "NameGroupIncident", now: minute(0), groupId, incidentId, after, label: "env=prod",
  }) as const;
  const named = (incidentId: string) => ({ type: "GroupIncidentNamed", data: { groupId, incidentId, label: "env=prod" } }) as const;
  it("is named by one of several, in the place of the one that each has seen", () => {
    given(alertGroupDecider, []).when(name(first, null)).then([named(first)]);
    given(alertGroupDecider, [named(first)]).when(name(second, null)).then([]);
    given(alertGroupDecider, [named(first)]).when(name(second, first)).then([named(second)]);
  });
});
