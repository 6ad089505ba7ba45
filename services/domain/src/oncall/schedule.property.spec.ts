import type { RotationLayer } from "@ballast/schema";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RotationSchedule } from "./duties.ts";
import { onCallAt, shifts } from "./schedule.ts";
import { isTimeZone } from "./wallClock.ts";

const DAY = 86_400_000;
const [FROM, TO] = [Date.UTC(2010, 0, 1), Date.UTC(2020, 0, 1)];
const iso = (instant: number) => new Date(instant).toISOString();

/** Nobody has left. */
const nobody = new Map<string, string>();
const pad = (value: number) => String(value).padStart(2, "0");
const anyMoment = fc.integer({ min: FROM, max: TO });
const anyTime = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([h, m]) => `${pad(h)}:${pad(m)}`);
const anyLayer: fc.Arbitrary<RotationLayer> = fc.record({
  layerId: fc.constant("first"),
  name: fc.constant(""),
  turnLength: fc.constant(1),
  endsAt: fc.constant(null),
  hours: fc.constant([]),
  level: fc.constant(0),
  effectiveFrom: anyMoment.map(iso),
  timeZone: fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
  handOver: fc.oneof(
    fc.record({ every: fc.constant("day" as const), weekday: fc.constant(null), at: anyTime }),
    fc.record({ every: fc.constant("week" as const), weekday: fc.integer({ min: 1, max: 7 }), at: anyTime }),
  ),
  people: fc.array(fc.constantFrom("ada", "ben", "cleo", "dan"), { maxLength: 5 }),
  startsOn: anyMoment.map((moment) => iso(moment).slice(0, 10)),
});
/** In force before the ten years begin. */
const oldLayer = anyLayer.map((layer) => ({ ...layer, effectiveFrom: "2009-01-01T00:00:00Z", startsOn: "2009-06-01" }));
const anyOverride = fc
  .record({ overrideId: fc.uuid(), personId: fc.constantFrom("eve", "finn"), start: anyMoment, days: fc.integer({ min: 1, max: 400 }) })
  .map(({ overrideId, personId, start, days }) => ({ overrideId, personId, from: iso(start), to: iso(start + (days * DAY) / 8) }));

function expectToCover(schedule: RotationSchedule): void {
  const all = shifts(schedule, iso(FROM), iso(TO));
  expect(all.at(0)?.from).toBe(iso(FROM));
  expect(all.at(-1)?.to).toBe(iso(TO));
  const broken = all.filter((shift, index) => shift.from >= shift.to || (all[index + 1]?.from ?? shift.to) !== shift.to);
  expect(broken).toEqual([]);
}

describe("schedules over ten years in any zone", () => {
  it("have no gap and no overlap", () => {
    fc.assert(fc.property(oldLayer, (layer) => expectToCover({ layers: [layer], overrides: [], left: nobody })), { numRuns: 60 });
  }, 60_000);

  it("have none with changed layers and overrides either", () => {
    fc.assert(
      fc.property(fc.array(anyLayer, { maxLength: 4 }), fc.array(anyOverride, { maxLength: 6 }), (layers, overrides) =>
        expectToCover({ layers, overrides, left: nobody }),
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it("keep their shifts at the length of a turn, give or take a day that the zone's clock took", () => {
    fc.assert(
      fc.property(oldLayer, (layer) => {
        const usual = layer.handOver.every === "day" ? DAY : 7 * DAY;
        const inner = shifts({ layers: [layer], overrides: [], left: nobody }, iso(FROM), iso(TO)).slice(1, -1);
        const odd = inner.filter(({ from, to }) => Math.abs(Date.parse(to) - Date.parse(from) - usual) > DAY);
        expect(odd).toEqual([]);
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it("are the layers with the overrides over them, at every moment", () => {
    fc.assert(
      fc.property(
        fc.array(anyLayer, { maxLength: 3 }),
        fc.array(anyOverride, { maxLength: 4 }),
        fc.array(anyMoment, { minLength: 1, maxLength: 20 }),
        (layers, overrides, moments) => {
          for (const moment of moments) {
            const over = overrides.findLast(({ from, to }) => Date.parse(from) <= moment && moment < Date.parse(to));
            const plain = onCallAt({ layers, overrides: [], left: nobody }, iso(moment));
            expect(onCallAt({ layers, overrides, left: nobody }, iso(moment))).toBe(over === undefined ? plain : over.personId);
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  it("agree with what is asked for a single moment", () => {
    fc.assert(
      fc.property(fc.array(anyLayer, { maxLength: 3 }), fc.array(anyOverride, { maxLength: 3 }), anyMoment, (layers, overrides, moment) => {
        const schedule = { layers, overrides, left: nobody };
        const window = shifts(schedule, iso(moment - 40 * DAY), iso(moment + 40 * DAY));
        const then = window.find(({ from, to }) => Date.parse(from) <= moment && moment < Date.parse(to));
        expect(onCallAt(schedule, iso(moment))).toBe(then?.personId);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe("zones", () => {
  it("are known by their names, and others are not", () => {
    expect(["UTC", "Europe/Berlin", "Asia/Kathmandu", "Mars/Olympus", "", "local"].map(isTimeZone)).toEqual([
      true, true, true, false, false, false,
    ]);
  });
});
