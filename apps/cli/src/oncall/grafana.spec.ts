import { describe, expect, it } from "vitest";
import { exportOf } from "./exportFile.ts";
import { fromGrafana } from "./grafana.ts";
import { sideBySide } from "./sideBySide.ts";

const now = Date.parse("2026-03-02T00:00:00Z");
const [ana, ben, cleo] = ["ana@example.org", "ben@example.org", "cleo@example.org"];
const users = [{ id: "U1", email: ana, username: "ana", timezone: "Europe/Zurich" }, { id: "U2", email: ben }, { id: "U3", email: cleo }];
const weekly = {
  id: "O1", name: "Weeks", type: "rolling_users", time_zone: null, level: 1, start: "2026-01-05T09:00:00", duration: 604_800,
  frequency: "weekly", interval: 1, week_start: "MO", by_day: null, rolling_users: [["U1"], ["U2"]], start_rotation_from_user_index: 0,
};
const schedule = { id: "S1", name: "Payments", type: "web", time_zone: "Europe/Zurich", shifts: ["O1", "O2", "O3"] };
const moved = (shifts: readonly object[], more: Record<string, unknown> = {}, given: object = {}) => fromGrafana(exportOf([
  { users: { results: users, next: null } }, {
    schedules: { results: [{ ...schedule, shifts: shifts.map((_, place) => `O${String(place + 1)}`), ...given }] },
  },
  { on_call_shifts: { results: shifts.map((shift, place) => ({ ...shift, id: `O${String(place + 1)}` })) }, ...more },
]), now);
const first = (...given: Parameters<typeof moved>) => moved(...given).schedules[0] ?? expect.fail();
const at = (one: ReturnType<typeof first>, moment: string) =>
  one.theirs({ from: Date.parse(moment), to: Date.parse(moment) + 60_000 })[0]?.join(" ");
const differing = (...given: Parameters<typeof moved>) => sideBySide(first(...given), "grafana-oncall", now).differing;

describe("a schedule of Grafana OnCall", () => {
  it("goes round by the week, on the wall, from the person it begins with", () => {
    const one = first([weekly]);
    expect(
      [at(one, "2026-03-02T07:59:00Z"), at(one, "2026-03-02T08:00:00Z"), at(one, "2026-03-30T06:59:00Z"), at(one, "2026-03-30T07:00:00Z")],
    )
      .toEqual([ben, ana, ben, ana]);
    expect(at(first([{ ...weekly, start_rotation_from_user_index: 1 }]), "2026-03-02T08:00:00Z")).toBe(ben);
    expect([differing([weekly]), differing([{ ...weekly, start_rotation_from_user_index: 1 }])]).toEqual([0, 0]);
    expect(differing([{ ...weekly, interval: 2, duration: 2 * 604_800 }])).toBe(0);
    expect(differing([{ ...weekly, frequency: "daily", duration: 86_400 }])).toBe(0);
  });

  it("is on call on chosen days of its week, each week another one's", () => {
    const office = { ...weekly, by_day: ["TU", "WE", "TH"], week_start: "WE", start: "2026-01-07T22:00:00", duration: 8 * 3_600 };
    const one = first([office]);
    // Of the week that begins on Wednesday, 4 March, the nights of Wednesday, Thursday and Tuesday are one person's.
    expect(
      [
        "2026-03-04T22:00:00Z", "2026-03-05T22:00:00Z", "2026-03-10T22:00:00Z", "2026-03-11T22:00:00Z", "2026-03-06T22:00:00Z",
      ].map((moment) => at(one, moment)),
    )
      .toEqual([ana, ana, ana, ben, ""]);
    expect(differing([office])).toBe(0);
    // Begun on a day that is not chosen: from the first chosen day of a week on.
    expect(differing([{ ...office, start: "2026-01-09T22:00:00" }])).toBe(0);
  });

  it("has the highest level alone, those of one level together, overrides over all", () => {
    const pair = { ...weekly, level: 0, rolling_users: [["U2", "U3"], ["U1"]] };
    const noon = {
      ...weekly, type: "recurrent_event", frequency: "daily", level: 2, start: "2026-01-05T12:00:00", duration: 3_600, rolling_users: null,
      users: ["U3"],
    };
    const override = { name: "Swap", type: "override", start: "2026-03-03T10:00:00", duration: 3 * 3_600, users: ["U2"] };
    const one = first([pair, noon, override]);
    expect(
      ["2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z", "2026-03-03T11:30:00Z", "2026-03-09T08:00:00Z"].map((moment) => at(one, moment)),
    )
      .toEqual([`${ben} ${cleo}`, cleo, ben, ana]);
    expect(differing([pair, noon, override])).toBe(0);
  });

  it("comes once, from a moment and until one", () => {
    const once = {
      ...weekly, type: "single_event", frequency: null, start: "2026-03-10T08:00:00", duration: 90 * 60, rolling_users: null,
      users: ["U1", "U2"], level: 5,
    };
    expect(at(first([weekly, once]), "2026-03-10T08:00:00Z")).toBe(`${ana} ${ben}`);
    expect(differing([weekly, once])).toBe(0);
    expect(differing([{ ...weekly, rotation_start: "2026-03-16T09:00:00" }], {}, { type: "calendar" })).toBe(0);
    const ending = { ...weekly, frequency: "daily", duration: 3_600, until: "2026-03-20T12:00:00" };
    expect(differing([ending])).toBe(0);
  });

  it("says what cannot be carried over, with each minute, or that it cannot be told", () => {
    const turns = { ...weekly, frequency: "daily", by_day: ["MO", "TU"], duration: 3_600 };
    const { left, schedules } = moved([turns, weekly]);
    expect(left).toEqual(
      [
        {
          what: "schedule Payments, shift Weeks",
          why: "each of its days is the next one's turn, which no layer says of some days of the week",
        },
      ],
    );
    const one = schedules[0] ?? expect.fail();
    // Monday and Tuesday one after the other, though Monday was that person's the week before too.
    expect(
      ["2026-03-02T08:30:00Z", "2026-03-03T08:30:00Z", "2026-03-09T08:30:00Z"].map((moment) => at(first([turns]), moment)),
    ).toEqual([ana, ben, ana]);
    expect(sideBySide(first([turns]), "grafana-oncall", now).differing).toBe(26 * 60);
    expect(one.incomparable).toBeNull();
    const monthly = first([{ ...weekly, frequency: "monthly" }, weekly]);
    expect(sideBySide(monthly, "grafana-oncall", now)).toMatchObject(
      { incomparable: "it goes by months, which no layer does", differing: 0 },
    );
    expect(moved([{ ...weekly, interval: 2, duration: 3_600 }]).left[0]?.why).toContain("every 14 days");
    const calendar = moved([], {}, { type: "ical", ical_url_primary: "https://example.org/a.ics" });
    expect(calendar.left).toEqual(
      [{ what: "schedule Payments", why: "its shifts come from the address of a calendar, which is in no export" }],
    );
    expect(calendar.schedules[0]?.incomparable).toContain("calendar");
    expect(first([weekly], {}, { shifts: ["O1", "O9"] }).incomparable).toContain("O9");
  });
});

it("a chain becomes a policy: what follows without a wait is one call", () => {
  const step = (position: number, type: string, more: object = {}) => (
    { id: `E${String(position)}`, escalation_chain_id: "F1", position, type, ...more }
  );
  const { policies, left } = moved([weekly], {
    escalation_chains: { results: [{ id: "F1", name: "Payments" }] },
    escalation_policies: { results: [
      step(1, "notify_persons", { persons_to_notify: ["U1"] }), step(
        0, "notify_on_call_from_schedule", { notify_on_call_from_schedule: "S1", important: true },
      ),
      step(2, "wait", { duration: 900 }), step(3, "notify_person_next_each_time", { persons_to_notify_next_each_time: ["U2", "U3"] }),
      step(4, "trigger_webhook"), step(5, "wait", { duration: 60 }), step(6, "repeat_escalation"),
    ] },
  });
  expect(policies).toEqual([{
    what: "escalation", sourceId: "F1", name: "Payments", description: "", rounds: 6,
    steps: [
      {
        targets: [{ schedule: "S1", who: "onCall" }, { person: ana }], minutes: 15,
      }, { targets: [{ person: ben }, { person: cleo }], minutes: 1 },
    ],
  }]);
  expect(left.map(({ why }) => why)).toEqual([
    "step 4 calls somebody else each time there; here it calls all of them", "step 5 (trigger_webhook) is nothing that a step does here",
    expect.stringContaining("important"),
  ]);
});

it("people bring by which channels they are called, each after what was waited", () => {
  const rule = (position: number, type: string, more: object = {}) => (
    { id: String(position), user_id: "U1", position, important: true, type, ...more }
  );
  const { people } = moved([], { personal_notification_rules: { results: [
    rule(2, "notify_by_email"), rule(1, "wait", { duration: 300 }), rule(0, "notify_by_slack"), rule(
      0, "notify_by_sms", { important: false },
    ),
  ] } });
  expect(people[0]).toMatchObject({
    high: [{ method: "chat", afterMinutes: 0 }, { method: "mail", afterMinutes: 5 }], low: [{ method: "SMS", afterMinutes: 0 }],
  });
});
