import type { DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [first, second, owner, service, incident, mitigation] = [id(1), id(2), id(3), id(4), id(5), id(6)];
const inputs = { detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75_000, betweenMilliDays: 60_000 };
const registered = (riskId: string, number: number, title: string): DataOf<"RiskRegistered"> => ({
  riskId, number, title, category: "third party", serviceIds: [service], ownerId: owner, reviewEveryDays: 90,
  statement: { if: "the provider does not answer", then: "checkouts fail", until: "it is back" }, observedSince: "2026-01-01T00:00:00.000Z",
});

function register() {
  const history = recordedHistory();
  history.add(["risk", first], { type: "RiskRegistered", data: registered(first, 1, "Provider") });
  history.add(["risk", second], { type: "RiskRegistered", data: registered(second, 2, "Cache") });
  history.add(
    ["risk", first],
    { type: "RiskEstimated", data: { riskId: first, inputs, basis: "judgement", reason: "as before" } },
    { at: "2026-11-01T11:00:00.000Z" },
  );
  history.add(["risk", first], {
    type: "RiskLinked", data: { riskId: first, kind: "incident", recordId: incident, impactPer100k: null, note: "" },
  });
  return history;
}

describe("risks", () => {
  it("stand by the minutes that they cost, those that nobody has estimated last", () => {
    const { risks } = folded(register().events);
    expect(risks.list().nodes.map(({ number }) => number)).toEqual([1, 2]);
    expect(risks.list({ filter: { above: 241 } }).nodes.map(({ number }) => number)).toEqual([1]);
    expect(risks.list({ filter: { above: 242 } }).totalCount()).toBe(0);
    expect(risks.list({ filter: { serviceId: service, ownerId: owner, standings: ["notBegun"], open: true } }).totalCount()).toBe(2);
    expect(risks.all({ filter: { recordId: incident } }).map(({ number }) => number)).toEqual([1]);
    expect(risks.byNumber(2)?.title).toBe("Cache");
  });

  it("keep both histories, with who said what when and why", () => {
    const history = register();
    history.add(["risk", first], {
      type: "RiskEstimated", data: { riskId: first, inputs: { ...inputs, resolveMinutes: 61 }, basis: "history", reason: "four came" },
    });
    history.add(["risk", first], { type: "RiskRated", data: { riskId: first, likelihood: 4, impact: 3, reason: "often" } });
    const row = folded(history.events).risks.get(first);
    expect(row?.estimates.map(({ at, by, inputs: { resolveMinutes }, reason }) => [at, by.name, resolveMinutes, reason])).toEqual([
      ["2026-11-01T11:00:00.000Z", "Ada", 48, "as before"], [expect.any(String), "Ada", 61, "four came"],
    ]);
    expect(row?.ratings).toMatchObject([{ likelihood: 4, impact: 3, reason: "often" }]);
    expect(row).toMatchObject({ status: "open", grid: { likelihood: 4, impact: 3 }, inputs: { resolveMinutes: 61 } });
  });

  it("say when which of an acceptance's events came, and are what they were when looked back at", () => {
    const history = register();
    const of = { riskId: first, acceptanceId: id(9) };
    history.add(
      ["risk", first],
      { type: "AcceptanceProposed", data: { ...of, requestedBy: owner, from: null, until: "2026-12-01T00:00:00.000Z", reason: "cheaper" } },
      { at: "2026-11-02T00:00:00.000Z" },
    );
    history.add(
      ["risk", first],
      { type: "AcceptanceApproved", data: { ...of, approverId: id(8), note: "" } },
      { at: "2026-11-03T00:00:00.000Z" },
    );
    history.add(["risk", first], { type: "AcceptanceBegan", data: of }, { at: "2026-11-03T00:00:00.000Z" });
    const { risks } = folded(history.events);
    expect(risks.get(first)).toMatchObject({
      acceptances: [{ state: "active", decidedBy: id(8) }],
      acceptanceTimes: [
        { askedAt: "2026-11-02T00:00:00.000Z", decidedAt: "2026-11-03T00:00:00.000Z", beganAt: "2026-11-03T00:00:00.000Z", endedAt: null },
      ],
    });
    expect(risks.list({ filter: { standings: ["accepted"] } }).totalCount()).toBe(1);
    expect(risks.get(first, { at: "2026-11-02T12:00:00.000Z" })?.acceptances).toMatchObject([{ state: "proposed" }]);
  });

  it("are found by their statement, their number, and what is done about them", () => {
    const history = register();
    history.add(["mitigation", mitigation], {
      type: "MitigationPlanned",
      data: {
        mitigationId: mitigation, number: 3, title: "Second contract", description: "", riskIds: [first], ownerId: owner, needs: [],
        effects: [], dueOn: "2026-12-01",
      },
    });
    history.add(
      ["mitigation", mitigation],
      { type: "MitigationDueMoved", data: { mitigationId: mitigation, dueOn: "2027-01-01", becauseOf: null, reason: "lawyers" } },
      { at: "2026-11-05T00:00:00.000Z" },
    );
    const { search, mitigations } = folded(history.events);
    expect(search.find({ text: "checkouts", viewer: "all" }).map(({ id: found }) => found).toSorted()).toEqual([first, second]);
    expect(search.find({ text: "RISK-2", viewer: "all" })).toMatchObject([{ kind: "risk", id: second }]);
    expect(search.find({ text: "contract", viewer: "all" })).toMatchObject([{ kind: "mitigation", id: mitigation }]);
    expect(mitigations.all({ riskId: first })).toMatchObject([
      { dueOn: "2027-01-01", slips: [{ from: "2026-12-01" }], moves: [{ at: "2026-11-05T00:00:00.000Z", by: { name: "Ada" } }] },
    ]);
    expect(mitigations.all({ riskId: second })).toEqual([]);
  });

  it("have factors, as long as they hold", () => {
    const history = recordedHistory();
    const factorId = id(7);
    history.add(["factor", factorId], {
      type: "FactorStated",
      data: { factorId, title: "Nights", detectMinutes: 30, resolveMinutes: 0, frequencyPercent: 0, reason: "no shift" },
    });
    const before = folded(history.events).factors.all();
    history.add(["factor", factorId], { type: "FactorEnded", data: { factorId, reason: "a shift" } });
    expect([before.map(({ title }) => title), folded(history.events).factors.all()]).toEqual([["Nights"], []]);
  });
});
