import type { CheckState, ReadinessState } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import {
  changeSentence, endingSoon, readinessSentence, serviceStanding, standingWith, type CheckStanding, type ServiceStanding,
} from "./scorecard.ts";
import type { Around, ServiceFacts } from "./facts.ts";
import type { Exemption, KnownReadiness } from "./serviceReadiness.ts";

const today = "2026-11-24";
const exemption = (until: string, state: Exemption["state"] = "granted"): Exemption => ({
  exemptionId: `until ${until}`, checkId: "rollback", askedBy: "ana", until, reason: "it moves", state, decidedBy: "lea", word: "",
  noticed: [],
});
const check = (state: CheckState, lacks = "", until?: string): CheckStanding => ({
  checkId: lacks, state, fact: "", lacks, evidence: [], until: until ?? null, asked: null,
  exemption: until === undefined ? null : exemption(until),
});
const [met, open, late] = [check("met"), (lacks: string) => check("open", lacks), (lacks: string) => check("overdue", lacks)];
const service = (serviceId: string, ...checks: readonly CheckStanding[]): ServiceStanding => ({
  serviceId, checks, met: 0,
  state: checks.some(({ state }) => state === "open") ? "notReady" : checks.some(({ state }) => state === "overdue") ? "nearly" : "ready",
});
const said = (...services: readonly ServiceStanding[]) => readinessSentence(services, (id) => id, today);
const many = (count: number, state: CheckStanding = met) => Array.from({ length: count }, (_, n) => service(`s${String(n)}`, state));

describe("the sentence above the scorecard", () => {
  it("counts in words, as far as there are any", () => {
    expect(said(...many(12), service("mail", open("has no owner")))).toBe("Twelve of 13 services are ready. mail has no owner.");
    expect(said(...many(13), service("mail", open("has no owner")))).toBe("13 of 14 services are ready. mail has no owner.");
    expect(said(...many(2), service("mail", open("has no owner")))).toBe("Two of three services are ready. mail has no owner.");
    expect(said(service("mail", open("has no owner")), service("ads", late("is late")))).toBe(
      "None of two services is ready. mail has no owner.",
    );
    expect(said(...many(12))).toBe("All twelve services are ready.");
    expect(said(...many(1, check("exempt", "has no owner", "2026-12-24")))).toBe("The one service is ready.");
  });

  it("names whoever has most open, and among these most overdue, the first in the list where nothing tells them apart", () => {
    const services = [service("ads", open("a"), late("b")), service("mail", open("c"), late("d"), late("e")), service("web", open("f"))];
    expect(said(...services)).toBe("None of three services is ready. mail c, d and e.");
    expect(said(...services, service("shop", open("g"), open("h")))).toBe("None of four services is ready. shop g and h.");
    expect(said(service("ads", late("b"), late("x")), service("web", open("f")))).toBe("None of two services is ready. web f.");
    expect(said(service("ads", late("b")), service("web", late("f")))).toBe("None of two services is ready. ads b.");
  });

  it("says what is open before what is overdue, three of it, and how much more there is", () => {
    expect(said(service("mail", late("a"), met, open("b"), late("c"), check("exempt", "x", "2027-01-01"), open("d")))).toBe(
      "The one service is not ready. mail b, d, a and one more.",
    );
    expect(said(service("mail", late("a"), open("b"), open("c")))).toBe("The one service is not ready. mail b, c and a.");
    expect(said(service("mail", ...["a", "b", "c", "d", "e"].map(open)))).toBe("The one service is not ready. mail a, b, c and two more.");
  });

  it("ends with the exemption that ends first, while that is within two weeks", () => {
    const exempt = (until: string) => service("web", check("exempt", "x", until));
    expect(said(exempt("2026-12-08"))).toBe("The one service is ready. One exemption ends in 14 days.");
    expect(said(exempt("2026-12-09"))).toBe("The one service is ready.");
    expect(said(exempt("2026-12-01"), exempt("2026-11-25"))).toBe("All two services are ready. One exemption ends in 1 day.");
    expect(said(exempt("2026-12-09"), service("mail", open("has no owner")))).toBe("One of two services is ready. mail has no owner.");
  });
});

describe("exemptions that end soon", () => {
  it("are those that count, the first to end first", () => {
    const services = [
      service("a", check("exempt", "", "2026-12-08"), met), service(
        "b", check("exempt", "", "2026-11-26"), check("exempt", "", "2026-12-09"),
      ),
      service("c", open("x")), service("d", check("exempt", "", "2026-11-25")),
    ];
    expect(endingSoon(services, today).map(({ until }) => until)).toEqual(["2026-11-25", "2026-11-26", "2026-12-08"]);
  });
});

describe("what changed since a month ended", () => {
  const now = (...states: readonly ReadinessState[]) =>
    states.map((state, place): ServiceStanding => ({ serviceId: String(place), state, checks: [], met: 0 }));
  const before = (...states: readonly ReadinessState[]) => new Map(states.map((state, place) => [String(place), state] as const));

  it("counts who became ready and who fell back, of those who were there", () => {
    expect(changeSentence(before("nearly"), now("ready", "ready"), "October")).toBe("Since October one service became ready.");
    expect(changeSentence(before("ready", "ready"), now("nearly", "notReady"), "October")).toBe("Since October two services fell back.");
    expect(changeSentence(before("ready", "notReady", "nearly"), now("nearly", "ready", "ready"), "May")).toBe(
      "Since May two services became ready and one fell back.",
    );
    expect(changeSentence(before("ready", "ready", "notReady"), now("nearly", "notReady", "ready"), "May")).toBe(
      "Since May one service became ready and two fell back.",
    );
  });

  it("is nothing where everybody is as ready as before, or no more ready than not", () => {
    expect(changeSentence(before("ready", "nearly", "notReady"), now("ready", "nearly", "notReady"), "May")).toBe("");
    expect(changeSentence(before("nearly", "notReady"), now("notReady", "nearly"), "May")).toBe("");
    expect(changeSentence(before(), now("notReady", "ready"), "May")).toBe("");
  });
});

describe("a cell of the scorecard", () => {
  const around: Around = { today, here: new Map([["ana", "Ana"]]), policies: [], trainings: [], technologies: new Map() };
  const nothing: ServiceFacts = {
    serviceId: "s", runbookUrl: null, stated: null, responders: null, commanders: null, objectives: [], rollback: null,
    assessed: null,
  };
  const known = (...exemptions: readonly Exemption[]): KnownReadiness => ({
    status: "known", readinessId: "r", serviceId: "s", ownerId: "ana", tier: null, statements: [], exemptions, made: [], read: [],
  });
  const rollback = {
    checkId: "rollback", name: "Rollback", asks: "Was it tried?", ground: { on: "fact", fact: "rollbackTried", days: 90 },
  } as const;
  const owner = { checkId: "owner", name: "Owner", asks: "Who?", ground: { on: "fact", fact: "ownerSet", days: null } } as const;

  it("says from when on it is not met any more: where it ages, and where its exemption ends", () => {
    const tried = { ...nothing, rollback: { deployId: "d", at: "2026-11-20T10:00:00.000Z", durationMs: null } };
    expect(standingWith(rollback, tried, around)).toMatchObject({ state: "met", until: "2027-02-19", exemption: null, asked: null });
    expect(standingWith(owner, { ...nothing, stated: known() }, around)).toMatchObject({ state: "met", until: null });
    expect(standingWith(rollback, nothing, around)).toMatchObject({ state: "open", until: null, exemption: null, asked: null });
    expect(standingWith(rollback, { ...nothing, stated: known(exemption("2026-12-24")) }, around)).toMatchObject({
      state: "exempt", until: "2026-12-24", lacks: "never tried its rollback", exemption: { until: "2026-12-24" },
    });
  });

  it("says what waits for a decision, whether it is exempt or not, and counts only what was granted", () => {
    const asked = exemption("2026-12-24", "asked");
    expect(
      standingWith(rollback, { ...nothing, stated: known(asked) }, around),
    ).toMatchObject({ state: "open", asked: { state: "asked" } });
    expect(standingWith(rollback, { ...nothing, stated: known(exemption("2026-11-30"), asked) }, around)).toMatchObject({
      state: "exempt", asked: { until: "2026-12-24" },
    });
    expect(standingWith(owner, { ...nothing, stated: { ...known(asked), ownerId: null } }, around)).toMatchObject({
      state: "open", asked: null, exemption: null,
    });
    const both = serviceStanding([rollback, owner], { ...nothing, stated: known(exemption("2026-11-30")) }, around);
    expect(both).toMatchObject({ serviceId: "s", state: "ready", met: 2 });
  });
});
