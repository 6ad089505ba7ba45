import type { ReadinessCheck } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { isOffList, type Around, type ServiceFacts } from "./facts.ts";
import { fits, matchPackages } from "./matching.ts";
import { sampleChecks } from "./sampleChecks.ts";
import { changeSentence, readinessSentence, serviceStanding } from "./scorecard.ts";
import type { Exemption, KnownReadiness } from "./serviceReadiness.ts";
import type { ListedTechnology } from "./technologyDecider.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [ana, lea, gone, service] = [id(1), id(2), id(3), id(4)];
const technology = (n: number, name: string, more: Partial<ListedTechnology> = {}): ListedTechnology => ({
  technologyId: id(n), name, status: "core", packages: [], instead: null, until: null, note: "", ...more,
});
const around: Around = {
  today: "2026-11-24",
  here: new Map([[ana, "Ana"], [lea, "Lea"]]),
  policies: [{
    status: "published", policyId: id(60), name: "Incident policy", version: 2, text: "x", url: null, isFor: "everybody",
    acknowledged: [{ personId: ana, version: 2, at: "2026-11-01T00:00:00Z" }, { personId: lea, version: 1, at: "2026-01-01T00:00:00Z" }],
  }],
  trainings: [{
    status: "defined", trainingId: id(70), name: "Responder training", isFor: "responders", validDays: 365, url: null,
    taken: [{ personId: ana, on: "2026-01-10", note: "" }, { personId: lea, on: "2025-11-24", note: "" }],
  }],
  technologies: new Map([[id(80), technology(80, "Express")], [id(81), technology(81, "Beanstalk", { status: "offList" })]]),
};
const known: KnownReadiness = {
  status: "known", readinessId: id(5), serviceId: service, ownerId: ana, tier: 1, exemptions: [], read: [],
  statements: [{ checkId: "runbook", statedBy: ana, on: "2026-11-12", until: "2027-05-11", note: "" }],
  made: [{ source: "statement", uses: [{ technologyId: id(80), versions: [] }], packages: 0, unlisted: [], unlistedCount: 0 }],
};
const good: ServiceFacts = {
  serviceId: service, runbookUrl: "https://example.org", stated: known, responders: [ana], commanders: null,
  objectives: [{ objectiveId: id(90), target: 99_900 }],
  rollback: { deployId: id(91), at: "2026-11-23T10:00:00.000Z", durationMs: 1_400 },
  assessed: null,
};
const nothing: ServiceFacts = {
  serviceId: id(6), runbookUrl: null, stated: null, responders: null, commanders: null, objectives: [], rollback: null,
  assessed: null,
};
const standing = (facts: Partial<ServiceFacts>, checks: readonly ReadinessCheck[] = sampleChecks) =>
  serviceStanding(checks, { ...good, ...facts }, around);
const cell = (checkId: string, facts: Partial<ServiceFacts>) => {
  const found = standing(facts).checks.find((one) => one.checkId === checkId);
  return [found?.state, found?.fact];
};
const exemption = (checkId: string, until: string): Exemption => ({
  exemptionId: id(30), checkId, askedBy: ana, until, reason: "it moves", state: "granted", decidedBy: lea, word: "", noticed: [],
});

describe("a service against checks", () => {
  it("shows the fact of each: a day, a figure, so many of so many", () => {
    const { state, met, checks } = standing({});
    expect([state, met, checks.length]).toEqual(["ready", 7, 7]);
    expect(checks.map(({ fact }) => fact)).toEqual(["Ana", "12 Nov", "23 Nov, 1.4 s", "99.9 %", "1 of 1", "1 of 1", "1 of 1"]);
  });

  it("lacks everything where nothing is known of it", () => {
    const { state, met, checks } = serviceStanding(sampleChecks, nothing, around);
    expect([state, met]).toEqual(["notReady", 0]);
    expect(checks.map(({ fact }) => fact)).toEqual(["Nobody", "Never", "Never tried", "None", "Not known", "Nobody", "Nobody"]);
    expect(checks.every(({ lacks }) => lacks !== "")).toBe(true);
  });

  it("ages: a statement at its end, a rollback past its days, a training on its last day", () => {
    const at = (on: string, until: string): Partial<ServiceFacts> => ({
      stated: { ...known, statements: [{ checkId: "runbook", statedBy: ana, on, until, note: "" }] },
    });
    expect(cell("runbook", at("2026-04-27", "2026-11-24"))).toEqual(["overdue", "211 days ago"]);
    expect(cell("runbook", at("2026-04-27", "2026-11-25"))).toEqual(["met", "27 Apr"]);
    const rollback = (at: string): Partial<ServiceFacts> => ({ rollback: { deployId: id(91), at, durationMs: null } });
    expect(cell("rollback", rollback("2026-08-26T00:00:00.000Z"))).toEqual(["met", "26 Aug"]);
    expect(cell("rollback", rollback("2026-08-25T23:59:00.000Z"))).toEqual(["overdue", "91 days ago"]);
    expect(cell("training", { responders: [ana, lea] })).toEqual(["overdue", "1 of 2"]);
    expect(cell("training", { responders: [lea] })).toEqual(["open", "0 of 1"]);
  });

  it("asks its own people for the version of a policy that holds", () => {
    expect(cell("policies", { responders: [ana, lea] })).toEqual(["overdue", "1 of 2"]);
    expect(standing({ responders: [ana, lea] }).checks[5]?.evidence).toEqual([
      { kind: "policy", recordId: id(60), says: "Incident policy, version 2: 1 of 2, missing: Lea" },
    ]);
  });

  it("has an owner only while they are here", () => {
    expect(cell("owner", { stated: { ...known, ownerId: gone } })).toEqual(["open", "Has left"]);
  });

  it("is off the list with what the list says so of, does not know, or has let run out", () => {
    const made = (...ids: readonly string[]): Partial<ServiceFacts> => ({
      stated: {
        ...known,
        made: [
          {
            source: "sbom", uses: ids.map((technologyId) => ({ technologyId, versions: [] })), packages: 9, unlisted: [], unlistedCount: 0,
          },
        ],
      },
    });
    expect(cell("technologies", made(id(80), id(81)))).toEqual(["open", "1 off the list"]);
    expect(cell("technologies", made(id(99)))).toEqual(["open", "1 off the list"]);
    expect(isOffList(technology(1, "x", { status: "exception", until: "2026-11-24" }), "2026-11-24")).toBe(true);
    expect(isOffList(technology(1, "x", { status: "exception", until: "2026-11-25" }), "2026-11-24")).toBe(false);
    expect(isOffList(technology(1, "x", { status: "allowed" }), "2026-11-24")).toBe(false);
  });

  it("counts as meeting what it is exempt from, until the day that ends, and says so only of what is lacking", () => {
    const until = (day: string) => standing({ rollback: null, stated: { ...known, exemptions: [exemption("rollback", day)] } });
    expect(until("2026-11-30")).toMatchObject({ state: "ready", met: 7 });
    expect(until("2026-11-30").checks[2]).toMatchObject({ state: "exempt", fact: "Exempt to 30 Nov", until: "2026-11-30" });
    expect(until("2026-11-24")).toMatchObject({ state: "notReady", met: 6 });
    expect(standing({ stated: { ...known, exemptions: [exemption("rollback", "2026-11-30")] } }).checks[2]).toMatchObject({
      state: "met", exemption: null,
    });
  });

  it("is nearly ready while nothing is open", () => {
    expect(standing({ responders: [ana, lea] })).toMatchObject({ state: "nearly", met: 5 });
    expect(standing({ objectives: [] })).toMatchObject({ state: "notReady", met: 6 });
  });
});

describe("what is said of all", () => {
  const name = (serviceId: string): string => (serviceId === service ? "checkout" : "mail");

  it("is who is ready, who is furthest from it and why, and what ends soon", () => {
    const bare = serviceStanding(sampleChecks, { ...good, serviceId: id(6), objectives: [], rollback: null }, around);
    const soon = standing({ rollback: null, stated: { ...known, exemptions: [exemption("rollback", "2026-11-30")] } });
    expect(readinessSentence([soon, bare], name, "2026-11-24")).toBe(
      "One of two services is ready. mail never tried its rollback and has no objective; one exemption ends in 6 days.",
    );
    expect(readinessSentence([standing({})], name, "2026-11-24")).toBe("The one service is ready.");
    expect(readinessSentence([standing({}), standing({})], name, "2026-11-24")).toBe("All two services are ready.");
    expect(readinessSentence([soon], name, "2026-11-24")).toBe("The one service is ready. One exemption ends in 6 days.");
    expect(readinessSentence([], name, "2026-11-24")).toBe("There is no service yet.");
    expect(readinessSentence([serviceStanding(sampleChecks, nothing, around)], name, "2026-11-24")).toBe(
      "The one service is not ready. mail has no owner, has nobody who stated “Runbook”, never tried its rollback and four more.",
    );
  });

  it("is who became ready and who fell back since", () => {
    const now = [{ ...standing({}), serviceId: id(7) }, { ...standing({}), serviceId: id(8) }, standing({ objectives: [] })];
    const before = new Map([[id(7), "nearly"], [id(8), "notReady"], [service, "ready"]] as const);
    expect(changeSentence(before, now, "October")).toBe("Since October two services became ready and one fell back.");
    expect(changeSentence(new Map([[service, "ready"]]), now, "October")).toBe("Since October one service fell back.");
    expect(changeSentence(new Map(), now, "October")).toBe("");
  });
});

describe("packages and the list", () => {
  const list = [
    technology(80, "Express", { packages: ["express"] }), technology(82, "Fastify", { packages: ["fastify", "@fastify/*"] }),
    technology(83, "Solr", { packages: ["pkg:maven/org.apache.solr/*"] }),
  ];
  const named = (name: string, version = "1.0.0", more: { purl?: string; direct?: boolean } = {}) => ({
    name, version, purl: more.purl ?? null, direct: more.direct ?? false,
  });

  it("are matched by name or package address, whatever the case; what is named directly and is none is told", () => {
    expect(matchPackages(
      [
        named(
          "Express", "4.1.0", { direct: true },
        ), named("express", "4.0.0"), named("@fastify/cors"), named("left-pad", "1", { direct: true }),
        named("deep", "1"), named("solr-core", "9", { purl: "pkg:maven/org.apache.solr/solr-core" }),
      ],
      list,
    )).toEqual({
      uses: [
        { technologyId: id(80), versions: ["4.0.0", "4.1.0"] }, { technologyId: id(82), versions: ["1.0.0"] },
        { technologyId: id(83), versions: ["9"] },
      ],
      unlisted: ["left-pad"],
    });
  });

  it("are taken as they are called, reserved words among them", () => {
    expect(matchPackages([named("__proto__", "1", { direct: true }), named("constructor", "1", { direct: true })], list)).toEqual({
      uses: [], unlisted: ["__proto__", "constructor"],
    });
  });

  it("are told in order, with each version once and twenty of them, none of what has no version, and nothing of what others need", () => {
    const versions = Array.from({ length: 25 }, (_, n) => `1.${String(n + 10)}`);
    const those = [
      named("fastify", "2"), ...versions.toReversed().map((version) => named("express", version)), named("express", "1.10"),
      named("express", ""), named("zod", "1", { direct: true }), named("ajv", "1", { direct: true }), named("deep"),
    ];
    expect(matchPackages(those, list)).toEqual({
      uses: [{ technologyId: id(80), versions: versions.slice(0, 20) }, { technologyId: id(82), versions: ["2"] }],
      unlisted: ["ajv", "zod"],
    });
    // One package may be a part of two technologies.
    expect(matchPackages([named("express")], [...list, technology(84, "Node", { packages: ["EXPRESS"] })]).uses.map(
      ({ technologyId }) => technologyId,
    )).toEqual([id(80), id(84)]);
  });

  it("fit a pattern whose parts stand in that order, none of them twice", () => {
    const fitting = (pattern: string, ...texts: readonly string[]) => texts.filter((text) => fits(pattern, text));
    expect(fitting("a*b*c", "abc", "axbyc", "ac", "acb", "abcb", "xabc", "abbc", "acbc")).toEqual(["abc", "axbyc", "abbc", "acbc"]);
    expect(fitting("a*b", "ab", "axb", "a", "b", "aab")).toEqual(["ab", "axb", "aab"]);
    expect(fitting("*b*b*", "b", "ab", "bb", "bab")).toEqual(["bb", "bab"]);
    expect(fitting("a*a*a", "aa", "aaa", "aaaa")).toEqual(["aaa", "aaaa"]);
    expect(fitting("*ab*b", "ab", "abb", "abxb")).toEqual(["abb", "abxb"]);
    expect(fitting("aba", "aba", "abab", "ab")).toEqual(["aba"]);
  });

  it("fit patterns without ever looking back far", () => {
    expect([
      fits("a*c", "abc"), fits("a*c", "abd"), fits("*", ""), fits("aba", "aba"), fits("a*a", "a"),
    ]).toEqual([true, false, true, true, false]);
    expect(fits("*b*b*", "abb")).toBe(true);
    expect(fits(`${"a*".repeat(100)}b`, "a".repeat(200))).toBe(false);
  });
});
