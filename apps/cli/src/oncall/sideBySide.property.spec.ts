import { everybodyAt, rotationDecider } from "@ballast/domain";
import { plainLayer, type ScheduleRecord } from "@ballast/schema";
import fc from "fast-check";
import { expect, it } from "vitest";
import { exportOf } from "./exportFile.ts";
import { fromGrafana } from "./grafana.ts";
import { fromOpsgenie } from "./opsgenie.ts";
import { fromPagerDuty } from "./pagerduty.ts";
import { sideBySide } from "./sideBySide.ts";
import { wallOf } from "./wall.ts";

const zones = Intl.supportedValuesOf("timeZone");
const people = ["ana", "ben", "cleo", "dan"];
const mail = (name: string): string => `${name}@example.org`;
const HOUR_MS = 3_600_000;

/** A plain rotation as each of the products exports it. */
interface Plain {
  readonly zone: string;
  readonly names: readonly string[];
  readonly start: string;
  readonly weekly: boolean;
  readonly length: number;
}
const anyPlain: fc.Arbitrary<Plain> = fc.record({
  zone: fc.constantFrom(...zones), names: fc.shuffledSubarray(
    people, { minLength: 1 },
  ), weekly: fc.boolean(), length: fc.integer({ min: 1, max: 3 }),
  start: fc.integer({ min: 0, max: 365 * 24 * 4 }).map((quarter) => new Date(Date.UTC(2024, 0, 1) + quarter * 900_000).toISOString()),
});
const anyNow = fc.integer({ min: 0, max: 700 * 24 }).map((hour) => Date.UTC(2025, 2, 1) + hour * HOUR_MS);

const products = {
  pagerduty: ({ zone, names, start, weekly, length }: Plain, now: number) => fromPagerDuty(exportOf([{
    users: names.map((name) => ({ id: name, email: mail(name) })),
    schedules: [{
      id: "S", name: "Plain", time_zone: zone,
      schedule_layers: [{
        id: "L", name: "", start, rotation_virtual_start: start, rotation_turn_length_seconds: length * (weekly ? 604_800 : 86_400),
        users: names.map((id) => ({ user: { id } })),
      }],
    }],
  }]), now),
  opsgenie: ({ zone, names, start, weekly, length }: Plain, now: number) => fromOpsgenie(exportOf([{
    users: { data: names.map((name) => ({ id: name, username: mail(name) })) },
    schedules: { data: [{
      id: "S", name: "Plain", timezone: zone,
      rotations: [
        { id: "L", startDate: start, type: weekly ? "weekly" : "daily", length, participants: names.map((id) => ({ type: "user", id })) },
      ],
    }] },
  }]), now),
  "grafana-oncall": ({ zone, names, start, weekly, length }: Plain, now: number) => fromGrafana(exportOf([{
    users: { results: names.map((name) => ({ id: name, email: mail(name) })) },
    schedules: { results: [{ id: "S", name: "Plain", type: "web", time_zone: zone, shifts: ["L"] }] },
    on_call_shifts: { results: [{
      id: "L", type: "rolling_users", start: new Date(wallOf(zone).of(Date.parse(start))).toISOString().slice(0, 19), frequency: weekly
        ? "weekly"
        : "daily",
      interval: length, duration: length * (weekly ? 604_800 : 86_400), week_start: "MO", rolling_users: names.map((id) => [id]), level: 1,
    }] },
  }]), now),
} as const;
const productNames = ["pagerduty", "opsgenie", "grafana-oncall"] as const;

/** How far a zone's clock is ahead of UTC. */
const ahead = (zone: string, at: number): number => wallOf(zone).of(at) - at;

it.each(productNames)("plain turns of %s come out the same to the minute, or where the clock jumps over a hand-over it is said", (product) => {
  fc.assert(fc.property(anyPlain, anyNow, (plain, now) => {
    const [schedule = expect.fail()] = products[product](plain, now).schedules;
    const { shifts, differing, minutes } = sideBySide(schedule, product, now);
    expect(minutes).toBe(129_600);
    for (const { from, to, there, here } of shifts.filter(({ differs }) => differs)) {
      // A hand-over that the clock jumps over comes with its first moment here, and as much later there.
      const [before, after] = [ahead(plain.zone, Date.parse(from) - 12 * HOUR_MS), ahead(plain.zone, Date.parse(to) + 12 * HOUR_MS)];
      expect(after - before).toBeGreaterThan(0);
      expect(Date.parse(to) - Date.parse(from)).toBeLessThanOrEqual(after - before);
      expect([there.length, here.length]).toEqual([1, 1]);
    }
    expect(differing).toBe(
      shifts.filter(({ differs }) => differs).reduce((sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / 60_000, 0),
    );
  }), { numRuns: 40, seed: 12 });
}, 60_000);

it.each(productNames)("a hand-over of %s at half past two, on the night on which the clock has none, is told minute by minute", (product) => {
  const plain = { zone: "America/Chicago", names: ["ana", "ben"], start: "2026-01-01T08:30:00.000Z", weekly: false, length: 1 };
  const now = Date.parse("2026-03-01T00:00:00Z");
  const { shifts, differing } = sideBySide(products[product](plain, now).schedules[0] ?? expect.fail(), product, now);
  expect(differing).toBe(30);
  expect(shifts.filter(({ differs }) => differs)).toEqual([
    { from: "2026-03-08T08:00:00.000Z", to: "2026-03-08T08:30:00.000Z", there: [mail("ben")], here: [mail("ana")], differs: true },
  ]);
});

it("what is drawn as here is whom the schedule that was written would page, at any minute", () => {
  const record: ScheduleRecord = {
    what: "schedule", sourceId: "S", name: "Plain", overrides: [],
    layers: [{
      ...plainLayer, sourceId: "L", effectiveFrom: "2024-01-01T00:00:00Z", timeZone: "Australia/Lord_Howe", turnLength: 1,
      startsOn: "2024-01-01",
      handOver: { every: "day", weekday: null, at: "02:15" }, people: people.map(mail),
      hours: [{ weekdays: [1, 3, 7], from: "20:00", to: "04:00", daysLater: 1 }],
    }],
  };
  const now = Date.UTC(2026, 8, 1);
  const schedule = { sourceId: "S", name: "Plain", timeZone: "UTC", record, incomparable: null, theirs: () => [] };
  const { shifts } = sideBySide(schedule, "opsgenie", now);
  const made = rotationDecider.decide({
    type: "ImportRotation", now: new Date(now).toISOString(), rotationId: "S", source: "opsgenie", sourceId: "S", name: "Plain",
    overrides: [],
    layers: record.layers.map(({ sourceId, ...layer }) => ({ sourceId, layer: { ...layer, layerId: sourceId } })),
  }, rotationDecider.initialState).reduce(rotationDecider.evolve, rotationDecider.initialState);
  const plan = made.status === "created" ? { ...made, left: new Map<string, string>() } : expect.fail();
  fc.assert(fc.property(fc.nat(129_599), (minute) => {
    const at = new Date(now + minute * 60_000).toISOString();
    const drawn = shifts.find(({ from, to }) => from <= at && at < to);
    expect(drawn?.here).toEqual([...everybodyAt(plan, at)].sort());
  }));
});
