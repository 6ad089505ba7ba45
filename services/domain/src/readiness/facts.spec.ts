import type { FactKind, ReadinessCheck } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { factFound, isCurrent, isOffList, shortDay, statementFound, type Around, type ServiceFacts } from "./facts.ts";
import type { PublishedPolicy } from "./policyDecider.ts";
import type { KnownReadiness } from "./serviceReadiness.ts";
import type { ListedTechnology } from "./technologyDecider.ts";
import type { DefinedTraining } from "./trainingDecider.ts";

const today = "2026-11-24";
const [ana, lea, mira, gone] = ["ana", "lea", "mira", "gone"];
const here = new Map([[ana, "Ana"], [lea, "Lea"], [mira, "Mira"]]);
const around: Around = { today, here, policies: [], trainings: [], technologies: new Map() };
const known: KnownReadiness = {
  status: "known", readinessId: "r", serviceId: "s", ownerId: null, tier: null, exemptions: [], statements: [], made: [], read: [],
};
const nothing: ServiceFacts = {
  serviceId: "s", runbookUrl: null, stated: null, responders: null, commanders: null, objectives: [], rollback: null,
  assessed: null,
};
const about = (fact: FactKind, service: Partial<ServiceFacts> = {}, more: Partial<Around> & { readonly days?: number } = {}) =>
  factFound(fact, more.days ?? null, [{ ...nothing, ...service }, { ...around, ...more }]);
/** A check's state, its fact, and what the service lacks. */
const told = (...asked: Parameters<typeof about>) => {
  const { state, fact, lacks } = about(...asked);
  return [state, fact, lacks];
};

const policy = (more: Partial<PublishedPolicy> = {}): PublishedPolicy => ({
  status: "published", policyId: "p", name: "Incident policy", version: 2, text: "x", url: null, isFor: "everybody", acknowledged: [],
  ...more,
});
const read = (personId: string, version = 2) => ({ personId, version, at: "2026-11-01T00:00:00Z" });
const training = (more: Partial<DefinedTraining> = {}): DefinedTraining => ({
  status: "defined", trainingId: "t", name: "Response", isFor: "responders", validDays: 365, url: null, taken: [], ...more,
});
const took = (personId: string, on = "2026-11-01") => ({ personId, on, note: "" });

describe("a day in a cell", () => {
  it("has its year where that is not plain: eleven months away, before or after", () => {
    expect(["2026-11-23", "2026-01-01", "2025-12-30", "2025-12-29", "2025-11-24"].map((day) => shortDay(day, today))).toEqual([
      "23 Nov", "1 Jan", "30 Dec", "29 Dec 2025", "24 Nov 2025",
    ]);
    expect(["2027-10-19", "2027-10-20"].map((day) => shortDay(day, today))).toEqual(["19 Oct", "20 Oct 2027"]);
  });
});

describe("whoever answers for a service", () => {
  it("is named while they are here", () => {
    expect(told("ownerSet")).toEqual(["open", "Nobody", "has no owner"]);
    expect(told("ownerSet", { stated: known })).toEqual(["open", "Nobody", "has no owner"]);
    expect(told("ownerSet", { stated: { ...known, ownerId: gone } })).toEqual(["open", "Has left", "has an owner who has left"]);
    expect(about("ownerSet", { stated: { ...known, ownerId: ana } })).toEqual({
      state: "met", fact: "Ana", lacks: "", evidence: [{ kind: "person", recordId: ana, says: "Ana answers for it" }],
    });
  });

  it("is a rotation with somebody in it, where it is about who is called", () => {
    expect(told("respondersSet")).toEqual(["open", "None", "has no rotation that is paged"]);
    expect(told("respondersSet", { responders: [] })).toEqual(["open", "Nobody in it", "has a rotation with nobody in it"]);
    expect(told("respondersSet", { responders: [ana] })).toEqual(["met", "1 person", ""]);
    expect(told("respondersSet", { responders: [ana, lea] })).toEqual(["met", "2 people", ""]);
  });
});

describe("a runbook and an objective", () => {
  it("are there or not", () => {
    expect(told("runbookLinked")).toEqual(["open", "None", "has no runbook"]);
    expect(told("runbookLinked", { runbookUrl: "https://example.org" })).toEqual(["met", "Linked", ""]);
    expect(told("objectiveSet")).toEqual(["open", "None", "has no objective"]);
  });

  it("are read by everybody who is paged, what is linked now, and not too long ago", () => {
    const url = "https://example.org/runbook";
    const reading = (personId: string, on: string, where = url) => ({ personId, on, url: where });
    const lacks = "is paged to people who have not read its runbook lately";
    const of = (read: KnownReadiness["read"], days?: number) =>
      told("runbookRead", { runbookUrl: url, responders: [ana, lea], stated: { ...known, read } }, days === undefined ? {} : { days });
    expect(told("runbookRead")).toEqual(["open", "No runbook", "has no runbook to read"]);
    expect(told("runbookRead", { runbookUrl: url })).toEqual(["open", "Nobody", "has nobody who is paged, to read its runbook"]);
    expect(of([])).toEqual(["open", "0 of 2", lacks]);
    expect(of([reading(ana, "2026-11-01"), reading(mira, "2026-11-01")])).toEqual(["overdue", "1 of 2", lacks]);
    expect(of([reading(ana, "2026-11-01"), reading(lea, "2026-11-01", "https://example.org/old")])).toEqual(["overdue", "1 of 2", lacks]);
    const both = [reading(ana, "2026-11-01"), reading(lea, "2026-11-20")];
    expect(of(both)).toEqual(["met", "2 of 2", ""]);
    expect(of(both, 23)).toEqual(["met", "2 of 2", ""]);
    expect(of(both, 22)).toEqual(["overdue", "1 of 2", lacks]);
    expect(of(both, 1)).toEqual(["overdue", "0 of 2", lacks]);
    expect(
      about("runbookRead", { runbookUrl: url, responders: [ana, lea], stated: { ...known, read: both } }, { days: 30 }),
    ).toMatchObject({
      until: "2026-12-02", evidence: [{ says: "Ana read it on 1 Nov" }, { says: "Lea read it on 20 Nov" }],
    });
  });

  it("of several objectives the strictest is the fact, and each is named", () => {
    const objectives = [{ objectiveId: "a", target: 99_800 }, { objectiveId: "b", target: 99_950 }, { objectiveId: "c", target: 99_000 }];
    expect(about("objectiveSet", { objectives })).toEqual({
      state: "met", fact: "99.95 %", lacks: "", evidence: [
        { kind: "objective", recordId: "a", says: "99.8 %" }, { kind: "objective", recordId: "b", says: "99.95 %" },
        { kind: "objective", recordId: "c", says: "99 %" },
      ],
    });
  });
});

describe("a rollback that was tried", () => {
  const rollback = (at: string, durationMs: number | null = null) => ({ rollback: { deployId: "d", at, durationMs } });

  it("counts up to its days, the last of them included, and says the first on which it does not", () => {
    const last = rollback("2026-08-26T23:00:00.000Z", 1_400);
    expect(about("rollbackTried", last, { days: 90 })).toEqual({
      state: "met", fact: "26 Aug, 1.4 s", lacks: "", until: "2026-11-25",
      evidence: [{ kind: "deploy", recordId: "d", says: "rolled back on 26 Aug, 1.4 s" }],
    });
    expect(about("rollbackTried", last, { days: 90, today: "2026-11-25" })).toEqual({
      state: "overdue", fact: "91 days ago", lacks: "last tried its rollback 91 days ago",
      evidence: [{ kind: "deploy", recordId: "d", says: "rolled back on 26 Aug, 1.4 s" }],
    });
  });

  it("counts for ever where no days are set", () => {
    expect(about("rollbackTried", rollback("2020-01-01T00:00:00.000Z"))).toMatchObject({
      state: "met", fact: "1 Jan 2020", until: undefined,
    });
    expect(told("rollbackTried")).toEqual(["open", "Never tried", "never tried its rollback"]);
  });
});

describe("a lens that was answered", () => {
  const assessed = (at: string | null, high = 0) => ({ assessed: { assessmentId: "a", lens: "ORR", at, high } });

  it("counts from its milestone for its days, once the register carries each high risk", () => {
    expect(told("lensAnswered")).toEqual(["open", "Never", "has no lens answered about it"]);
    expect(about("lensAnswered", assessed(null))).toMatchObject({ state: "open", fact: "No milestone" });
    expect(about("lensAnswered", assessed("2026-11-20T10:00:00.000Z"), { days: 180 })).toEqual({
      state: "met", fact: "20 Nov", lacks: "", until: "2027-05-20",
      evidence: [{ kind: "assessment", recordId: "a", says: "ORR: milestone of 20 Nov" }],
    });
    expect(about("lensAnswered", assessed("2026-11-20T10:00:00.000Z"), { days: 180, today: "2027-05-20" })).toMatchObject({
      state: "overdue", fact: "181 days ago",
    });
    expect(about("lensAnswered", assessed("2026-11-20T10:00:00.000Z", 2))).toMatchObject({ state: "overdue", fact: "2 high risks" });
    expect(about("lensAnswered", assessed("2026-11-20T10:00:00.000Z"))).toMatchObject({ state: "met", until: undefined });
  });
});

describe("what somebody stated", () => {
  const check: ReadinessCheck = {
    checkId: "load", name: "Load test", asks: "Was it tried under load?", ground: { on: "statement", days: 90 },
  } as ReadinessCheck;
  const stated = (more: object) => ({
    ...nothing, stated: { ...known, statements: [
      { checkId: "other", statedBy: lea, on: "2026-01-01", until: "2026-01-02", note: "" },
      { checkId: "load", statedBy: ana, on: "2026-11-12", until: "2026-11-25", note: "", ...more },
    ] },
  });

  it("counts until the day before its end, by whom and with what they said", () => {
    expect(statementFound(check, stated({ note: " twice as many " }), around)).toEqual({
      state: "met", fact: "12 Nov", lacks: "", until: "2026-11-25",
      evidence: [{ kind: "person", recordId: ana, says: "Ana stated it on 12 Nov: twice as many" }],
    });
    expect(statementFound(check, stated({ statedBy: gone, note: "  " }), { ...around, today: "2026-11-25" })).toEqual({
      state: "overdue", fact: "13 days ago", lacks: "has “Load test” from 13 days ago",
      evidence: [{ kind: "person", recordId: gone, says: "Somebody who has left stated it on 12 Nov" }],
    });
    expect(statementFound(check, { ...nothing, stated: known }, around)).toEqual({
      state: "open", fact: "Never", lacks: "has nobody who stated “Load test”", evidence: [],
    });
  });
});

describe("a training", () => {
  it("counts from its day for as many days as it is valid, or for good", () => {
    const counts = (on: string, validDays: number | null) => isCurrent(on, validDays, today);
    expect([
      counts("2026-11-24", 1), counts("2026-11-23", 1), counts("2026-11-23", 2), counts("2026-11-25", null), counts("1999-01-01", null),
    ])
      .toEqual([true, false, true, false, true]);
  });

  it("is asked of its own people: of responders and commanders what is for them, and what is for everybody", () => {
    const trainings = [
      training({ trainingId: "r", isFor: "responders", taken: [took(ana)] }), training({ trainingId: "c", isFor: "commanders" }),
      training({ trainingId: "e", isFor: "everybody", taken: [took(ana), took(mira)] }), training({ trainingId: "o", status: "retired" }),
    ];
    const people = { responders: [ana, lea], commanders: [mira] };
    expect(told("respondersTrained", people, { trainings })).toEqual([
      "overdue", "1 of 2", "has responders whose training is missing or over",
    ]);
    expect(about("respondersTrained", people, { trainings }).evidence.map(({ recordId }) => recordId)).toEqual(["r", "e"]);
    expect(told("commandersTrained", people, { trainings })).toEqual([
      "open", "0 of 1", "has commanders whose training is missing or over",
    ]);
    expect(about("commandersTrained", people, { trainings }).evidence).toEqual([
      { kind: "training", recordId: "c", says: "Response: 0 of 1, missing: Mira" },
      { kind: "training", recordId: "e", says: "Response: 1 of 1, everybody" },
    ]);
  });

  it("is lacking where there is none, or nobody to take it", () => {
    const people = { responders: [ana], commanders: [ana] };
    const trainings = [training()];
    expect(told("respondersTrained", people)).toEqual(["open", "No training", "has no training for responders"]);
    expect(told("commandersTrained", people, { trainings })).toEqual(["open", "No training", "has no training for commanders"]);
    expect(told("respondersTrained", people, { trainings: [training({ status: "retired", taken: [took(ana)] })] })[1]).toBe("No training");
    expect(told("respondersTrained", {}, { trainings })).toEqual(["open", "Nobody", "has no responders to train"]);
    expect(told("respondersTrained", { responders: [] }, { trainings })[1]).toBe("Nobody");
    expect(told("respondersTrained", people, { trainings: [training({ taken: [took(ana)] })] })).toEqual(["met", "1 of 1", ""]);
  });

  it("names five who miss it, and how many more; whoever is not here is somebody", () => {
    const people = Array.from({ length: 7 }, (_, n) => `p${String(n)}`);
    const named = new Map(people.slice(1).map((id) => [id, id.toUpperCase()]));
    const says = (responders: readonly string[]) =>
      about("respondersTrained", { responders }, { trainings: [training()], here: named }).evidence[0]?.says;
    expect(says(people)).toBe("Response: 0 of 7, missing: somebody, P1, P2, P3, P4 and 2 more");
    expect(says(people.slice(0, 5))).toBe("Response: 0 of 5, missing: somebody, P1, P2, P3, P4");
    expect(says(people.slice(0, 6))).toBe("Response: 0 of 6, missing: somebody, P1, P2, P3, P4 and 1 more");
  });
});

describe("policies", () => {
  const people = { stated: { ...known, ownerId: ana }, responders: [ana, lea, gone], commanders: [mira] };

  it("are asked of owner, responders and commanders who are here, each once", () => {
    expect(told("policiesAcknowledged", people, { policies: [policy({ acknowledged: [read(ana), read(mira)] })] })).toEqual([
      "overdue", "2 of 3", "has people who have not acknowledged a policy",
    ]);
    expect(told("policiesAcknowledged", { ...people, responders: null, commanders: null }, {
      policies: [policy({ acknowledged: [read(ana)] })],
    })).toEqual(["met", "1 of 1", ""]);
    expect(told("policiesAcknowledged", { responders: [lea] }, { policies: [policy({ acknowledged: [read(ana)] })] })[1]).toBe("0 of 1");
  });

  it("are acknowledged by whom they are for, and by nobody else", () => {
    const policies = [
      policy({ policyId: "r", isFor: "responders", acknowledged: [read(lea)] }), policy({ policyId: "c", isFor: "commanders" }),
      policy({ policyId: "old", status: "retired" }),
    ];
    const { state, fact, evidence } = about("policiesAcknowledged", { ...people, responders: [lea] }, { policies });
    // Ana is neither, so nothing is missing of her; Mira commands.
    expect([state, fact]).toEqual(["overdue", "2 of 3"]);
    expect(evidence.map(({ says }) => says)).toEqual([
      "Incident policy, version 2: 1 of 1, everybody", "Incident policy, version 2: 0 of 1, missing: Mira",
    ]);
    const none = about("policiesAcknowledged", { stated: people.stated }, { policies: policies.slice(1) });
    expect([none.state, none.evidence[0]?.says]).toEqual(["met", "Incident policy, version 2: 0 of 0, everybody"]);
  });

  it("are acknowledged in the version that holds, each of them", () => {
    const both = [policy({ acknowledged: [read(ana)] }), policy({ policyId: "q", acknowledged: [read(ana, 1)] })];
    expect(told("policiesAcknowledged", { responders: [ana] }, { policies: both })[1]).toBe("0 of 1");
    expect(told("policiesAcknowledged", people)).toEqual(["open", "No policy", "has no policy to acknowledge"]);
    expect(told("policiesAcknowledged", people, { policies: [policy({ status: "retired" })] })[1]).toBe("No policy");
    expect(told("policiesAcknowledged", { responders: [gone] }, { policies: both })).toEqual([
      "open", "Nobody", "has nobody to acknowledge policies",
    ]);
  });
});

describe("what a service is made with", () => {
  const technology = (technologyId: string, more: Partial<ListedTechnology> = {}): ListedTechnology => ({
    technologyId, name: technologyId.toUpperCase(), status: "core", packages: [], instead: null, until: null, note: "", ...more,
  });
  const technologies = new Map(
    [
      technology("a"), technology("b", { status: "offList" }), technology("c", { status: "offList" }),
      technology("d", { status: "exception" }),
    ].map((one) => [one.technologyId, one]),
  );
  const made = (...sources: readonly (readonly string[])[]) => ({
    stated: { ...known, made: sources.map((ids, place) => ({
      source: place === 0 ? "statement" as const : "sbom" as const, uses: ids.map((technologyId) => ({ technologyId, versions: [] })),
      packages: 0, unlisted: [], unlistedCount: 0,
    })) },
  });

  it("is not known until somebody or some file says so", () => {
    expect(told("technologiesListed", {}, { technologies })).toEqual(["open", "Not known", "has not said what it is made with"]);
    expect(told("technologiesListed", made(), { technologies })[1]).toBe("Not known");
    expect(told("technologiesListed", made([]), { technologies })).toEqual(["met", "0 of 0", ""]);
  });

  it("counts each technology once, whichever sources name it", () => {
    expect(about("technologiesListed", made(["a", "d"], ["a"]), { technologies })).toEqual({
      state: "met", fact: "2 of 2", lacks: "", evidence: [
        { kind: "technology", recordId: "a", says: "A: on the list" }, { kind: "technology", recordId: "d", says: "D: on the list" },
      ],
    });
  });

  it("names up to three that are off the list, those among them that nobody knows", () => {
    expect(told("technologiesListed", made(["a", "b"]), { technologies })).toEqual([
      "open", "1 off the list", "runs on B, which is off the list",
    ]);
    expect(told("technologiesListed", made(["b", "x", "c"], ["y"]), { technologies })).toEqual([
      "open", "4 off the list", "runs on B, a technology, C, which are off the list",
    ]);
    expect(about("technologiesListed", made(["x", "a"]), { technologies }).evidence.map(({ says }) => says)).toEqual([
      "a technology: off the list", "A: on the list",
    ]);
  });

  it("is on the list by an exception until that ends, or for good where it has no end", () => {
    const off = (more: Partial<ListedTechnology>) => isOffList(technology("z", more), today);
    expect([
      off({ status: "exception", until: null }), off({ status: "exception", until: today }),
      off({ status: "exception", until: "2026-11-25" }),
    ])
      .toEqual([false, true, false]);
    // An end that only exceptions have says nothing of any other.
    expect(off({ status: "allowed", until: "2020-01-01" })).toBe(false);
    expect(isOffList(undefined, today)).toBe(true);
  });
});
