import type { RiskEvent } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { acceptanceMoments } from "./acceptanceTimes.ts";
import {
  askedAcceptance, openRisk, registeredRisk, riskName, type Acceptance, type AcceptanceCommand, type RegisteredRisk, type Risk,
  type RiskCommandOf,
} from "./risk.ts";

/** Decides what is said about an acceptance. */
export function decideAcceptance(command: AcceptanceCommand, risk: Risk): readonly RiskEvent[] {
  switch (command.type) {
    case "ProposeAcceptance":
      return propose(command, openRisk(risk, command.riskId));
    case "BeginAcceptanceReview":
      return beginReview(command, openRisk(risk, command.riskId));
    case "ApproveAcceptance":
      return approve(command, openRisk(risk, command.riskId));
    case "RejectAcceptance":
      return reject(command, openRisk(risk, command.riskId));
    case "WithdrawAcceptance":
      return withdraw(command, registeredRisk(risk, command.riskId));
    case "PassAcceptanceTime":
      return passTime(command, risk);
  }
}

function propose({ type, now, ...data }: RiskCommandOf<"ProposeAcceptance">, risk: RegisteredRisk): readonly RiskEvent[] {
  const known = risk.acceptances.find(({ acceptanceId }) => acceptanceId === data.acceptanceId);
  if (known !== undefined) {
    const { requestedBy, from, until, reason } = known;
    if (sameContent({ riskId: risk.riskId, acceptanceId: data.acceptanceId, requestedBy, from, until, reason }, data)) return [];
    throw new Rejection("ALREADY_EXISTS", `acceptance ${data.acceptanceId} says something else`, ["acceptance"]);
  }
  const asked = askedAcceptance(risk);
  if (asked !== null)
    throw new Rejection("ACCEPTANCE_OPEN", `an acceptance of ${riskName(risk)} until ${asked.until} waits for a decision`, ["risk"]);
  if (instantOf(data.until) <= Math.max(instantOf(now), data.from === null ? 0 : instantOf(data.from)))
    throw new Rejection("INVALID_INPUT", `it would be over before it begins: until ${data.until}`, ["until"]);
  return [{ type: "AcceptanceProposed", data }];
}

/** The acceptance, while somebody may still decide on it. */
function undecided(risk: RegisteredRisk, acceptanceId: string): Acceptance {
  const acceptance = named(risk, acceptanceId);
  if (acceptance.state !== "proposed" && acceptance.state !== "underReview") throw notOpen(risk, acceptance);
  return acceptance;
}

function named(risk: RegisteredRisk, acceptanceId: string): Acceptance {
  const found = risk.acceptances.find((acceptance) => acceptance.acceptanceId === acceptanceId);
  if (found === undefined) throw new Rejection("NOT_FOUND", `${riskName(risk)} has no acceptance ${acceptanceId}`, ["acceptance"]);
  return found;
}

const notOpen = (risk: RegisteredRisk, { until, state }: Acceptance): Rejection =>
  new Rejection("ACCEPTANCE_NOT_OPEN", `the acceptance of ${riskName(risk)} until ${until} is ${stateWords[state]}`, ["acceptance"]);

const stateWords: Readonly<Record<Acceptance["state"], string>> = {
  proposed: "proposed", underReview: "under review", approved: "approved", active: "active", rejected: "rejected", expired: "over",
  withdrawn: "withdrawn",
};

/** Nobody looks at, or decides on, what they asked for themselves. */
function refuseRequester(acceptance: Acceptance, by: string): void {
  if (acceptance.requestedBy !== by) return;
  throw new Rejection("APPROVER_IS_REQUESTER", "who asked for an acceptance does not decide on it", ["acceptance"]);
}

function beginReview({ type, now, ...data }: RiskCommandOf<"BeginAcceptanceReview">, risk: RegisteredRisk): readonly RiskEvent[] {
  const acceptance = undecided(risk, data.acceptanceId);
  if (acceptance.state === "underReview" && acceptance.reviewerId === data.reviewerId) return [];
  refuseRequester(acceptance, data.reviewerId);
  return [{ type: "AcceptanceReviewBegun", data }];
}

/** It holds at once, unless it is for later, as a renewal is: then its time brings it. */
function approve({ type, now, ...data }: RiskCommandOf<"ApproveAcceptance">, risk: RegisteredRisk): readonly RiskEvent[] {
  const { riskId, acceptanceId } = data;
  const acceptance = named(risk, acceptanceId);
  if ((acceptance.state === "approved" || acceptance.state === "active") && acceptance.decidedBy === data.approverId) return [];
  undecided(risk, acceptanceId);
  refuseRequester(acceptance, data.approverId);
  if (instantOf(acceptance.until) <= instantOf(now))
    throw new Rejection("INVALID_INPUT", `it was asked for until ${acceptance.until}, which has passed`, ["acceptance"]);
  const approved: RiskEvent = { type: "AcceptanceApproved", data };
  const later = acceptance.from !== null && instantOf(acceptance.from) > instantOf(now);
  return later ? [approved] : [approved, ...begin(risk, { riskId, acceptanceId })];
}

/** One at a time holds: what held before is over when another begins. */
const begin = (risk: RegisteredRisk, data: { readonly riskId: string; readonly acceptanceId: string }): readonly RiskEvent[] => [
  ...risk.acceptances
    .filter(({ state, acceptanceId }) => state === "active" && acceptanceId !== data.acceptanceId)
    .map(({ acceptanceId }): RiskEvent => ({ type: "AcceptanceExpired", data: { riskId: data.riskId, acceptanceId } })),
  { type: "AcceptanceBegan", data },
];

function reject({ type, now, ...data }: RiskCommandOf<"RejectAcceptance">, risk: RegisteredRisk): readonly RiskEvent[] {
  const acceptance = named(risk, data.acceptanceId);
  if (acceptance.state === "rejected" && acceptance.decidedBy === data.approverId) return [];
  undecided(risk, data.acceptanceId);
  refuseRequester(acceptance, data.approverId);
  return [{ type: "AcceptanceRejected", data }];
}

function withdraw({ type, now, ...data }: RiskCommandOf<"WithdrawAcceptance">, risk: RegisteredRisk): readonly RiskEvent[] {
  const acceptance = named(risk, data.acceptanceId);
  if (acceptance.state === "withdrawn") return [];
  if (acceptance.state === "rejected" || acceptance.state === "expired") throw notOpen(risk, acceptance);
  return [{ type: "AcceptanceWithdrawn", data }];
}

/** Says what the acceptance's time has brought by now, once; nothing where it was ended otherwise. */
function passTime({ now, riskId, acceptanceId }: RiskCommandOf<"PassAcceptanceTime">, risk: Risk): readonly RiskEvent[] {
  if (risk.status !== "open") return [];
  const acceptance = risk.acceptances.find((known) => known.acceptanceId === acceptanceId);
  if (acceptance === undefined || (acceptance.state !== "approved" && acceptance.state !== "active")) return [];
  const data = { riskId, acceptanceId };
  const [at, until] = [instantOf(now), instantOf(acceptance.until)];
  if (acceptance.state === "approved" && acceptance.from !== null && instantOf(acceptance.from) > at) return [];
  const began = acceptance.state === "active" ? [] : begin(risk, data);
  if (at >= until) return [...began, { type: "AcceptanceExpired", data }];
  const due = acceptanceMoments(acceptance).flatMap(({ at: moment, daysLeft }) =>
    daysLeft === null || instantOf(moment) > at || acceptance.reminded.includes(daysLeft) ? [] : [daysLeft]);
  // Of several that have passed only the nearest is said: nobody needs to hear of thirty days a week before the end.
  const nearest = due.length === 0 ? [] : [Math.min(...due)];
  return [...began, ...nearest.map((daysLeft): RiskEvent => ({ type: "AcceptanceReminded", data: { ...data, daysLeft } }))];
}
