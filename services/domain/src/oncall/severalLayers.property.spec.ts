import type { LayerHours, RotationLayer } from "@ballast/schema";
import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { coveredLength, union, type Interval } from "../statistics/intervals.ts";
import { dutiesWithin, type RotationSchedule } from "./duties.ts";
import { findingsIn } from "./findings.ts";
import { layerIds, layerSpans } from "./layerSpans.ts";
import { firstInstantOf } from "./wallClock.ts";

const DAY = 86_400_000;
const [FROM, TO] = [Date.UTC(2010, 0, 1), Date.UTC(2020, 0, 1)];
const zones = Intl.supportedValuesOf("timeZone");
const iso = (instant: number) => new Date(instant).toISOString();
const pad = (value: number) => String(value).padStart(2, "0");
const anyMoment = fc.integer({ min: FROM, max: TO });
const anyTime = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30)).map(([h, m]) => `${pad(h)}:${pad(m)}`);
const anyHours: fc.Arbitrary<LayerHours> = fc
  .record({ weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), from: anyTime, to: anyTime, later: fc.nat(3) })
  .map(({ later, ...hours }) => ({ ...hours, daysLater: later === 0 && hours.to <= hours.from ? 1 : later }));
const anyLayer: fc.Arbitrary<RotationLayer> = fc.record({
  layerId: fc.constantFrom("europe", "americas", "asia"),
  name: fc.constant("a layer"),
  effectiveFrom: fc.oneof(fc.constant("2009-01-01T00:00:00Z"), anyMoment.map(iso)),
  timeZone: fc.constantFrom(...zones),
  handOver: fc.record({ every: fc.constantFrom("hour", "day", "week"), weekday: fc.integer({ min: 1, max: 7 }), at: anyTime }),
  turnLength: fc.integer({ min: 1, max: 12 }),
  people: fc.array(fc.constantFrom("ada", "ben", "cleo", "dan"), { maxLength: 4 }),
  startsOn: fc.constantFrom("2009-06-01", "2012-02-29", "2015-10-25"),
  endsAt: fc.option(anyMoment.map(iso)),
  hours: fc.array(anyHours, { maxLength: 3 }),
  level: fc.nat(2),
});
const anyOverride = fc
  .record({
    overrideId: fc.uuid(), personId: fc.constantFrom("eve", "finn"), start: anyMoment, days: fc.integer({ min: 1, max: 400 }),
    insteadOf: fc.option(fc.constantFrom("ada", "ben", "eve")),
  })
  .map(({ start, days, ...rest }) => ({ ...rest, from: iso(start), to: iso(start + (days * DAY) / 8) }));
const anySchedule: fc.Arbitrary<RotationSchedule> = fc.record({
  layers: fc.array(anyLayer, { maxLength: 5 }), overrides: fc.array(anyOverride, { maxLength: 5 }),
  left: fc.option(anyMoment.map(iso), { nil: undefined }).map((at) => new Map(at === undefined ? [] : [["ben", at]])),
});
/** What is found must be found again: one seed each. */
const seeded = (seed: number, numRuns: number) => ({ seed, numRuns });

/** By the rules of Temporal, which knows of no cache: the specification of the fast way. */
function firstByTemporal(local: Temporal.PlainDateTime, timeZone: string): number {
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  return earlier.getTimeZoneTransition("next")?.epochMilliseconds ?? NaN;
}

describe("the clock on the wall", () => {
  it("is read as Temporal reads it, in every zone and hour of ten years", () => {
    const local = fc.integer({ min: FROM / 900_000, max: TO / 900_000 }).map((quarters) => quarters * 900_000);
    fc.assert(
      fc.property(local, fc.constantFrom(...zones), (wall, zone) => {
        const plain = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO("UTC").toPlainDateTime();
        expect(firstInstantOf(wall, zone)).toBe(firstByTemporal(plain, zone));
      }),
      seeded(11, 1_500),
    );
  }, 60_000);

  it("is read so in the hours around every change of a clock", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyMoment, fc.integer({ min: -16, max: 16 }), (zone, near, quarters) => {
        const change = Temporal.Instant.fromEpochMilliseconds(near).toZonedDateTimeISO(zone).getTimeZoneTransition("next");
        if (change === null) return;
        const plain = change.toPlainDateTime().add({ minutes: quarters * 15 });
        expect(firstInstantOf(plain.toZonedDateTime("UTC").epochMilliseconds, zone)).toBe(firstByTemporal(plain, zone));
      }),
      seeded(12, 800),
    );
  }, 60_000);
});

describe("a schedule of several layers over ten years, in any zone", () => {
  const window = { from: FROM, to: TO };

  it("covers every moment once", () => {
    fc.assert(
      fc.property(anySchedule, (schedule) => {
        const all = dutiesWithin(schedule, window);
        expect([all.at(0)?.from, all.at(-1)?.to]).toEqual([FROM, TO]);
        expect(all.filter((duty, at) => duty.from >= duty.to || (all[at + 1]?.from ?? duty.to) !== duty.to)).toEqual([]);
      }),
      seeded(21, 25),
    );
  }, 60_000);

  it("shows every gap: what is found is exactly where neither a layer nor an override has anybody", () => {
    fc.assert(
      fc.property(anySchedule, (schedule) => {
        const open = union([...byLayers(schedule), ...standIns(schedule)]);
        const gaps = findingsIn(schedule, window, { kept: [], timeZone: "UTC" }).filter(({ kind }) => kind === "gap");
        const times = gaps.flatMap((gap) => gap.times);
        expect(coveredLength(times) + coveredLength(open)).toBe(TO - FROM);
        expect(coveredLength([...times, ...open])).toBe(TO - FROM);
      }),
      seeded(22, 25),
    );
  }, 60_000);

  it("is its layers with the overrides over them, at every moment", () => {
    fc.assert(
      fc.property(anySchedule, fc.array(anyMoment, { minLength: 1, maxLength: 30 }), (schedule, moments) => {
        const all = dutiesWithin(schedule, window);
        for (const moment of moments) {
          const duty = all.find(({ from, to }) => from <= moment && moment < to);
          const names = duty?.gap === true ? [] : duty?.people.map(({ personId }) => personId);
          expect(names).toEqual(whoByRules(schedule, moment));
        }
      }),
      seeded(23, 40),
    );
  }, 60_000);

  it("keeps its hours by the clock on its own wall", () => {
    fc.assert(
      fc.property(anyLayer, fc.array(anyMoment, { minLength: 1, maxLength: 40 }), (layer, moments) => {
        const always = { ...layer, people: ["ada"], endsAt: null, effectiveFrom: "2009-01-01T00:00:00Z", startsOn: "2009-06-01" };
        const spans = layerSpans([always], window);
        for (const moment of moments) {
          if (nearChange(moment, layer.timeZone)) continue;
          const on = spans.some(({ from, to }) => from <= moment && moment < to);
          expect(on).toBe(layer.hours.length === 0 || layer.hours.some((hours) => within(hours, moment, layer.timeZone)));
        }
      }),
      seeded(24, 40),
    );
  }, 60_000);
});

function byLayers({ layers, left }: RotationSchedule): readonly Interval[] {
  const gone = Date.parse(left.get("ben") ?? "9999-01-01T00:00:00Z");
  return layerIds(layers)
    .flatMap((id) => layerSpans(layers.filter(({ layerId }) => layerId === id), { from: FROM, to: TO }))
    .map((span) => (span.personId === "ben" ? { ...span, to: Math.min(span.to, gone) } : span));
}

/** Those who stand in for whoever is on call: they need nobody to stand in for. */
const standIns = ({ overrides }: RotationSchedule): readonly Interval[] =>
  overrides
    .filter(({ insteadOf }) => insteadOf === null)
    .map(({ from, to }) => ({ from: Math.max(FROM, Date.parse(from)), to: Math.min(TO, Date.parse(to)) }));

/** One moment by the rules alone: the highest level that has somebody, then each override in its order. */
function whoByRules({ layers, overrides, left }: RotationSchedule, moment: number): readonly string[] {
  const here = layerIds(layers)
    .flatMap((id) => layerSpans(layers.filter(({ layerId }) => layerId === id), { from: moment, to: moment + 1 }))
    .filter(({ personId }) => Date.parse(left.get(personId) ?? "9999-01-01T00:00:00Z") > moment);
  const level = Math.max(...here.map((span) => span.level));
  const turns = [...new Set(here.filter((span) => span.level === level).map(({ personId }) => personId))];
  return overrides
    .filter(({ from, to }) => Date.parse(from) <= moment && moment < Date.parse(to))
    .reduce<readonly string[]>(
      (who, { personId, insteadOf = null }) =>
        insteadOf === null ? [personId] : [...new Set(who.map((each) => (each === insteadOf ? personId : each)))],
      turns,
    );
}

/** Within two days and the longest hours of a change of the clock the wall alone does not say when hours begin. */
function nearChange(moment: number, zone: string): boolean {
  const offset = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds;
  return [-6, -4, -2, 2].some((days) => offset(moment + days * DAY) !== offset(moment));
}

function within({ weekdays, from, to, daysLater }: LayerHours, moment: number, zone: string): boolean {
  const wall = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDateTime();
  return Array.from({ length: daysLater + 1 }, (_, back) => wall.toPlainDate().subtract({ days: back })).some(
    (date) =>
      weekdays.includes(date.dayOfWeek)
      && Temporal.PlainDateTime.compare(date.toPlainDateTime(from), wall) <= 0
      && Temporal.PlainDateTime.compare(wall, date.add({ days: daysLater }).toPlainDateTime(to)) < 0,
  );
}
