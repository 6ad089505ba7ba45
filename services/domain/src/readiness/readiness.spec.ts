import type { AskingEvent, CheckSetEvent, PolicyEvent, ReadinessEvent, TechnologyEvent, TrainingEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { askingDecider } from "./askingDecider.ts";
import { checkSetDecider } from "./checkSetDecider.ts";
import { policyDecider } from "./policyDecider.ts";
import { readinessDecider } from "./readinessDecider.ts";
import { sampleChecks } from "./sampleChecks.ts";
import { askedExemption, exemptionOn, type KnownReadiness } from "./serviceReadiness.ts";
import { technologyDecider } from "./technologyDecider.ts";
import { trainingDecider } from "./trainingDecider.ts";

const now = "2026-11-24T09:00:00.000Z";
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [ana, lea, mira] = [id(1), id(2), id(3)];

describe("a set of checks", () => {
  const checkSetId = id(10);
  const content = { checkSetId, name: "production checks", checks: [...sampleChecks], reason: "to begin" };
  const publish = { type: "PublishChecks" as const, now, ...content };
  const { type: _, now: __, ...said } = publish;
  const first: CheckSetEvent = { type: "ChecksPublished", data: { ...said, version: 1 } };

  it("has versions, and another one only where it says something else", () => {
    given(checkSetDecider, []).when(publish).then([first]);
    given(checkSetDecider, [first]).when({ ...publish, reason: "again" }).then([]);
    const fewer = { ...publish, checks: sampleChecks.slice(1), reason: "everybody has an owner" };
    const { type: ___, now: ____, ...data } = fewer;
    given(checkSetDecider, [first]).when(fewer).then([{ type: "ChecksPublished", data: { ...data, version: 2 } }]);
  });

  it("calls no two checks the same", () => {
    given(checkSetDecider, []).when({ ...publish, checks: [...sampleChecks, ...sampleChecks.slice(0, 1)] }).thenRejected("INVALID_INPUT");
  });

  it("is retired once, and comes back with its next version", () => {
    const retire = { type: "RetireChecks", now, checkSetId, reason: "another one" } as const;
    const retired: CheckSetEvent = { type: "ChecksRetired", data: { checkSetId, reason: "another one" } };
    given(checkSetDecider, []).when(retire).thenRejected("NOT_FOUND");
    given(checkSetDecider, [first]).when(retire).then([retired]);
    given(checkSetDecider, [first, retired]).when(retire).then([]);
    given(checkSetDecider, [first, retired]).when(publish).then([{ type: "ChecksPublished", data: { ...said, version: 2 } }]);
  });
});

describe("what is stated of a service", () => {
  const service = { readinessId: id(20), serviceId: id(21) };
  const statement = { ...service, checkId: "runbook", statedBy: ana, on: "2026-11-12", until: "2027-05-11", note: "" };
  const stated: ReadinessEvent = { type: "CheckStated", data: statement };
  const asked: ReadinessEvent = {
    type: "ExemptionAsked",
    data: { ...service, exemptionId: id(30), checkId: "rollback", askedBy: ana, until: "2026-11-30", reason: "the database moves" },
  };
  const granted: ReadinessEvent = { type: "ExemptionGranted", data: { ...service, exemptionId: id(30), approverId: mira, note: "" } };
  const state = (events: readonly ReadinessEvent[]): KnownReadiness => given(readinessDecider, events).state as KnownReadiness;

  it("is stated once a day, not ahead of time, and not for an earlier day than is known", () => {
    const say = { type: "StateCheck", now, ...statement } as const;
    given(readinessDecider, []).when(say).then([stated]);
    given(readinessDecider, [stated]).when(say).then([]);
    given(readinessDecider, []).when({ ...say, on: "2026-11-25" }).thenRejected("INVALID_INPUT", { path: ["on"] });
    given(readinessDecider, [stated]).when({ ...say, on: "2026-11-01", until: "2027-04-30" }).thenRejected("INVALID_INPUT");
    const back = { type: "TakeBackStatement", now, ...service, checkId: "runbook", reason: "it was the old one" } as const;
    given(readinessDecider, [stated]).when(back).then([
      { type: "CheckStatementTakenBack", data: { ...service, checkId: "runbook", reason: "it was the old one" } },
    ]);
    given(readinessDecider, []).when(back).then([]);
  });

  it("is exempted by somebody else than who asked, one at a time, and not once its time has passed", () => {
    const ask = { type: "AskExemption", now, ...asked.data } as const;
    given(readinessDecider, []).when(ask).then([asked]);
    given(readinessDecider, [asked]).when(ask).then([]);
    given(readinessDecider, [asked]).when({ ...ask, exemptionId: id(31) }).thenRejected("EXEMPTION_OPEN");
    given(readinessDecider, []).when({ ...ask, until: "2026-11-24" }).thenRejected("INVALID_INPUT", { path: ["until"] });
    const grant = { type: "GrantExemption", now, ...granted.data } as const;
    given(readinessDecider, [asked]).when({ ...grant, approverId: ana }).thenRejected("APPROVER_IS_REQUESTER");
    given(readinessDecider, [asked]).when(grant).then([granted]);
    given(readinessDecider, [asked, granted]).when(grant).then([]);
    given(readinessDecider, [asked, granted]).when({ ...grant, approverId: lea }).thenRejected("EXEMPTION_NOT_OPEN");
    given(readinessDecider, [asked]).when({ ...grant, now: "2026-11-30T00:00:00.000Z" }).thenRejected("INVALID_INPUT");
    given(readinessDecider, []).when(grant).thenRejected("NOT_FOUND");
    const refuse = { type: "RefuseExemption", now, ...service, exemptionId: id(30), approverId: ana, reason: "try it" } as const;
    given(readinessDecider, [asked]).when(refuse).thenRejected("APPROVER_IS_REQUESTER");
    const refused: ReadinessEvent = {
      type: "ExemptionRefused", data: { ...service, exemptionId: id(30), approverId: mira, reason: "try it" },
    };
    given(readinessDecider, [asked]).when({ ...refuse, approverId: mira }).then([refused]);
    given(readinessDecider, [asked, refused]).when(grant).thenRejected("EXEMPTION_NOT_OPEN");
  });

  it("falls back by itself on the day the exemption ends, and when it is ended", () => {
    const known = state([asked, granted]);
    expect(exemptionOn(known, "rollback", "2026-11-29")).toMatchObject({ state: "granted", decidedBy: mira });
    expect(exemptionOn(known, "rollback", "2026-11-30")).toBeNull();
    expect(exemptionOn(known, "runbook", "2026-11-29")).toBeNull();
    expect(askedExemption(state([asked]), "rollback", "2026-11-29")).toMatchObject({ state: "asked" });
    expect(askedExemption(state([asked]), "rollback", "2026-11-30")).toBeNull();
    const end = { type: "EndExemption", now, ...service, exemptionId: id(30), reason: "it was tried" } as const;
    const ended: ReadinessEvent = { type: "ExemptionEnded", data: { ...service, exemptionId: id(30), reason: "it was tried" } };
    given(readinessDecider, [asked, granted]).when(end).then([ended]);
    given(readinessDecider, [asked, granted, ended]).when(end).then([]);
    expect(exemptionOn(state([asked, granted, ended]), "rollback", "2026-11-25")).toBeNull();
  });

  it("has its runbook read by each once a day, and what was read last counts", () => {
    const reading = { ...service, personId: ana, url: "https://example.org/runbook", on: "2026-11-24" } as const;
    const read: ReadinessEvent = { type: "RunbookRead", data: reading };
    given(readinessDecider, []).when({ type: "ReadRunbook", now, ...reading }).then([read]);
    given(readinessDecider, [read]).when({ type: "ReadRunbook", now, ...reading }).then([]);
    const later: ReadinessEvent = { type: "RunbookRead", data: { ...reading, on: "2026-11-25" } };
    given(readinessDecider, [read]).when({ type: "ReadRunbook", now, ...later.data }).then([later]);
    expect(state([read, later])).toMatchObject({ read: [{ personId: ana, on: "2026-11-25" }] });
    expect(
      state([read, { type: "RunbookRead", data: { ...reading, personId: lea } }]),
    ).toMatchObject({ read: [{ personId: ana }, { personId: lea }] });
  });

  it("says what it is made with, once, in whatever order it is told", () => {
    const told = { ...service, source: "lockFile", packages: 3, unlisted: [], unlistedCount: 0 } as const;
    const uses = [{ technologyId: id(41), versions: ["2"] }, { technologyId: id(40), versions: ["1"] }];
    const sorted: ReadinessEvent = { type: "TechnologiesStated", data: { ...told, unlisted: [], uses: uses.toReversed() } };
    given(readinessDecider, []).when({ type: "StateTechnologies", now, ...told, unlisted: [], uses }).then([sorted]);
    given(readinessDecider, [sorted]).when({ type: "StateTechnologies", now, ...told, unlisted: [], uses }).then([]);
    const byHand: ReadinessEvent = { type: "TechnologiesStated", data: { ...told, source: "statement", unlisted: [], uses: [] } };
    expect(state([sorted, byHand]).made.map(({ source }) => source)).toEqual(["lockFile", "statement"]);
  });

  it("names who answers for it, once", () => {
    const own = { type: "SetServiceOwner", now, ...service, ownerId: ana, tier: 1, reason: null } as const;
    const owned: ReadinessEvent = { type: "ServiceOwnerSet", data: { ...service, ownerId: ana, tier: 1, reason: null } };
    given(readinessDecider, []).when(own).then([owned]);
    given(readinessDecider, [owned]).when(own).then([]);
    given(readinessDecider, []).when({ ...own, ownerId: null, tier: null }).then([]);
  });
});

describe("who is asked", () => {
  const check = (checkId: string) => ({ serviceId: id(21), checkId, name: checkId });
  const ask = (on: string, checks: readonly string[]) =>
    ({ type: "AskOwner", now, askingId: id(50), personId: ana, on, checks: checks.map(check), note: "" }) as const;
  const askedOn = (on: string, ...checks: readonly string[]): AskingEvent => ({
    type: "OwnerAsked", data: { askingId: id(50), personId: ana, on, checks: checks.map(check), note: "" },
  });

  it("hears of a check once a day, and of what is new on that day", () => {
    given(askingDecider, []).when(ask("2026-11-24", ["a", "b"])).then([askedOn("2026-11-24", "a", "b")]);
    given(askingDecider, [askedOn("2026-11-24", "a", "b")]).when(ask("2026-11-24", ["b", "a"])).then([]);
    given(askingDecider, [askedOn("2026-11-24", "a")]).when(ask("2026-11-24", ["a", "b"])).then([askedOn("2026-11-24", "b")]);
    given(askingDecider, [askedOn("2026-11-24", "a"), askedOn("2026-11-24", "b")]).when(ask("2026-11-24", ["a", "b"])).then([]);
    given(askingDecider, [askedOn("2026-11-24", "a")]).when(ask("2026-11-25", ["a"])).then([askedOn("2026-11-25", "a")]);
  });
});

describe("a policy", () => {
  const policyId = id(60);
  const said = { policyId, name: "Incident policy", text: "Declare early.", url: null, isFor: "everybody", reason: "first" } as const;
  const first: PolicyEvent = { type: "PolicyPublished", data: { ...said, version: 1 } };
  const second: PolicyEvent = { type: "PolicyPublished", data: { ...said, text: "Declare earlier.", version: 2 } };
  const read: PolicyEvent = { type: "PolicyAcknowledged", data: { policyId, version: 1, personId: ana, at: now } };

  it("asks again with each version that says something else", () => {
    given(policyDecider, []).when({ type: "PublishPolicy", now, ...said }).then([first]);
    given(policyDecider, [first]).when({ type: "PublishPolicy", now, ...said, reason: "again" }).then([]);
    given(policyDecider, [first]).when({ type: "PublishPolicy", now, ...said, text: "Declare earlier." }).then([second]);
    expect(given(policyDecider, [first, read, second]).state).toMatchObject({ version: 2, acknowledged: [{ personId: ana, version: 1 }] });
  });

  it("is acknowledged in the version that holds, once", () => {
    const say = { type: "AcknowledgePolicy", now, policyId, version: 1, personId: ana } as const;
    given(policyDecider, [first]).when(say).then([read]);
    given(policyDecider, [first, read]).when(say).then([]);
    given(policyDecider, [first, read, second]).when(say).then([]);
    given(policyDecider, [first, second]).when(say).thenRejected("POLICY_CHANGED");
    given(policyDecider, [first]).when({ ...say, version: 2 }).thenRejected("POLICY_CHANGED");
    const retired: PolicyEvent = { type: "PolicyRetired", data: { policyId, reason: "part of another" } };
    given(policyDecider, [first, retired]).when(say).thenRejected("POLICY_CHANGED");
    given(policyDecider, [first]).when({ type: "RetirePolicy", now, policyId, reason: "part of another" }).then([retired]);
    given(policyDecider, [first, retired]).when({ type: "RetirePolicy", now, policyId, reason: "part of another" }).then([]);
    given(policyDecider, []).when(say).thenRejected("NOT_FOUND");
  });
});

describe("a training", () => {
  const trainingId = id(70);
  const data = { trainingId, name: "Responder training", isFor: "responders", validDays: 365, url: null } as const;
  const defined: TrainingEvent = { type: "TrainingDefined", data };
  const taken = (on: string): TrainingEvent => ({ type: "TrainingTaken", data: { trainingId, personId: ana, on, note: "" } });
  const take = (on: string) => ({ type: "RecordTraining", now, trainingId, personId: ana, on, note: "" }) as const;

  it("is taken by people, the newest time counting, and struck where it was not so", () => {
    given(trainingDecider, []).when({ type: "DefineTraining", now, ...data }).then([defined]);
    given(trainingDecider, [defined]).when({ type: "DefineTraining", now, ...data }).then([]);
    given(trainingDecider, [defined]).when(take("2026-03-01")).then([taken("2026-03-01")]);
    given(trainingDecider, [defined, taken("2026-03-01")]).when(take("2026-02-01")).then([]);
    given(trainingDecider, [defined]).when(take("2026-12-01")).thenRejected("INVALID_INPUT");
    given(trainingDecider, []).when(take("2026-03-01")).thenRejected("NOT_FOUND");
    const strike = { type: "StrikeTraining", now, trainingId, personId: ana, reason: "it was Lea" } as const;
    const struck: TrainingEvent = { type: "TrainingStruck", data: { trainingId, personId: ana, reason: "it was Lea" } };
    given(trainingDecider, [defined, taken("2026-03-01")]).when(strike).then([struck]);
    given(trainingDecider, [defined]).when(strike).then([]);
    expect(given(trainingDecider, [defined, taken("2026-03-01"), struck]).state).toMatchObject({ taken: [] });
    const retire = { type: "RetireTraining", now, trainingId, reason: "over" } as const;
    const retired: TrainingEvent = { type: "TrainingRetired", data: { trainingId, reason: "over" } };
    given(trainingDecider, [defined]).when(retire).then([retired]);
    given(trainingDecider, [defined, retired]).when(retire).then([]);
    given(trainingDecider, [defined, retired]).when({ type: "DefineTraining", now, ...data }).then([defined]);
  });
});

describe("a technology", () => {
  const technologyId = id(80);
  const listed = (status: "core" | "offList" | "exception", until: string | null = null): TechnologyEvent => ({
    type: "TechnologyListed",
    data: { technologyId, name: "Solr", status, packages: [], instead: null, until, note: "", reason: null },
  });

  it("that services are made with stands on the list, off it unless that says otherwise", () => {
    const meet = { type: "MeetTechnology", now, technologyId, name: "Solr" } as const;
    given(technologyDecider, []).when(meet).then([listed("offList")]);
    given(technologyDecider, [listed("core")]).when(meet).then([]);
    const list = { type: "ListTechnology", now, ...listed("core").data } as const;
    given(technologyDecider, [listed("offList")]).when(list).then([listed("core")]);
    given(technologyDecider, [listed("core")]).when({ ...list, reason: "again" }).then([]);
    given(technologyDecider, []).when({ ...list, until: "2027-01-01" }).thenRejected("INVALID_INPUT", { path: ["until"] });
    given(technologyDecider, []).when({ ...list, status: "exception", until: "2027-01-01" }).then([listed("exception", "2027-01-01")]);
  });
});
