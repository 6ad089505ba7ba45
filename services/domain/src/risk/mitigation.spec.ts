import type { DataOf, FactorEvent, MitigationEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { factorDecider } from "./factorDecider.ts";
import { priceOfLateness } from "../promise/index.ts";
import { lateness, mitigationPath, realDueDates, waitsFor } from "./mitigating.ts";
import { mitigationDecider, type PlannedMitigation } from "./mitigationDecider.ts";

const now = "2026-11-24T10:00:00.000Z";
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [riskId, owner] = [id(1), id(2)];
const data: DataOf<"MitigationPlanned"> = {
  mitigationId: id(3), number: 3, title: "Switch by itself", description: "", riskIds: [riskId], ownerId: owner, needs: [id(4)],
  effects: [{ riskId, inputs: { resolveMinutes: 1 } }], dueOn: "2026-11-15",
};
const planned: MitigationEvent = { type: "MitigationPlanned", data };
const moved: MitigationEvent = {
  type: "MitigationDueMoved", data: { mitigationId: id(3), dueOn: "2026-12-15", becauseOf: id(4), reason: "M-2 is late" },
};
const delivered: MitigationEvent = {
  type: "MitigationDelivered", data: { mitigationId: id(3), deliveredAt: now, releaseId: null, note: "" },
};
const plan = { type: "PlanMitigation", now, ...data, waitedFor: [] } as const;

describe("a mitigation", () => {
  it("is planned once, about its risks, and waits for nothing that waits for it", () => {
    given(mitigationDecider, []).when(plan).then([planned]);
    given(mitigationDecider, [planned]).when(plan).then([]);
    given(mitigationDecider, [])
      .when({ ...plan, effects: [{ riskId: id(9), inputs: {} }] })
      .thenRejected("INVALID_INPUT", { path: ["effects"] });
    given(mitigationDecider, [])
      .when({ ...plan, effects: [...data.effects, ...data.effects] })
      .thenRejected("INVALID_INPUT", { path: ["effects"] });
    given(mitigationDecider, []).when({ ...plan, needs: [id(3)] }).thenRejected("DEPENDENCY_CIRCLE");
    given(mitigationDecider, []).when({ ...plan, waitedFor: [id(3)] }).thenRejected("DEPENDENCY_CIRCLE");
  });

  it("keeps every day that was promised, with why and because of what", () => {
    const move = {
      type: "MoveMitigationDue", now, mitigationId: id(3), dueOn: "2026-12-15", becauseOf: id(4), reason: "M-2 is late",
    } as const;
    given(mitigationDecider, [planned]).when(move).then([moved]);
    given(mitigationDecider, [planned, moved]).when(move).then([]);
    given(mitigationDecider, [planned]).when({ ...move, becauseOf: id(8) }).thenRejected("INVALID_INPUT", { path: ["becauseOf"] });
    const { slips, dueOn } = given(mitigationDecider, [planned, moved]).state as PlannedMitigation;
    expect({ slips, dueOn }).toEqual({
      dueOn: "2026-12-15", slips: [{ from: "2026-11-15", to: "2026-12-15", becauseOf: id(4), reason: "M-2 is late" }],
    });
  });

  it("is begun, said anew and given up, each once", () => {
    const [begin, begun] = [
      { type: "BeginMitigation", now, mitigationId: id(3) } as const, { type: "MitigationBegun", data: { mitigationId: id(3) } } as const,
    ];
    given(mitigationDecider, [planned]).when(begin).then([begun]);
    given(mitigationDecider, [planned, begun]).when(begin).then([]);
    expect(given(mitigationDecider, [planned, begun]).state).toMatchObject({ status: "inProgress", delivered: null });
    const { number: _, dueOn: __, ...said } = data;
    const describe = { type: "DescribeMitigation", now, waitedFor: [], ...said, reason: null } as const;
    given(mitigationDecider, [planned]).when(describe).then([]);
    for (const more of [
      { title: "By hand" }, { description: "x" }, { riskIds: [riskId, id(7)] }, { ownerId: id(8) }, { needs: [] }, { effects: [] },
    ])
      given(mitigationDecider, [planned]).when({ ...describe, ...more }).then([
        { type: "MitigationDescribed", data: { ...said, ...more, reason: null } },
      ]);
    expect(given(mitigationDecider, [planned, { type: "MitigationDescribed", data: { ...said, title: "By hand", reason: "x" } }]).state)
      .toMatchObject({ title: "By hand", dueOn: data.dueOn, number: 3 });
    given(mitigationDecider, [planned]).when({ ...describe, waitedFor: [id(3)] }).thenRejected("DEPENDENCY_CIRCLE", { path: ["needs"] });
    const giveUp = { type: "GiveUpMitigation", now, mitigationId: id(3), reason: "too dear" } as const;
    const givenUp: MitigationEvent = { type: "MitigationGivenUp", data: { mitigationId: id(3), reason: "too dear" } };
    given(mitigationDecider, [planned]).when(giveUp).then([givenUp]);
    given(mitigationDecider, [planned, givenUp]).when(giveUp).then([]);
    given(mitigationDecider, [planned, givenUp]).when(begin).thenRejected("MITIGATION_ENDED", { message: "M-3 was given up" });
    given(mitigationDecider, [planned, delivered]).when(giveUp).thenRejected("MITIGATION_ENDED");
    expect(given(mitigationDecider, [planned, givenUp]).state).toMatchObject({ status: "givenUp" });
    expect(given(mitigationDecider, [begun, givenUp]).state).toEqual({ status: "absent" });
  });

  it("is delivered when it was: clocks may be five minutes ahead", () => {
    const deliver = (deliveredAt: string) =>
      ({ type: "DeliverMitigation", now, mitigationId: id(3), deliveredAt, releaseId: id(9), note: "" }) as const;
    given(mitigationDecider, [planned]).when(deliver("2026-11-24T10:05:00.000Z")).then([
      { type: "MitigationDelivered", data: { mitigationId: id(3), deliveredAt: "2026-11-24T10:05:00.000Z", releaseId: id(9), note: "" } },
    ]);
    given(mitigationDecider, [planned]).when(deliver("2026-11-24T10:05:00.001Z")).thenRejected("INVALID_INPUT", { path: ["deliveredAt"] });
    expect(given(mitigationDecider, [planned, delivered]).state).toMatchObject({ delivered: { at: now, releaseId: null } });
  });

  it("is delivered once and changes no more", () => {
    given(mitigationDecider, [planned])
      .when({ type: "DeliverMitigation", now, ...(delivered.data as DataOf<"MitigationDelivered">) })
      .then([delivered]);
    given(mitigationDecider, [planned, delivered])
      .when({ type: "DeliverMitigation", now, ...(delivered.data as DataOf<"MitigationDelivered">) })
      .then([]);
    given(mitigationDecider, [planned])
      .when({ type: "DeliverMitigation", now, mitigationId: id(3), deliveredAt: "2026-12-01T00:00:00Z", releaseId: null, note: "" })
      .thenRejected("INVALID_INPUT");
    given(mitigationDecider, [planned, delivered])
      .when({ type: "BeginMitigation", now, mitigationId: id(3) })
      .thenRejected("MITIGATION_ENDED", { message: "M-3 was delivered" });
    given(mitigationDecider, []).when({ type: "BeginMitigation", now, mitigationId: id(3) }).thenRejected("NOT_FOUND");
  });
});

const one = (number: number, more: Partial<PlannedMitigation>): PlannedMitigation =>
  ({ status: "planned", ...data, mitigationId: id(number), number, needs: [], effects: [], slips: [], delivered: null, ...more });

describe("mitigations of a risk", () => {
  const inputs = { detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75_000, betweenMilliDays: 60_000 };

  it("take off what they say, one after the other, in the order of their real days", () => {
    const path = mitigationPath(inputs, riskId, [
      one(4, { dueOn: "2026-01-01", needs: [id(3)], effects: [{ riskId, inputs: { impactPer100k: 10_000 } }] }),
      one(3, { dueOn: "2026-12-15", effects: [{ riskId, inputs: { resolveMinutes: 10 } }] }),
      one(1, { status: "delivered", effects: [{ riskId, inputs: { detectMinutes: 0 } }] }),
    ]);
    expect(path.steps.map(({ mitigationId, saved }) => [mitigationId, Math.round(saved)])).toEqual([[id(3), 173], [id(4), 59]]);
    expect(path.minutes).toBeCloseTo((15 * 0.1 * 365.25) / 60, 9);
  });

  it("come no sooner than what they wait for, and never hang on a circle", () => {
    const circle = [one(1, { dueOn: "2026-01-01", needs: [id(2)] }), one(2, { dueOn: "2026-02-01", needs: [id(1)] })];
    expect([...realDueDates(circle).values()]).toEqual(["2026-02-01", "2026-02-01"]);
    const chain = [
      one(1, { dueOn: "2026-01-01", needs: [id(2), id(9)] }),
      one(2, { dueOn: "2026-02-01", needs: [id(3)] }),
      one(3, { dueOn: "2026-05-01" }),
    ];
    expect(realDueDates(chain).get(id(1))).toBe("2026-05-01");
    expect(realDueDates([...chain.slice(0, 2), one(3, { dueOn: "2026-05-01", status: "delivered" })]).get(id(1))).toBe("2026-02-01");
    expect(waitsFor(one(1, { needs: [id(2), id(3)] }), [one(2, {}), one(3, { status: "delivered" })])).toEqual([id(2)]);
  });

  it("are late against the day that is promised and against the first, which has its price", () => {
    const slipped = one(3, { dueOn: "2026-11-20", slips: [{ from: "2026-11-15", to: "2026-11-20", becauseOf: null, reason: "-" }] });
    expect(lateness(slipped, "2026-11-24")).toEqual({ overdue: 4, sinceFirst: 9 });
    expect(lateness({ ...slipped, dueOn: "2026-12-15" }, "2026-11-24")).toEqual({ overdue: 0, sinceFirst: 30 });
    expect(lateness({ ...slipped, delivered: { at: "2026-11-18T08:00:00Z", releaseId: null } }, "2027-01-01")).toEqual({
      overdue: 0, sinceFirst: 3,
    });
    expect(lateness({ ...slipped, status: "givenUp" }, "2027-01-01")).toEqual({ overdue: 0, sinceFirst: 0 });
    expect(priceOfLateness(30, 365.25)).toBeCloseTo(30, 9);
  });
});

describe("a factor", () => {
  const said: DataOf<"FactorStated"> = {
    factorId: id(7), title: "Nobody at night", detectMinutes: 30, resolveMinutes: 0, frequencyPercent: 10, reason: "no shift",
  };
  const stated: FactorEvent = { type: "FactorStated", data: said };

  it("is stated, anew where something differs, and ended", () => {
    given(factorDecider, []).when({ type: "StateFactor", now, ...said }).then([stated]);
    given(factorDecider, [stated]).when({ type: "StateFactor", now, ...said, reason: "again" }).then([]);
    given(factorDecider, [])
      .when({ type: "StateFactor", now, ...said, detectMinutes: 0, frequencyPercent: 0 })
      .thenRejected("INVALID_INPUT");
    given(factorDecider, []).when({ type: "EndFactor", now, factorId: id(7), reason: "-" }).thenRejected("NOT_FOUND");
    const ended: FactorEvent = { type: "FactorEnded", data: { factorId: id(7), reason: "a shift" } };
    given(factorDecider, [stated]).when({ type: "EndFactor", now, factorId: id(7), reason: "a shift" }).then([ended]);
    given(factorDecider, [stated, ended]).when({ type: "EndFactor", now, factorId: id(7), reason: "once more" }).then([]);
    given(factorDecider, [stated, ended]).when({ type: "StateFactor", now, ...said }).then([stated]);
  });
});
