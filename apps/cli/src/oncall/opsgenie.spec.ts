import { describe, expect, it } from "vitest";
import { exportOf } from "./exportFile.ts";
import { fromOpsgenie } from "./opsgenie.ts";
import { sideBySide } from "./sideBySide.ts";

const now = Date.parse("2026-03-02T00:00:00Z");
const [ana, ben, cleo] = ["ana@example.org", "ben@example.org", "cleo@example.org"];
const users = [
  { id: "u1", username: ana, fullName: "Ana Keller", timeZone: "Europe/Zurich" }, { id: "u2", username: ben }, { id: "u3", username: cleo },
];
const user = (id: string) => ({ type: "user", id });
const rotation = {
  id: "r1", name: "Days", startDate: "2026-01-05T08:00:00Z", endDate: null, type: "weekly", length: 1, participants: [
    user("u1"), user("u2"),
  ],
};
const nights = {
  ...rotation, id: "r2", name: "Nights", type: "daily", participants: [user("u3")],
  timeRestriction: { type: "time-of-day", restriction: { startHour: 22, startMin: 0, endHour: 6, endMin: 30 } },
};
const schedule = { id: "s1", name: "Payments", timezone: "Europe/Zurich", enabled: true, rotations: [rotation, nights], overrides: [] };
const moved = (schedules: readonly object[], more: Record<string, unknown> = {}) =>
  fromOpsgenie(exportOf([{ users: { data: users, totalCount: 3 }, schedules: { data: schedules }, ...more }]), now);
const first = (...given: Parameters<typeof moved>) => moved(...given).schedules[0] ?? expect.fail();
const at = (one: ReturnType<typeof first>, moment: string) =>
  one.theirs({ from: Date.parse(moment), to: Date.parse(moment) + 60_000 })[0]?.join(" ");

describe("a schedule of Opsgenie", () => {
  it("calls somebody of each rotation, over midnight and by the wall of its zone", () => {
    const both = first([schedule]);
    // Monday 9:00 in Zurich is 8:00 UTC, and 7:00 from 29 March on.
    expect([at(both, "2026-03-02T07:59:00Z"), at(both, "2026-03-02T08:00:00Z")]).toEqual([ben, ana]);
    expect([at(both, "2026-03-30T06:59:00Z"), at(both, "2026-03-30T07:00:00Z")]).toEqual([ben, ana]);
    expect([at(both, "2026-03-02T20:59:00Z"), at(both, "2026-03-02T21:00:00Z")]).toEqual([ana, `${ana} ${cleo}`]);
    expect([at(both, "2026-03-03T05:29:00Z"), at(both, "2026-03-03T05:30:00Z")]).toEqual([`${ana} ${cleo}`, ana]);
    expect(sideBySide(both, "opsgenie", now)).toMatchObject({ differing: 0, minutes: 129_600 });
  });

  it("is on call from one day of the week to another, and over the end of the week", () => {
    const week = {
      type: "weekday-and-time-of-day",
      restrictions: [
        { startDay: "monday", startHour: 9, startMin: 0, endDay: "wednesday", endHour: 17, endMin: 0 },
        { startDay: "SATURDAY", startHour: 12, startMin: 0, endDay: "sunday", endHour: 24, endMin: 0 },
      ],
    };
    const one = first([{ ...schedule, rotations: [{ ...rotation, timeRestriction: week }] }]);
    expect(
      [
        "2026-03-03T03:00:00Z", "2026-03-04T16:00:00Z", "2026-03-07T11:00:00Z", "2026-03-08T22:59:00Z", "2026-03-08T23:00:00Z",
      ].map((moment) => at(one, moment)),
    )
      .toEqual([ana, "", ana, ana, ""]);
    expect(sideBySide(one, "opsgenie", now).differing).toBe(0);
  });

  it("turns of hours last what they say", () => {
    const hourly = { ...rotation, type: "hourly", length: 12 };
    expect(sideBySide(first([{ ...schedule, rotations: [hourly] }]), "opsgenie", now).differing).toBe(0);
  });

  it("lets somebody stand in for one rotation, where the others go on", () => {
    const override = {
      alias: "o1", user: user("u2"), startDate: "2026-03-03T12:00:00Z", endDate: "2026-03-04T12:00:00Z", rotations: [
        { id: "r1", name: "Days" },
      ],
    };
    const stood = first([schedule], { overrides: { s1: { data: [override] } } });
    expect(
      [at(stood, "2026-03-03T13:00:00Z"), at(stood, "2026-03-03T22:00:00Z"), at(stood, "2026-03-04T12:00:00Z")],
    ).toEqual([ben, `${ben} ${cleo}`, ana]);
    expect(stood.record?.overrides).toMatchObject([{ insteadOf: null }, { insteadOf: ana }, { insteadOf: null }]);
    expect(sideBySide(stood, "opsgenie", now).differing).toBe(0);
    const all = first([{ ...schedule, overrides: [{ ...override, rotations: [] }] }]);
    expect(at(all, "2026-03-03T22:00:00Z")).toBe(ben);
    expect(sideBySide(all, "opsgenie", now).differing).toBe(0);
  });

  it("says where its overrides are in no list", () => {
    const { overrides: _, ...unlisted } = schedule;
    const gone = { what: "schedule Payments", why: expect.stringContaining("overrides are not in the export") };
    expect(moved([unlisted]).left).toEqual([gone]);
    expect([moved([schedule]).left, moved([unlisted], { overrides: { s1: { data: [] } } }).left]).toEqual([[], []]);
  });

  it("says which turns cannot be carried over, and each minute of them", () => {
    const { left, schedules } = moved([
      { ...schedule, rotations: [rotation, { ...nights, participants: [user("u3"), { type: "team", id: "t1", name: "Search" }] }] },
      { ...schedule, id: "s2", name: "Off", enabled: false },
      { ...schedule, id: "s3", name: "Some", rotations: [{ ...rotation, participants: [user("u1"), { type: "none" }] }] },
    ]);
    expect(left).toEqual([
      { what: "Payments, rotation Nights", why: "the team Search takes a turn in it: only people do here" },
      { what: "schedule Off", why: "it is switched off there" },
      { what: "Some, rotation Days", why: "a turn of it is nobody's, which no layer can say" },
      { what: "schedule Some", why: "none of its rotations can be carried over" },
    ]);
    const [compared, some] = schedules.map((one) => sideBySide(one, "opsgenie", now));
    // 89 whole nights, one of them an hour shorter, and parts of the first and the last.
    expect(compared?.differing).toBe(330 + 89 * 510 - 60 + 240);
    // Every other week is Ana's there, and nobody's here.
    expect(some?.shifts.filter(({ differs }) => differs).every(({ there, here }) => there.join() === ana && here.length === 0)).toBe(true);
    expect(some?.differing).toBeGreaterThan(6 * 7 * 1_440);
  });
});

it("an escalation of Opsgenie calls at the same minutes, and says what it does otherwise", () => {
  const rule = (after: number, recipient: object, more: object = {}) =>
    ({ condition: "if-not-acked", notifyType: "default", delay: { timeAmount: after, timeUnit: "minutes" }, recipient, ...more });
  const { policies, left } = moved([schedule], {
    escalations: { data: [{
      id: "e1", name: "Payments_escalation", description: "", repeat: { waitInterval: 10, count: 2 },
      rules: [
        rule(15, { type: "schedule", id: "s1" }, { notifyType: "all" }), rule(0, { type: "schedule", id: "s1", name: "Payments" }),
        rule(5, { type: "schedule", id: "s1" }, { notifyType: "next" }), rule(15, { type: "team", id: "t1", name: "Search" }),
        rule(0, { type: "user", username: ana }),
      ],
    }] },
  });
  expect(policies).toEqual([{
    what: "escalation", sourceId: "e1", name: "Payments_escalation", description: "", rounds: 3,
    steps: [
      { targets: [{ schedule: "s1", who: "onCall" }, { person: ana }], minutes: 5 },
      { targets: [{ schedule: "s1", who: "next" }], minutes: 10 }, { targets: [{ schedule: "s1", who: "everyone" }], minutes: 10 },
    ],
  }]);
  expect(left).toEqual([
    { what: "escalation Payments_escalation", why: "the rule after 15 minutes calls the team Search, which is not carried over" },
  ]);
});

it("what is waited is in the unit that is said", () => {
  const rule = (timeAmount: number, timeUnit?: string) => ({ delay: { timeAmount, timeUnit }, recipient: { type: "user", id: "u1" } });
  const chain = (...rules: object[]) => moved([schedule], { escalations: [{ id: "e1", name: "Slow", rules }] }).policies[0]?.steps;
  expect(chain(rule(0), rule(1, "hours"), rule(90, "Minutes"), rule(1, "days"))?.map(({ minutes }) => minutes)).toEqual([60, 30, 1_350, 5]);
  const steps = [
    { contact: { method: "mobile" } }, { contact: { method: "email" }, sendAfter: { timeAmount: 2, timeUnit: "hours" } },
  ];
  expect(moved([], { notification_rules: { u1: [{ steps }] } }).people[0]?.high[1]).toEqual({ method: "mail", afterMinutes: 120 });
});

it("people bring by which channels they are called", () => {
  const steps = [
    { contact: { method: "mobile", to: "x" }, sendAfter: { timeAmount: 0, timeUnit: "minutes" }, enabled: true },
    { contact: { method: "email", to: ana }, sendAfter: { timeAmount: 5 }, enabled: true }, { contact: { method: "sms" }, enabled: false },
  ];
  const { people } = moved([], { notification_rules: { u1: { data: { id: "n1", actionType: "create-alert", steps } } } });
  expect(people[0]).toEqual({
    mail: ana, name: "Ana Keller", timeZone: "Europe/Zurich",
    high: [{ method: "push", afterMinutes: 0 }, { method: "mail", afterMinutes: 5 }],
    low: [{ method: "push", afterMinutes: 0 }, { method: "mail", afterMinutes: 5 }],
  });
});
