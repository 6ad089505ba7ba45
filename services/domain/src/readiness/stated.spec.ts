import type { AskingEvent, CheckSetEvent, PolicyEvent, ReadinessEvent, TechnologyEvent, TrainingEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { askingDecider } from "./askingDecider.ts";
import { checkSetDecider } from "./checkSetDecider.ts";
import { awaitsEnd, exemptionMoments } from "./exemptionTimes.ts";
import { policyDecider } from "./policyDecider.ts";
import { readinessDecider } from "./readinessDecider.ts";
import { sampleChecks } from "./sampleChecks.ts";
import { askedExemption, exemptionOn, type KnownReadiness } from "./serviceReadiness.ts";
import { technologyDecider } from "./technologyDecider.ts";
import { trainingDecider } from "./trainingDecider.ts";

const now = "2026-11-24T23:30:00.000Z";
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [ana, lea, mira] = [id(1), id(2), id(3)];
const service = { readinessId: id(20), serviceId: id(21) };

const state = (...events: readonly ReadinessEvent[]): KnownReadiness => given(readinessDecider, events).state as KnownReadiness;

describe("what is stated of several checks", () => {
  const stated = (checkId: string, on = "2026-11-12", until = "2027-05-11"): ReadinessEvent => ({
    type: "CheckStated", data: { ...service, checkId, statedBy: ana, on, until, note: "" },
  });
  const say = (checkId: string, on = "2026-11-12", until = "2027-05-11") =>
    ({ type: "StateCheck", now, ...service, checkId, statedBy: ana, on, until, note: "" }) as const;
  const takeBack = (checkId: string) => ({ type: "TakeBackStatement", now, ...service, checkId, reason: "not so" }) as const;
  const takenBack = (checkId: string): ReadinessEvent => ({
    type: "CheckStatementTakenBack", data: { ...service, checkId, reason: "not so" },
  });
  const days = ({ statements }: KnownReadiness) => statements.map(({ checkId, on }) => [checkId, on]);

  it("stands for each by itself: the newest of one, and none of what was taken back", () => {
    const both = [stated("runbook"), stated("load", "2026-11-01"), stated("runbook", "2026-11-20")];
    expect(days(state(...both))).toEqual([["load", "2026-11-01"], ["runbook", "2026-11-20"]]);
    expect(days(state(...both, takenBack("runbook")))).toEqual([["load", "2026-11-01"]]);
    expect(state(stated("runbook"))).toMatchObject({ exemptions: [], made: [], ownerId: null, tier: null });
  });

  it("refuses one and not the other", () => {
    given(readinessDecider, [stated("load", "2026-11-20")]).when(say("runbook")).then([stated("runbook")]);
    given(readinessDecider, [stated("load")]).when(takeBack("runbook")).then([]);
    given(readinessDecider, [stated("load"), stated("runbook")]).when(takeBack("runbook")).then([takenBack("runbook")]);
    given(readinessDecider, [stated("load"), stated("runbook")]).when(takeBack("load")).then([takenBack("load")]);
  });

  it("is of today at the latest, by the UTC day, and counts for a day at least", () => {
    given(readinessDecider, []).when(say("load", "2026-11-24")).then([stated("load", "2026-11-24")]);
    given(readinessDecider, []).when(say("load", "2026-11-12", "2026-11-12")).thenRejected("INVALID_INPUT", {
      path: ["on"], message: "it would not count for a day: until 2026-11-12",
    });
    given(readinessDecider, []).when(say("load", "2026-11-12", "2026-11-11")).thenRejected("INVALID_INPUT");
    given(readinessDecider, []).when(say("load", "2026-11-12", "2026-11-13")).then([stated("load", "2026-11-12", "2026-11-13")]);
  });

  it("may be corrected for the day it was stated for, and not for one before", () => {
    given(readinessDecider, [stated("load")]).when(say("load", "2026-11-12", "2026-12-24")).then([
      stated("load", "2026-11-12", "2026-12-24"),
    ]);
    given(readinessDecider, [stated("load")]).when(say("load", "2026-11-11")).thenRejected("INVALID_INPUT", {
      path: ["on"], message: "it was stated for 2026-11-12, which is later",
    });
  });
});

describe("who answers for a service", () => {
  const own = (ownerId: string | null, tier: number | null) => ({ ...service, ownerId, tier, reason: null });

  it("and how much hangs on it are two things, each of which may change by itself", () => {
    const owned: ReadinessEvent = { type: "ServiceOwnerSet", data: own(ana, 1) };
    for (const said of [own(lea, 1), own(ana, 2), own(null, 1), own(ana, null)])
      given(readinessDecider, [owned]).when({ type: "SetServiceOwner", now, ...said }).then([{ type: "ServiceOwnerSet", data: said }]);
    expect(state(owned, { type: "ServiceOwnerSet", data: own(null, 3) })).toMatchObject({ ownerId: null, tier: 3 });
  });
});

describe("exemptions of one service", () => {
  const asked = (n: number, checkId: string, until = "2026-11-30"): ReadinessEvent => ({
    type: "ExemptionAsked", data: { ...service, exemptionId: id(n), checkId, askedBy: ana, until, reason: "it moves" },
  });
  const granted = (n: number, note = "once"): ReadinessEvent => ({
    type: "ExemptionGranted", data: { ...service, exemptionId: id(n), approverId: mira, note },
  });
  const refused = (n: number): ReadinessEvent => ({
    type: "ExemptionRefused", data: { ...service, exemptionId: id(n), approverId: mira, reason: "try it" },
  });
  const ended = (n: number): ReadinessEvent => ({ type: "ExemptionEnded", data: { ...service, exemptionId: id(n), reason: "over" } });
  const ask = (n: number, checkId: string, until = "2026-11-30") =>
    ({ type: "AskExemption", now, ...service, exemptionId: id(n), checkId, askedBy: ana, until, reason: "it moves" }) as const;
  const grant = (n: number, approverId = mira) =>
    ({ type: "GrantExemption", now, ...service, exemptionId: id(n), approverId, note: "once" }) as const;
  const refuse = (n: number, approverId = mira) =>
    ({ type: "RefuseExemption", now, ...service, exemptionId: id(n), approverId, reason: "try it" }) as const;
  const end = (n: number) => ({ type: "EndExemption", now, ...service, exemptionId: id(n), reason: "over" }) as const;

  it("are decided each by itself, with who decided and what they said", () => {
    const known = state(asked(30, "rollback"), asked(31, "runbook"), granted(30), refused(31), asked(32, "runbook"));
    expect(known.exemptions.map(({ checkId, state: how, decidedBy, word }) => [checkId, how, decidedBy, word])).toEqual([
      ["rollback", "granted", mira, "once"], ["runbook", "refused", mira, "try it"], ["runbook", "asked", null, ""],
    ]);
    expect(state(asked(30, "rollback"), granted(30), ended(30)).exemptions[0]).toMatchObject({
      state: "ended", decidedBy: mira, word: "over",
    });
  });

  it("wait for a decision one at a time for each check, unless nobody has decided in time", () => {
    given(readinessDecider, [asked(30, "rollback")]).when(ask(31, "runbook")).then([asked(31, "runbook")]);
    given(readinessDecider, [asked(30, "rollback")]).when(ask(31, "rollback")).thenRejected("EXEMPTION_OPEN", {
      path: ["check"], message: "an exemption from rollback until 2026-11-30 waits for a decision",
    });
    given(readinessDecider, [asked(30, "rollback", "2026-11-24")]).when(ask(31, "rollback")).then([asked(31, "rollback")]);
    given(readinessDecider, [asked(30, "rollback"), granted(30)]).when(ask(31, "rollback")).then([asked(31, "rollback")]);
    given(readinessDecider, []).when(ask(30, "rollback", "2026-11-23")).thenRejected("INVALID_INPUT", { path: ["until"] });
    given(readinessDecider, []).when(ask(30, "rollback", "2026-11-25")).then([asked(30, "rollback", "2026-11-25")]);
  });

  it("are granted and refused once, by the same person again, and by nobody else after that", () => {
    const history = [asked(30, "rollback"), asked(31, "runbook")];
    given(readinessDecider, history).when(grant(31)).then([granted(31)]);
    given(readinessDecider, [...history, granted(31)]).when(grant(30)).then([granted(30)]);
    given(readinessDecider, [...history, refused(30)]).when(refuse(30)).then([]);
    given(readinessDecider, [...history, refused(30)]).when(refuse(30, lea)).thenRejected("EXEMPTION_NOT_OPEN", {
      path: ["exemption"], message: "the exemption from rollback is refused",
    });
    given(readinessDecider, [...history, granted(30)]).when(refuse(30)).thenRejected("EXEMPTION_NOT_OPEN");
    given(readinessDecider, history).when(grant(30, ana)).thenRejected("APPROVER_IS_REQUESTER", { path: ["exemption"] });
    given(readinessDecider, history).when(grant(99)).thenRejected("NOT_FOUND", { path: ["exemption"] });
    given(readinessDecider, [asked(30, "rollback", "2026-11-24")]).when(grant(30)).thenRejected("INVALID_INPUT", { path: ["exemption"] });
    // What nobody needs any more is refused even when its time has passed.
    given(readinessDecider, [asked(30, "rollback", "2026-11-24")]).when(refuse(30)).then([refused(30)]);
  });

  it("are ended before and after the decision, and not once they were refused", () => {
    given(readinessDecider, [asked(30, "rollback")]).when(end(30)).then([ended(30)]);
    given(readinessDecider, [asked(30, "rollback"), ended(30)]).when(grant(30)).thenRejected("EXEMPTION_NOT_OPEN");
    given(readinessDecider, [asked(30, "rollback"), refused(30)]).when(end(30)).thenRejected("EXEMPTION_NOT_OPEN", {
      path: ["exemption"], message: "the exemption from rollback was refused",
    });
    given(readinessDecider, []).when(end(30)).thenRejected("NOT_FOUND");
  });

  it("hold for their check, the newest of several counting", () => {
    const known = state(asked(30, "rollback", "2026-11-26"), granted(30), asked(31, "rollback", "2026-12-24"), granted(31, "again"));
    expect(exemptionOn(known, "rollback", "2026-11-25")?.exemptionId).toBe(id(31));
    expect(exemptionOn(known, "runbook", "2026-11-25")).toBeNull();
    const waiting = state(asked(30, "rollback"), granted(30), asked(31, "runbook"), asked(32, "rollback", "2026-12-24"));
    expect(askedExemption(waiting, "rollback", "2026-11-25")?.exemptionId).toBe(id(32));
    expect(askedExemption(waiting, "runbook", "2026-11-25")?.exemptionId).toBe(id(31));
    expect(askedExemption(waiting, "owner", "2026-11-25")).toBeNull();
  });
});

describe("the end of an exemption", () => {
  const asked = (n: number, until: string, checkId = "rollback"): ReadinessEvent => ({
    type: "ExemptionAsked", data: { ...service, exemptionId: id(n), checkId, askedBy: ana, until, reason: "it moves" },
  });
  const granted = (n: number): ReadinessEvent => ({
    type: "ExemptionGranted", data: { ...service, exemptionId: id(n), approverId: mira, note: "" },
  });
  const ended = (n: number): ReadinessEvent => ({ type: "ExemptionEnded", data: { ...service, exemptionId: id(n), reason: "over" } });
  const noticed = (n: number, daysLeft: number): ReadinessEvent => ({
    type: "ExemptionNoticed", data: { ...service, exemptionId: id(n), daysLeft, told: [ana] },
  });
  const notice = (n: number, at: string) =>
    ({ type: "NoticeExemption" as const, now: `2026-${at}:00.000Z`, ...service, exemptionId: id(n), told: [ana] });
  const history = [asked(30, "2026-11-30"), granted(30)];

  it("has its moments in the mornings, UTC: a week ahead, and the day on which it is over", () => {
    expect(exemptionMoments({ until: "2026-12-03" })).toEqual([
      { at: "2026-11-26T09:00:00.000Z", daysLeft: 7 }, { at: "2026-12-03T09:00:00.000Z", daysLeft: 0 },
    ]);
  });

  it("is told once each, the nearest where several have passed, and nothing ahead of time", () => {
    given(readinessDecider, history).when(notice(30, "11-23T08:59")).then([]);
    given(readinessDecider, history).when(notice(30, "11-23T09:00")).then([noticed(30, 7)]);
    given(readinessDecider, [...history, noticed(30, 7)]).when(notice(30, "11-29T09:00")).then([]);
    given(readinessDecider, history).when(notice(30, "11-30T09:00")).then([noticed(30, 0)]);
    given(readinessDecider, [...history, noticed(30, 7)]).when(notice(30, "12-24T09:00")).then([noticed(30, 0)]);
    given(readinessDecider, [...history, noticed(30, 0)]).when(notice(30, "12-24T09:00")).then([]);
    given(readinessDecider, history).when(notice(31, "11-30T09:00")).thenRejected("NOT_FOUND");
    expect(state(...history, noticed(30, 7), noticed(30, 0)).exemptions[0]).toMatchObject({ state: "granted", noticed: [7, 0] });
  });

  it("is told of none that was not granted, was ended, or is followed by another one of the same check", () => {
    given(readinessDecider, history.slice(0, 1)).when(notice(30, "11-30T09:00")).then([]);
    given(readinessDecider, [...history, ended(30)]).when(notice(30, "11-30T09:00")).then([]);
    const next = [...history, asked(31, "2026-12-24"), granted(31)];
    given(readinessDecider, next).when(notice(30, "11-30T09:00")).then([]);
    given(readinessDecider, next).when(notice(31, "12-24T09:00")).then([noticed(31, 0)]);
    for (const other of [
      [asked(31, "2026-12-24")], [asked(31, "2026-12-24", "owner"), granted(31)], [asked(31, "2026-11-30"), granted(31)],
    ])
      given(readinessDecider, [...history, ...other]).when(notice(30, "11-30T09:00")).then([noticed(30, 0)]);
  });

  it("is awaited while something is left to be said", () => {
    const awaits = (at: string, ...events: readonly ReadinessEvent[]) => {
      const known = state(...events);
      return known.exemptions.map((one) => awaitsEnd(known, one, `2026-${at}:00.000Z`));
    };
    expect(awaits("11-01T09:00", ...history)).toEqual([true]);
    expect(awaits("11-24T09:00", ...history, noticed(30, 7))).toEqual([true]);
    expect(awaits("12-24T09:00", ...history)).toEqual([true]);
    expect(awaits("12-24T09:00", ...history, noticed(30, 0))).toEqual([false]);
    expect(awaits("11-01T09:00", ...history.slice(0, 1))).toEqual([false]);
    expect(awaits("11-01T09:00", ...history, ended(30))).toEqual([false]);
    // Its own end has passed, and the other one's has not.
    expect(awaits("12-01T09:00", ...history, asked(31, "2026-12-24"), granted(31))).toEqual([false, true]);
  });
});

describe("what a service is made with", () => {
  const told = (source: "lockFile" | "sbom", versions: readonly string[], technologies: readonly number[] = [40]): ReadinessEvent => ({
    type: "TechnologiesStated",
    data: {
      ...service, source, uses: technologies.map((n) => ({ technologyId: id(n), versions: [...versions] })), packages: 3, unlisted: [],
      unlistedCount: 0,
    },
  });
  const tell = (...asked: Parameters<typeof told>) =>
    ({
      type: "StateTechnologies", now, ...(told(...asked).data as Extract<ReadinessEvent, { type: "TechnologiesStated" }>["data"]),
    }) as const;

  it("is what each source said last, and the same from another source is new", () => {
    given(readinessDecider, [told("lockFile", ["1"])]).when(tell("sbom", ["1"])).then([told("sbom", ["1"])]);
    given(readinessDecider, [told("lockFile", ["1"]), told("sbom", ["2"])]).when(tell("sbom", ["2"])).then([]);
    given(readinessDecider, [told("lockFile", ["1"])]).when(tell("lockFile", ["2"])).then([told("lockFile", ["2"])]);
    expect(state(told("lockFile", ["1"]), told("sbom", ["1"]), told("lockFile", ["2"])).made.map(({ source, uses }) => [
      source, uses[0]?.versions,
    ])).toEqual([["sbom", ["1"]], ["lockFile", ["2"]]]);
    given(readinessDecider, []).when(tell("sbom", [], [42, 40, 41])).then([told("sbom", [], [40, 41, 42])]);
  });
});

describe("a set of checks", () => {
  const checkSetId = id(10);
  const said = { checkSetId, name: "production checks", checks: [...sampleChecks], reason: "to begin" };

  it("names the check of which there are two, keeps how it is called with each version, and needs one to be retired", () => {
    const twice = { type: "PublishChecks" as const, now, ...said, checks: [...sampleChecks, ...sampleChecks.slice(2, 3)] };
    given(checkSetDecider, []).when(twice).thenRejected("INVALID_INPUT", { path: ["checks"], message: "two checks are called rollback" });
    const first: CheckSetEvent = { type: "ChecksPublished", data: { ...said, version: 1 } };
    expect(given(checkSetDecider, [first]).state).toEqual({
      status: "published", checkSetId, name: said.name, checks: sampleChecks, version: 1,
    });
    const retire = { type: "RetireChecks", now, checkSetId, reason: "x" } as const;
    given(checkSetDecider, []).when(retire).thenRejected("NOT_FOUND", { path: ["checkSet"] });
    // Told out of order, nothing comes of nothing.
    expect(given(checkSetDecider, [{ type: "ChecksRetired", data: { checkSetId, reason: "x" } }]).state).toEqual({ status: "absent" });
  });
});

describe("who is asked about checks", () => {
  const check = (serviceId: number, checkId: string) => ({ serviceId: id(serviceId), checkId, name: checkId });
  const asked = (on: string, ...checks: readonly ReturnType<typeof check>[]): AskingEvent => ({
    type: "OwnerAsked", data: { askingId: id(50), personId: ana, on, checks: [...checks], note: "" },
  });
  const ask = (on: string, ...checks: readonly ReturnType<typeof check>[]) =>
    ({ type: "AskOwner" as const, now, askingId: id(50), personId: ana, on, checks: [...checks], note: "" });

  it("hears of the same check of another service, and of another check of the same service", () => {
    const before = asked("2026-11-24", check(21, "a"));
    given(askingDecider, [before]).when(ask("2026-11-24", check(22, "a"))).then([asked("2026-11-24", check(22, "a"))]);
    given(askingDecider, [before]).when(ask("2026-11-24", check(21, "b"))).then([asked("2026-11-24", check(21, "b"))]);
    given(askingDecider, [before, asked("2026-11-25", check(21, "b"))]).when(ask("2026-11-25", check(21, "a"))).then([
      asked("2026-11-25", check(21, "a")),
    ]);
    expect(given(askingDecider, [before, asked("2026-11-24", check(21, "b")), asked("2026-11-25", check(21, "c"))]).state)
      .toMatchObject({ on: "2026-11-25", checks: [check(21, "c")] });
    expect(given(askingDecider, [before, asked("2026-11-24", check(21, "b"))]).state)
      .toMatchObject({ on: "2026-11-24", checks: [check(21, "a"), check(21, "b")] });
  });
});

describe("a policy of many people", () => {
  const policyId = id(60);
  const said = { policyId, name: "Incident policy", text: "Declare early.", url: null, isFor: "everybody", reason: "first" } as const;
  const published = (version: number): PolicyEvent => ({
    type: "PolicyPublished", data: { ...said, text: `Text ${String(version)}`, version },
  });
  const read = (personId: string, version: number): PolicyEvent => ({
    type: "PolicyAcknowledged", data: { policyId, version, personId, at: now },
  });
  const retired: PolicyEvent = { type: "PolicyRetired", data: { policyId, reason: "part of another" } };
  const acknowledge = (personId: string, version: number) => ({ type: "AcknowledgePolicy", now, policyId, version, personId }) as const;

  it("is acknowledged by each for themselves, the newest version of each counting", () => {
    const history = [published(1), read(ana, 1), published(2)];
    given(policyDecider, history).when(acknowledge(ana, 2)).then([read(ana, 2)]);
    given(policyDecider, [...history, read(ana, 2)]).when(acknowledge(lea, 2)).then([read(lea, 2)]);
    given(policyDecider, [...history, read(lea, 2)]).when(acknowledge(ana, 1)).then([]);
    expect(given(policyDecider, [...history, read(lea, 2), read(ana, 2)]).state).toMatchObject({
      acknowledged: [{ personId: lea, version: 2, at: now }, { personId: ana, version: 2, at: now }],
    });
    expect(given(policyDecider, [published(1)]).state).toMatchObject({ status: "published", acknowledged: [] });
  });

  it("that changed meanwhile, or holds no more, says which version there is", () => {
    given(policyDecider, [published(1), published(2)]).when(acknowledge(ana, 1)).thenRejected("POLICY_CHANGED", {
      path: ["version"], message: /^version 2 of Incident policy holds$/,
    });
    given(policyDecider, [published(1), retired]).when(acknowledge(ana, 1)).thenRejected("POLICY_CHANGED", {
      path: ["version"], message: /^version 1 of Incident policy holds no more$/,
    });
    given(policyDecider, []).when({ type: "RetirePolicy", now, policyId, reason: "x" }).thenRejected("NOT_FOUND", { path: ["policy"] });
    expect(given(policyDecider, [retired, read(ana, 1)]).state).toEqual({ status: "absent" });
  });

  it("that was retired comes back with the next version, though it says the same, and keeps who acknowledged which", () => {
    const again = { type: "PublishPolicy", now, ...said, text: "Text 1" } as const;
    given(policyDecider, [published(1), read(ana, 1), retired]).when(again).then([
      { type: "PolicyPublished", data: { ...said, text: "Text 1", version: 2 } },
    ]);
    for (const other of [{ name: "Policy" }, { url: "https://example.org" }, { isFor: "responders" as const }])
      given(policyDecider, [published(1)]).when({ ...again, ...other }).then([
        { type: "PolicyPublished", data: { ...said, text: "Text 1", ...other, version: 2 } },
      ]);
  });
});

describe("a training of many people", () => {
  const trainingId = id(70);
  const data = { trainingId, name: "Response", isFor: "responders", validDays: 365, url: null } as const;
  const defined: TrainingEvent = { type: "TrainingDefined", data };
  const taken = (personId: string, on: string): TrainingEvent => ({ type: "TrainingTaken", data: { trainingId, personId, on, note: "" } });
  const struck = (personId: string): TrainingEvent => ({ type: "TrainingStruck", data: { trainingId, personId, reason: "x" } });
  const take = (personId: string, on: string) => ({ type: "RecordTraining", now, trainingId, personId, on, note: "" }) as const;
  const strike = (personId: string) => ({ type: "StrikeTraining", now, trainingId, personId, reason: "x" }) as const;
  const people = (...events: readonly TrainingEvent[]) => {
    const { state: training } = given(trainingDecider, events);
    return training.status === "absent" ? null : training.taken.map(({ personId, on }) => [personId, on]);
  };

  it("is taken by each for themselves, the newest time of each counting, and struck of one", () => {
    expect(people(defined, taken(ana, "2026-01-01"), taken(lea, "2026-02-01"), taken(ana, "2026-03-01"))).toEqual([
      [lea, "2026-02-01"], [ana, "2026-03-01"],
    ]);
    expect(people(defined, taken(ana, "2026-01-01"), taken(lea, "2026-02-01"), struck(ana))).toEqual([[lea, "2026-02-01"]]);
    given(trainingDecider, [defined, taken(lea, "2026-10-01")]).when(take(ana, "2026-03-01")).then([taken(ana, "2026-03-01")]);
    given(trainingDecider, [defined, taken(ana, "2026-03-01")]).when(take(ana, "2026-03-01")).then([]);
    given(trainingDecider, [defined, taken(ana, "2026-03-01")]).when(take(ana, "2026-11-24")).then([taken(ana, "2026-11-24")]);
    given(trainingDecider, [defined]).when(take(ana, "2026-11-25")).thenRejected("INVALID_INPUT", {
      path: ["on"], message: "2026-11-25 has not come yet",
    });
    given(trainingDecider, [defined, taken(lea, "2026-03-01")]).when(strike(ana)).then([]);
    given(trainingDecider, [defined, taken(lea, "2026-03-01"), taken(ana, "2026-03-01")]).when(strike(lea)).then([struck(lea)]);
    given(trainingDecider, []).when(strike(ana)).thenRejected("NOT_FOUND", { path: ["training"] });
  });

  it("keeps who took it when it is defined anew, and comes back so when it was retired", () => {
    const anew = { ...data, validDays: 180 };
    given(trainingDecider, [defined]).when({ type: "DefineTraining", now, ...anew }).then([{ type: "TrainingDefined", data: anew }]);
    const retired: TrainingEvent = { type: "TrainingRetired", data: { trainingId, reason: "x" } };
    expect(given(trainingDecider, [defined, taken(ana, "2026-01-01"), retired]).state).toMatchObject({ status: "retired" });
    expect(people(defined, taken(ana, "2026-01-01"), retired, defined)).toEqual([[ana, "2026-01-01"]]);
    expect(given(trainingDecider, [taken(ana, "2026-01-01"), struck(ana), retired]).state).toEqual({ status: "absent" });
    given(trainingDecider, []).when({ type: "RetireTraining", now, trainingId, reason: "x" }).thenRejected("NOT_FOUND");
  });
});

describe("a technology of the list", () => {
  const technologyId = id(80);
  const content = { technologyId, name: "Solr", packages: ["solr"], instead: null, until: null, note: "", reason: null };

  it("is listed anew where anything is said otherwise of it", () => {
    const core: TechnologyEvent = { type: "TechnologyListed", data: { ...content, status: "core" } };
    for (const more of [{ packages: ["solr", "lucene"] }, { instead: "OpenSearch" }, { note: "old" }, { name: "Apache Solr" }]) {
      const data = { ...content, status: "core" as const, ...more };
      given(technologyDecider, [core]).when({ type: "ListTechnology", now, ...data }).then([{ type: "TechnologyListed", data }]);
    }
    expect(given(technologyDecider, [core]).state).toEqual({
      technologyId, name: "Solr", packages: ["solr"], instead: null, until: null, note: "", status: "core",
    });
  });

  it("has an end by exception only, or none", () => {
    const list = (status: "core" | "allowed" | "exception" | "offList", until: string | null) =>
      ({ type: "ListTechnology", now, ...content, status, until }) as const;
    for (const status of ["core", "allowed", "offList"] as const)
      given(technologyDecider, []).when(list(status, "2027-01-01")).thenRejected("INVALID_INPUT", { path: ["until"] });
    given(technologyDecider, []).when(list("exception", null)).then([
      { type: "TechnologyListed", data: { ...content, status: "exception", until: null } },
    ]);
  });
});
