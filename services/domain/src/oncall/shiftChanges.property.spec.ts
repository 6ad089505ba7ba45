import type { RotationLayer } from "@ballast/schema";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dutiesWithin, type RotationSchedule } from "./duties.ts";
import { shiftChanges } from "./shiftChanges.ts";

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 10, 1);
const window = { from: new Date(FROM).toISOString(), to: new Date(FROM + 28 * DAY).toISOString() };
const iso = (ms: number): string => new Date(ms).toISOString();

const layer = (people: readonly string[], level = 0): RotationLayer => ({
  layerId: `layer ${String(level)}`, name: "", effectiveFrom: iso(FROM - 90 * DAY), timeZone: "Europe/Zagreb", turnLength: 1, endsAt: null,
  hours: [], level, people: [...people], startsOn: "2026-08-03", handOver: { every: "day", weekday: null, at: "09:00" },
});
const people = ["ana", "ben", "cleo", "dan"];
const anyOverride = fc
  .record({ overrideId: fc.uuid(), personId: fc.constantFrom(...people), hour: fc.nat(28 * 24), hours: fc.integer({ min: 1, max: 90 }) })
  .map(({ hour, hours, ...rest }) => ({ ...rest, from: iso(FROM + hour * 3_600_000), to: iso(FROM + (hour + hours) * 3_600_000) }));
const anySchedule: fc.Arbitrary<RotationSchedule> = fc.record({
  layers: fc.subarray(people, { minLength: 1 }).map((some) => [layer(some)]), overrides: fc.array(anyOverride, { maxLength: 4 }),
  left: fc.constant(new Map<string, string>()),
});

const isOnCall = (schedule: RotationSchedule, personId: string, at: number): boolean =>
  dutiesWithin(schedule, { from: at, to: at + 1 }).some((duty) => duty.people.some((one) => one.personId === personId));

describe("what a change of a schedule moves", () => {
  it("is, at every moment and of everybody, who came and who went", () => {
    fc.assert(
      fc.property(anySchedule, anySchedule, fc.array(fc.nat(28 * DAY - 1), { minLength: 5, maxLength: 20 }), (before, after, moments) => {
        const changes = shiftChanges(before, after, window);
        for (const at of moments.map((ms) => FROM + ms))
          for (const personId of people) {
            const [had, has] = [isOnCall(before, personId, at), isOnCall(after, personId, at)];
            const change = changes.find((one) => one.personId === personId);
            const [came, went] = [change?.gained, change?.lost].map((times = []) => times.some(({ from, to }) => from <= at && at < to));
            expect([came, went]).toEqual([has && !had, had && !has]);
          }
      }),
      { seed: 77, numRuns: 60 },
    );
  });

  it("is nothing where nothing changed, and the opposite the other way round", () => {
    fc.assert(
      fc.property(anySchedule, anySchedule, (one, other) => {
        expect(shiftChanges(one, one, window)).toEqual([]);
        const back = new Map(shiftChanges(other, one, window).map((change) => [change.personId, change]));
        for (const { personId, gained, lost } of shiftChanges(one, other, window))
          expect([back.get(personId)?.lost, back.get(personId)?.gained]).toEqual([gained, lost]);
      }),
      { seed: 78, numRuns: 60 },
    );
  });
});
