import type { DataOf, RiskEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { riskDecider } from "./riskDecider.ts";
import { standing, type RegisteredRisk } from "./risk.ts";

const now = "2026-08-26T10:00:00.000Z";
const [riskId, mira, lea, incident] = ["01", "02", "03", "04"].map((end) => `00000000-0000-4000-8000-0000000000${end}`) as [
  string, string, string, string,
];
const [first, second] = ["11", "12"].map((end) => `00000000-0000-4000-8000-0000000000${end}`) as [string, string];
const inputs = { detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75_000, betweenMilliDays: 60_000 };
const data: DataOf<"RiskRegistered"> = {
  riskId, number: 12, title: "Payment provider outage", category: "third party", serviceIds: [], ownerId: mira, reviewEveryDays: 90,
  statement: { if: "the provider does not answer", then: "three of four checkouts fail", until: "it is back" },
  observedSince: "2025-10-20T00:00:00.000Z",
};
const registered: RiskEvent = { type: "RiskRegistered", data };
const estimated: RiskEvent = { type: "RiskEstimated", data: { riskId, inputs, basis: "judgement", reason: "as the last four" } };
const closed: RiskEvent = { type: "RiskClosed", data: { riskId, reason: "two providers" } };
const asked: DataOf<"AcceptanceProposed"> = {
  riskId, acceptanceId: first, requestedBy: mira, from: null, until: "2026-11-28T00:00:00.000Z", reason: "cheaper to wait",
};
const proposed: RiskEvent = { type: "AcceptanceProposed", data: asked };
const approved: RiskEvent = { type: "AcceptanceApproved", data: { riskId, acceptanceId: first, approverId: lea, note: "" } };
const began: RiskEvent = { type: "AcceptanceBegan", data: { riskId, acceptanceId: first } };
const expired: RiskEvent = { type: "AcceptanceExpired", data: { riskId, acceptanceId: first } };
const active = [registered, proposed, approved, began];

const registering = { type: "RegisterRisk", now, ...data, inputs, reason: "as the last four" } as const;
const accepting = (type: "ApproveAcceptance", by: string) =>
  ({ type, now, riskId, acceptanceId: first, approverId: by, note: "" }) as const;
const passing = (at: string, acceptanceId = first) => ({ type: "PassAcceptanceTime", now: at, riskId, acceptanceId }) as const;
const stateOf = (events: readonly RiskEvent[]) => given(riskDecider, events).state as RegisteredRisk;

describe("a risk", () => {
  it("is registered with what it is estimated at, or without, and once", () => {
    given(riskDecider, []).when(registering).then([registered, estimated]);
    given(riskDecider, []).when({ ...registering, inputs: null }).then([registered]);
    given(riskDecider, [registered, estimated]).when(registering).then([]);
    given(riskDecider, [registered]).when({ ...registering, title: "Another" }).thenRejected("ALREADY_EXISTS");
    given(riskDecider, [])
      .when({ ...registering, observedSince: "2026-09-01T00:00:00Z" })
      .thenRejected("INVALID_INPUT", { path: ["observedSince"] });
  });

  it("keeps nothing that says the same again", () => {
    const { number: _, observedSince: __, ...described } = data;
    given(riskDecider, [registered, estimated])
      .when({ type: "EstimateRisk", now, riskId, inputs, basis: "history", reason: "again" })
      .then([]);
    given(riskDecider, [registered]).when({ type: "DescribeRisk", now, ...described, reason: null }).then([]);
    const anew = { ...described, title: "Provider away", reason: "shorter" };
    given(riskDecider, [registered]).when({ type: "DescribeRisk", now, ...anew }).then([{ type: "RiskDescribed", data: anew }]);
    expect(stateOf([registered, { type: "RiskDescribed", data: anew }]).title).toBe("Provider away");
  });

  it("is rated, treated and reviewed", () => {
    const rated: RiskEvent = { type: "RiskRated", data: { riskId, likelihood: 4, impact: 3, reason: "often" } };
    given(riskDecider, [registered]).when({ type: "RateRisk", now, ...(rated.data as DataOf<"RiskRated">) }).then([rated]);
    given(riskDecider, [registered, rated]).when({ type: "RateRisk", now, ...(rated.data as DataOf<"RiskRated">) }).then([]);
    given(riskDecider, [registered])
      .when({ type: "ReviewRisk", now, riskId, note: "" })
      .then([{ type: "RiskReviewed", data: { riskId, note: "" } }]);
    given(riskDecider, [registered])
      .when({ type: "SetRiskTreatment", now, riskId, treatment: "mitigate", state: "notBegun", reason: "-" })
      .then([]);
  });

  it("is linked once with a record, and says of incidents alone what they hit", () => {
    const link: DataOf<"RiskLinked"> = { riskId, kind: "incident", recordId: incident, impactPer100k: 75_000, note: "" };
    given(riskDecider, [registered]).when({ type: "LinkRisk", now, ...link }).then([{ type: "RiskLinked", data: link }]);
    given(riskDecider, [registered, { type: "RiskLinked", data: link }]).when({ type: "LinkRisk", now, ...link }).then([]);
    const other: RiskEvent = { type: "RiskLinked", data: { ...link, impactPer100k: null } };
    expect(stateOf([registered, { type: "RiskLinked", data: link }, other]).links).toHaveLength(1);
    given(riskDecider, [registered])
      .when({ type: "LinkRisk", now, ...link, kind: "release" })
      .thenRejected("INVALID_INPUT", { path: ["impactPer100k"] });
    given(riskDecider, [registered]).when({ type: "UnlinkRisk", now, riskId, kind: "incident", recordId: incident, reason: "no" }).then([]);
    const linked: RiskEvent = { type: "RiskLinked", data: link };
    const unlink = { type: "UnlinkRisk", now, riskId, kind: "incident", recordId: incident, reason: "no" } as const;
    const unlinked: RiskEvent = { type: "RiskUnlinked", data: { riskId, kind: "incident", recordId: incident, reason: "no" } };
    given(riskDecider, [registered, linked]).when(unlink).then([unlinked]);
    given(riskDecider, [registered, linked]).when({ ...unlink, kind: "release" }).then([]);
    given(riskDecider, [registered, linked]).when({ ...unlink, recordId: riskId }).then([]);
    expect(stateOf([registered, linked, unlinked]).links).toEqual([]);
    const release: RiskEvent = { type: "RiskLinked", data: { ...link, kind: "release", impactPer100k: null } };
    expect(stateOf([registered, linked, release, unlinked]).links.map(({ kind }) => kind)).toEqual(["release"]);
  });

  it("is closed with what was accepted of it, changes no more, and can be reopened", () => {
    const withdrawn: RiskEvent = { type: "AcceptanceWithdrawn", data: { riskId, acceptanceId: first, reason: "two providers" } };
    given(riskDecider, active).when({ type: "CloseRisk", now, riskId, reason: "two providers" }).then([withdrawn, closed]);
    given(riskDecider, [registered, closed]).when({ type: "CloseRisk", now, riskId, reason: "again" }).then([]);
    given(riskDecider, [registered, closed])
      .when({ type: "ReviewRisk", now, riskId, note: "" })
      .thenRejected("RISK_CLOSED", { message: "RISK-12" });
    given(riskDecider, [registered, closed])
      .when({ type: "ReopenRisk", now, riskId, reason: "one left" })
      .then([{ type: "RiskReopened", data: { riskId, reason: "one left" } }]);
    const reopened: RiskEvent = { type: "RiskReopened", data: { riskId, reason: "one left" } };
    given(riskDecider, [registered, closed, reopened]).when({ type: "CloseRisk", now, riskId, reason: "two providers" }).then([closed]);
    given(riskDecider, []).when({ type: "CloseRisk", now, riskId, reason: "-" }).thenRejected("NOT_FOUND");
  });
});

describe("an acceptance", () => {
  const propose = { type: "ProposeAcceptance", now, ...asked } as const;

  it("is asked for, one at a time, for a time to come", () => {
    given(riskDecider, [registered]).when(propose).then([proposed]);
    given(riskDecider, [registered, proposed]).when(propose).then([]);
    given(riskDecider, [registered, proposed]).when({ ...propose, acceptanceId: second }).thenRejected("ACCEPTANCE_OPEN");
    given(riskDecider, [registered]).when({ ...propose, until: now }).thenRejected("INVALID_INPUT", { path: ["until"] });
    given(riskDecider, [registered]).when({ ...propose, from: "2026-12-01T00:00:00Z" }).thenRejected("INVALID_INPUT", { path: ["until"] });
  });

  it("is approved by another person than who asked, and holds at once", () => {
    given(riskDecider, [registered, proposed]).when(accepting("ApproveAcceptance", mira)).thenRejected("APPROVER_IS_REQUESTER");
    given(riskDecider, [registered, proposed]).when(accepting("ApproveAcceptance", lea)).then([approved, began]);
    given(riskDecider, active).when(accepting("ApproveAcceptance", lea)).then([]);
    given(riskDecider, active).when(accepting("ApproveAcceptance", incident)).thenRejected("ACCEPTANCE_NOT_OPEN");
    given(riskDecider, [registered, proposed])
      .when({ ...accepting("ApproveAcceptance", lea), now: "2026-12-01T00:00:00Z" })
      .thenRejected("INVALID_INPUT");
  });

  it("is looked at and turned down by another person too", () => {
    const review = { type: "BeginAcceptanceReview", now, riskId, acceptanceId: first, reviewerId: lea } as const;
    const begun: RiskEvent = { type: "AcceptanceReviewBegun", data: { riskId, acceptanceId: first, reviewerId: lea } };
    given(riskDecider, [registered, proposed]).when(review).then([begun]);
    given(riskDecider, [registered, proposed]).when({ ...review, reviewerId: mira }).thenRejected("APPROVER_IS_REQUESTER");
    expect(stateOf([registered, proposed, begun]).acceptances[0]).toMatchObject({ state: "underReview", reviewerId: lea });
    const no = { riskId, acceptanceId: first, approverId: lea, reason: "too dear" };
    given(riskDecider, [registered, proposed, begun])
      .when({ type: "RejectAcceptance", now, ...no })
      .then([{ type: "AcceptanceRejected", data: no }]);
    given(riskDecider, [registered, proposed])
      .when({ type: "RejectAcceptance", now, ...no, approverId: mira })
      .thenRejected("APPROVER_IS_REQUESTER");
    given(riskDecider, [registered, proposed, { type: "AcceptanceRejected", data: no }])
      .when(accepting("ApproveAcceptance", lea))
      .thenRejected("ACCEPTANCE_NOT_OPEN");
  });

  it("ends by its time alone, after two notices, and the risk counts as not treated", () => {
    const reminded = (daysLeft: number): RiskEvent => ({ type: "AcceptanceReminded", data: { riskId, acceptanceId: first, daysLeft } });
    given(riskDecider, active).when(passing("2026-10-01T00:00:00Z")).then([]);
    given(riskDecider, active).when(passing("2026-10-29T00:00:00Z")).then([reminded(30)]);
    given(riskDecider, [...active, reminded(30)]).when(passing("2026-11-20T23:59:59Z")).then([]);
    given(riskDecider, [...active, reminded(30)]).when(passing("2026-11-21T00:00:00Z")).then([reminded(7)]);
    given(riskDecider, active).when(passing("2026-11-21T00:00:00Z")).then([reminded(7)]);
    given(riskDecider, active).when(passing("2026-11-27T23:59:59.999Z")).then([reminded(7)]);
    given(riskDecider, active).when(passing("2026-11-28T00:00:00Z")).then([expired]);
    given(riskDecider, [...active, expired]).when(passing("2026-11-29T00:00:00Z")).then([]);
    expect(standing(stateOf(active))).toBe("accepted");
    expect(standing(stateOf([...active, expired]))).toBe("notBegun");
  });

  it("goes on only by another approval, which waits for its end", () => {
    const renewal: DataOf<"AcceptanceProposed"> = { ...asked, acceptanceId: second, from: asked.until, until: "2027-03-01T00:00:00.000Z" };
    const renewed: RiskEvent = { type: "AcceptanceApproved", data: { riskId, acceptanceId: second, approverId: lea, note: "" } };
    const history: RiskEvent[] = [...active, { type: "AcceptanceProposed", data: renewal }];
    given(riskDecider, active).when({ type: "ProposeAcceptance", now, ...renewal }).then([{ type: "AcceptanceProposed", data: renewal }]);
    given(riskDecider, history).when({ ...accepting("ApproveAcceptance", lea), acceptanceId: second }).then([renewed]);
    given(riskDecider, [...history, renewed]).when(passing("2026-11-27T00:00:00Z", second)).then([]);
    given(riskDecider, [...history, renewed]).when(passing("2026-11-28T00:00:00Z", second))
      .then([expired, { type: "AcceptanceBegan", data: { riskId, acceptanceId: second } }]);
    given(riskDecider, history).when(passing("2026-11-28T00:00:00Z", second)).then([]);
  });

  it("is taken back before and while it holds, not after", () => {
    const back = { riskId, acceptanceId: first, reason: "delivered" };
    given(riskDecider, active).when({ type: "WithdrawAcceptance", now, ...back }).then([{ type: "AcceptanceWithdrawn", data: back }]);
    given(riskDecider, [...active, expired]).when({ type: "WithdrawAcceptance", now, ...back }).thenRejected("ACCEPTANCE_NOT_OPEN");
    given(riskDecider, [...active, { type: "AcceptanceWithdrawn", data: back }]).when(passing("2026-11-28T00:00:00Z")).then([]);
  });

  it("of what is mitigated as well counts as in progress", () => {
    const begun: RiskEvent = {
      type: "RiskTreatmentSet", data: { riskId, treatment: "mitigate", state: "inProgress", reason: "second contract" },
    };
    expect(standing(stateOf([...active, begun]))).toBe("inProgress");
    const accepted: RiskEvent = { type: "RiskTreatmentSet", data: { riskId, treatment: "accept", state: "done", reason: "-" } };
    expect(standing(stateOf([registered, accepted]))).toBe("notBegun");
  });
});
