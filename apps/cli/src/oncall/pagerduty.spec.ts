import { describe, expect, it } from "vitest";
import { exportOf } from "./exportFile.ts";
import { fromPagerDuty } from "./pagerduty.ts";
import { oursOf, sideBySide } from "./sideBySide.ts";

const now = Date.parse("2026-03-02T00:00:00Z");
const [ana, ben, cleo] = ["ana@example.org", "ben@example.org", "cleo@example.org"];
const users = [
  {
    id: "PANA", name: "Ana Keller", email: ana, time_zone: "America/New_York",
    notification_rules: [{ start_delay_in_minutes: 0, urgency: "high", contact_method: { id: "C1", type: "phone_contact_method" } }],
  },
  { id: "PBEN", name: "Ben", email: ben }, { id: "PCLEO", name: "Cleo", email: cleo },
  { id: "PDAN", name: "Dan", email: "dan@example.org" },
];
const turns = (...ids: string[]) => ids.map((id) => ({ user: { id, type: "user_reference" } }));
const layer = {
  id: "PL1", name: "Layer 1", start: "2026-01-05T14:00:00Z", end: null, rotation_virtual_start: "2026-01-05T14:00:00Z",
  rotation_turn_length_seconds: 604_800, users: turns("PANA", "PBEN"), restrictions: [],
};
const nights = {
  ...layer, id: "PL2", name: "Layer 2", rotation_turn_length_seconds: 86_400, users: turns("PCLEO"),
  restrictions: [{ type: "daily_restriction", start_time_of_day: "22:00:00", duration_seconds: 28_800 }],
};
const schedule = {
  id: "PSCHED", type: "schedule", name: "Payments", time_zone: "America/New_York", schedule_layers: [nights, layer], overrides: [],
};
const policy = {
  id: "PPOL", name: "Payments", num_loops: 2,
  escalation_rules: [
    { escalation_delay_in_minutes: 15, targets: [{ id: "PSCHED", type: "schedule_reference" }] },
    {
      escalation_delay_in_minutes: 30, targets: [{ id: "PANA", type: "user_reference" }, { id: "PGONE", type: "user_reference" }],
      escalation_rule_assignment_strategy: { type: "round_robin" },
    },
  ],
};
const moved = (schedules: readonly object[], more: Record<string, unknown> = {}) =>
  fromPagerDuty(exportOf([{ users }, ...schedules.map((one) => ({ schedule: one })), { escalation_policies: [policy], ...more }]), now);
const first = (...given: Parameters<typeof moved>) => moved(...given).schedules[0] ?? expect.fail();
/** Who is on call there, and here, at a moment. */
const at = (one: ReturnType<typeof first>, moment: string) => {
  const window = { from: Date.parse(moment), to: Date.parse(moment) + 60_000 };
  return one.theirs(window)[0]?.join();
};

describe("a schedule of PagerDuty", () => {
  it("is on call by its uppermost layer, by the wall of its zone", () => {
    const both = first([schedule]);
    expect(at(both, "2026-03-02T13:59:00Z")).toBe(ben);
    // Monday 9:00 in New York is 14:00 UTC, and 13:00 from 8 March on.
    expect(at(both, "2026-03-02T14:00:00Z")).toBe(ana);
    expect(at(both, "2026-03-09T12:59:00Z")).toBe(ana);
    expect(at(both, "2026-03-09T13:00:00Z")).toBe(ben);
    expect(at(both, "2026-03-03T02:59:00Z")).toBe(ana);
    expect(at(both, "2026-03-03T03:00:00Z")).toBe(cleo);
    expect(at(both, "2026-03-10T01:59:00Z")).toBe(ben);
    expect(at(both, "2026-03-10T02:00:00Z")).toBe(cleo);
    expect(sideBySide(both, "pagerduty", now)).toMatchObject({ differing: 0, minutes: 129_600, incomparable: null });
  });

  it("has who stands in over everything, the last one uppermost, and is carried over as that", () => {
    const overrides = [
      { id: "PO1", start: "2026-03-03T00:00:00-05:00", end: "2026-03-05T00:00:00-05:00", user: { id: "PBEN" } },
      { id: "PO2", start: "2026-03-04T00:00:00Z", end: "2026-03-04T12:00:00Z", user: { id: "PCLEO" } },
      { id: "PO0", start: "2026-02-01T00:00:00Z", end: "2026-02-02T00:00:00Z", user: { id: "PGONE" } },
    ];
    const stood = first([schedule], { overrides: { PSCHED: { overrides } } });
    expect(
      [at(stood, "2026-03-03T14:00:00Z"), at(stood, "2026-03-04T06:00:00Z"), at(stood, "2026-03-04T12:00:00Z")],
    ).toEqual([ben, cleo, ben]);
    expect(stood.record?.overrides.map(({ sourceId }) => sourceId)).toEqual(["PO1", "PO2"]);
    expect(sideBySide(stood, "pagerduty", now).differing).toBe(0);
    expect(sideBySide(first([{ ...schedule, overrides }]), "pagerduty", now).differing).toBe(0);
  });

  it("has its overrides in a list or as they were drawn, and says where they are in neither", () => {
    const { overrides: _, ...unlisted } = schedule;
    const gone = { what: "schedule Payments", why: expect.stringContaining("overrides are not in the export") };
    expect(moved([unlisted]).left).toContainEqual(gone);
    expect(moved([{ ...unlisted, overrides_subschedule: { rendered_schedule_entries: [] } }]).left).toContainEqual(gone);
    const drawn = { start: "2026-03-04T00:00:00Z", end: "2026-03-04T12:00:00Z", user: { id: "PCLEO" } };
    const given = [{ ...unlisted, overrides_subschedule: { name: "Overrides", rendered_schedule_entries: [drawn] } }];
    expect([at(first(given), "2026-03-04T06:00:00Z"), moved(given).left.some(({ what }) => what === gone.what)]).toEqual([cleo, false]);
    expect(moved([unlisted], { overrides: { PSCHED: { overrides: [] } } }).left).not.toContainEqual(gone);
  });

  it("is held against the final schedule that PagerDuty has drawn itself, from now on", () => {
    const entry = (start: string, end: string, id: string) => ({ start, end, user: { id, type: "user_reference" } });
    const drawn = [
      entry("2026-02-28T22:00:00-05:00", "2026-03-01T06:00:00-05:00", "PDAN"),
      entry("2026-03-01T22:00:00-05:00", "2026-03-02T06:00:00-05:00", "PCLEO"),
      entry("2026-03-02T06:00:00-05:00", "2026-03-02T09:00:00-05:00", "PBEN"),
      entry("2026-03-02T09:00:00-05:00", "2026-03-02T22:00:00-05:00", "PANA"),
    ];
    const given = (entries: readonly object[]) => moved([{ ...schedule, final_schedule: { rendered_schedule_entries: entries } }]);
    const others = (entries: readonly object[]) => given(entries).left.filter(({ what }) => what === "schedule Payments");
    const before = entry("2026-03-01T06:00:00-05:00", "2026-03-01T22:00:00-05:00", "PBEN");
    expect(others([...drawn, before])).toEqual([]);
    expect(others([...drawn, { ...before, user: { id: "PDAN" } }])).toEqual([
      { what: "schedule Payments", why: expect.stringContaining("for 180 minutes, first at 2026-03-02T00:00:00.000Z") },
    ]);
  });

  it("goes back before the beginning that its turns are counted from, and takes weekly restrictions over the end of a week", () => {
    const weekend = { type: "weekly_restriction", start_day_of_week: 6, start_time_of_day: "12:00:00", duration_seconds: 48 * 3_600 };
    const virtual = {
      ...layer, rotation_virtual_start: "2026-06-01T13:00:00Z", users: turns("PANA", "PBEN", "PCLEO"), restrictions: [weekend],
    };
    const one = first([{ ...schedule, schedule_layers: [virtual] }]);
    expect([at(one, "2026-03-07T16:59:00Z"), at(one, "2026-03-07T17:00:00Z")]).toEqual(["", cleo]);
    expect([at(one, "2026-03-09T12:59:00Z"), at(one, "2026-03-09T15:59:00Z"), at(one, "2026-03-09T16:00:00Z")]).toEqual([cleo, ana, ""]);
    expect(sideBySide(one, "pagerduty", now).differing).toBe(0);
  });

  it("says what it cannot carry over, and every minute that differs by it", () => {
    const odd = { ...nights, rotation_turn_length_seconds: 5_400, users: turns("PCLEO", "PDAN") };
    const { left, schedules } = moved([{ ...schedule, schedule_layers: [odd, layer] }]);
    expect(left).toContainEqual({ what: "Payments, layer Layer 2", why: "a turn of 5400 seconds is no number of hours, days or weeks" });
    const compared = sideBySide(schedules[0] ?? expect.fail(), "pagerduty", now);
    // Eight hours of each of ninety nights; the one on which the clock goes forward has seven.
    expect(compared.differing).toBe(90 * 8 * 60 - 60);
    expect(
      compared.shifts.filter(({ differs }) => differs).every(
        ({ there, here }) => /^(cleo|dan)@/u.test(there.join()) && /^(ana|ben)@/u.test(here.join()),
      ),
    )
      .toBe(true);
    expect(
      sideBySide(first([{ ...schedule, schedule_layers: [{ ...odd, users: turns("PCLEO") }, layer] }]), "pagerduty", now).differing,
    ).toBe(0);
    const gone = moved([{ ...schedule, schedule_layers: [{ ...layer, users: turns("PANA", "PGONE") }] }]);
    expect(gone.schedules[0]?.record).toBeNull();
    expect(gone.left.map(({ why }) => why)).toEqual(expect.arrayContaining([
      "someone unknown (PGONE) takes turns in it and is in no list of users", "none of its layers can be carried over",
    ]));
    expect(sideBySide(gone.schedules[0] ?? expect.fail(), "pagerduty", now).differing).toBe(129_600);
  });

  it("ends where a layer ends, and leaves out those that have", () => {
    const ended = { ...nights, id: "PL0", end: "2026-02-01T00:00:00Z" };
    const ending = { ...nights, end: "2026-03-20T00:00:00Z" };
    const one = first([{ ...schedule, schedule_layers: [ended, ending, layer] }]);
    expect(one.record?.layers.map(({ sourceId, level }) => [sourceId, level])).toEqual([["PL2", 1], ["PL1", 0]]);
    expect(sideBySide(one, "pagerduty", now).differing).toBe(0);
  });

  it("takes nothing that would be endless to work out, or too much to write", () => {
    const quick = { ...layer, rotation_turn_length_seconds: 0.001 };
    const long = { ...layer, restrictions: [{ type: "daily_restriction", start_time_of_day: "08:00:00", duration_seconds: 1e15 }] };
    expect(moved([{ ...schedule, schedule_layers: [quick, long] }]).left.map(({ what }) => what)).toEqual([
      "Payments, layer 1", "Payments, layer 2", "schedule Payments", "escalation policy Payments", "escalation policy Payments",
      "escalation policy Payments",
    ]);
    const many = Array.from({ length: 801 }, (_, at) => ({
      id: String(at), start: "2026-03-03T00:00:00Z", end: "2026-03-04T00:00:00Z", user: { id: "PANA" },
    }));
    const { left, schedules } = moved([{ ...schedule, overrides: many }]);
    expect(schedules[0]?.record).toBeNull();
    expect(left).toContainEqual({ what: "schedule Payments", why: expect.stringMatching(/^overrides: /u) });
  });

  it("is read in lists and answers alike, once for each name, and what is no schedule is named", () => {
    const { schedules, left } = fromPagerDuty(exportOf([
      { users: { users, more: false }, schedules: [{ schedule }, { schedule: { ...schedule, id: "P2" } }, { id: "P3", name: "x" }] },
    ]), now);
    expect(schedules.map(({ sourceId }) => sourceId)).toEqual(["PSCHED"]);
    expect(left.map(({ what }) => what)).toEqual(["schedule 3", "schedule Payments"]);
  });
});

it("a policy of PagerDuty calls what it called, and says what it does otherwise", () => {
  const { policies, left, people } = moved([schedule]);
  expect(policies).toEqual([{
    what: "escalation", sourceId: "PPOL", name: "Payments", description: "", rounds: 3,
    steps: [
      { targets: [{ schedule: "PSCHED", who: "onCall" }], minutes: 15 }, { targets: [{ person: ana }], minutes: 30 },
    ],
  }]);
  expect(left.map(({ why }) => why)).toEqual([
    expect.stringContaining("round_robin"), "step 2 calls the user PGONE, which is not carried over",
  ]);
  expect(people[0]).toMatchObject(
    { mail: ana, name: "Ana Keller", timeZone: "America/New_York", high: [{ method: "phone", afterMinutes: 0 }] },
  );
});

it("what is wrapped without an end is no export", () => {
  let deep: unknown = users;
  for (let n = 0; n < 100_000; n += 1) deep = n % 2 === 0 ? [deep] : { data: deep };
  expect(fromPagerDuty(exportOf([{ users: deep }]), now)).toMatchObject({ people: [], schedules: [] });
});

it("hours that are no minute are not carried over", () => {
  const odd = { ...layer, restrictions: [{ type: "daily_restriction", start_time_of_day: "22:00:30", duration_seconds: 3_600 }] };
  expect(first([{ ...schedule, schedule_layers: [odd] }]).record).toBeNull();
  const window = { from: now, to: now + 60_000 };
  expect(oursOf(null, "pagerduty", window)).toEqual([[]]);
});
