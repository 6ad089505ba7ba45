import { describe, expect, it } from "vitest";
import { escalationChain, nextReminders, type Placed } from "./escalation.ts";

const person = (personId: string, more: Partial<Placed> = {}): Placed => ({
  personId, timeZone: "UTC", status: "active", roles: ["engineer"], reportsTo: null, ...more,
});
const chainOf = async (people: readonly Placed[]) => {
  const known = new Map(people.map((one) => [one.personId, one]));
  return (await escalationChain("ana", (id) => Promise.resolve(known.get(id) ?? null))).map(({ personId }) => personId);
};

describe("the chain above an owner", () => {
  it("goes up to the first TPM and no further", async () => {
    const people = [
      person("ana", { reportsTo: "lea" }), person("lea", { reportsTo: "tim" }), person("tim", { roles: ["tpm"], reportsTo: "ceo" }),
      person("ceo"),
    ];
    expect(await chainOf(people)).toEqual(["ana", "lea", "tim"]);
  });
  it("leaves out who has left, and ends where nobody stands above or a circle closes", async () => {
    expect(
      await chainOf([
        person("ana", { reportsTo: "lea" }),
        person("lea", { status: "left", roles: ["tpm"], reportsTo: "tim" }),
        person("tim"),
      ]),
    ).toEqual(["ana", "tim"]);
    expect(await chainOf([person("ana", { reportsTo: "lea" }), person("lea", { reportsTo: "ana" })])).toEqual(["ana", "lea"]);
    expect(await chainOf([])).toEqual([]);
  });
});

/** Tuesday. */
const dueOn = "2026-12-01";
/** Every reminder from an instant on, as many as asked for. */
function told(
  chain: readonly Placed[],
  { from, moments, due = dueOn }: { readonly from: string; readonly moments: number; readonly due?: string },
) {
  let after = Date.parse(from);
  return Array.from({ length: moments }, () => {
    const reminders = nextReminders({ dueOn: due, after }, chain);
    after = Date.parse(reminders[0]?.at ?? "");
    return reminders.map(({ personId, at, stage }) => `${at.slice(0, 16)} ${personId} ${stage}`).join(" + ");
  });
}

describe("reminders of an action", () => {
  it("come ahead of the day, on it, the day after and each week; and one more of those above each week", () => {
    expect(told([person("ana"), person("lea"), person("tim")], { from: "2026-11-20T00:00:00Z", moments: 6 })).toEqual([
      // Two days ahead is a Sunday: the Friday before.
      "2026-11-27T09:00 ana before", "2026-12-01T09:00 ana due", "2026-12-02T09:00 ana overdue",
      "2026-12-08T09:00 ana overdue + 2026-12-08T09:00 lea escalated", "2026-12-15T09:00 ana overdue + 2026-12-15T09:00 tim escalated",
      "2026-12-22T09:00 ana overdue",
    ]);
  });
  it("come at nine on each one's own clock, and never at a weekend there", () => {
    const zones = [person("ana", { timeZone: "America/New_York" }), person("lea", { timeZone: "Asia/Tokyo" })];
    expect(told(zones, { from: "2026-12-03T00:00:00Z", moments: 2 })).toEqual([
      "2026-12-08T00:00 lea escalated", "2026-12-08T14:00 ana overdue",
    ]);
    // Due on a Saturday: due and overdue are one message on Monday.
    expect(told([person("ana")], { from: "2026-12-04T00:00:00Z", moments: 3, due: "2026-12-05" })).toEqual([
      "2026-12-07T09:00 ana overdue", "2026-12-14T09:00 ana overdue", "2026-12-21T09:00 ana overdue",
    ]);
  });
  it("go on for years, and are none where nobody is there", () => {
    expect(told([person("ana")], { from: "2030-01-01T00:00:00Z", moments: 1 })).toEqual(["2030-01-01T09:00 ana overdue"]);
    expect(nextReminders({ dueOn, after: 0 }, [])).toEqual([]);
  });
});
