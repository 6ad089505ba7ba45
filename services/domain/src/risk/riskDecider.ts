import type { RiskEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { decideAcceptance } from "./accepting.ts";
import { evolveRisk } from "./evolveRisk.ts";
import {
  absentRisk, openRisk, registeredRisk, riskName, type RegisteredRisk, type Risk, type RiskCommand, type RiskCommandOf,
} from "./risk.ts";

function register({ type, now, inputs, reason, ...data }: RiskCommandOf<"RegisterRisk">, risk: Risk): readonly RiskEvent[] {
  if (risk.status !== "absent") {
    if (sameContent(picked(risk, data), data)) return [];
    throw new Rejection("ALREADY_EXISTS", `${riskName(risk)} was registered with this id`, ["risk"]);
  }
  if (instantOf(data.observedSince) > instantOf(now))
    throw new Rejection("INVALID_INPUT", `${data.observedSince} has not come yet`, ["observedSince"]);
  const { riskId } = data;
  const estimated: readonly RiskEvent[] =
    inputs === null ? [] : [{ type: "RiskEstimated", data: { riskId, inputs, basis: "judgement", reason } }];
  return [{ type: "RiskRegistered", data }, ...estimated];
}

/** What of a record this says something of. */
const picked = <Said extends object>(record: Said, said: Said): Partial<Said> =>
  Object.fromEntries(Object.keys(said).map((name) => [name, Reflect.get(record, name)])) as Partial<Said>;

function describe({ type, now, ...data }: RiskCommandOf<"DescribeRisk">, risk: RegisteredRisk): readonly RiskEvent[] {
  const { reason: _, ...said } = data;
  return sameContent(picked(risk, said), said) ? [] : [{ type: "RiskDescribed", data }];
}

function estimate({ type, now, ...data }: RiskCommandOf<"EstimateRisk">, risk: RegisteredRisk): readonly RiskEvent[] {
  return sameContent(risk.inputs, data.inputs) ? [] : [{ type: "RiskEstimated", data }];
}

function rate({ type, now, ...data }: RiskCommandOf<"RateRisk">, { grid }: RegisteredRisk): readonly RiskEvent[] {
  const same = grid !== null && grid.likelihood === data.likelihood && grid.impact === data.impact;
  return same ? [] : [{ type: "RiskRated", data }];
}

function setTreatment({ type, now, ...data }: RiskCommandOf<"SetRiskTreatment">, risk: RegisteredRisk): readonly RiskEvent[] {
  return risk.treatment === data.treatment && risk.treatmentState === data.state ? [] : [{ type: "RiskTreatmentSet", data }];
}

function link({ type, now, ...data }: RiskCommandOf<"LinkRisk">, risk: RegisteredRisk): readonly RiskEvent[] {
  if (data.kind !== "incident" && data.impactPer100k !== null)
    throw new Rejection("INVALID_INPUT", "only of an incident it can be said how much of the users it hit", ["impactPer100k"]);
  const { riskId: _, ...said } = data;
  return risk.links.some((known) => sameContent(known, said)) ? [] : [{ type: "RiskLinked", data }];
}

function unlink({ type, now, ...data }: RiskCommandOf<"UnlinkRisk">, risk: RegisteredRisk): readonly RiskEvent[] {
  return risk.links.some(({ kind, recordId }) => kind === data.kind && recordId === data.recordId) ? [{ type: "RiskUnlinked", data }] : [];
}

/** With it ends what was accepted of it, or asked for. */
function close({ type, now, ...data }: RiskCommandOf<"CloseRisk">, risk: RegisteredRisk): readonly RiskEvent[] {
  if (risk.status === "closed") return [];
  const { riskId, reason } = data;
  const ended = risk.acceptances
    .filter(({ state }) => state === "proposed" || state === "underReview" || state === "approved" || state === "active")
    .map(({ acceptanceId }): RiskEvent => ({ type: "AcceptanceWithdrawn", data: { riskId, acceptanceId, reason } }));
  return [...ended, { type: "RiskClosed", data }];
}

function decide(command: RiskCommand, risk: Risk): readonly RiskEvent[] {
  switch (command.type) {
    case "RegisterRisk":
      return register(command, risk);
    case "CloseRisk":
      return close(command, registeredRisk(risk, command.riskId));
    case "ReopenRisk": {
      const { type, now, ...data } = command;
      return registeredRisk(risk, data.riskId).status === "open" ? [] : [{ type: "RiskReopened", data }];
    }
    case "ProposeAcceptance": case "BeginAcceptanceReview": case "ApproveAcceptance": case "RejectAcceptance":
    case "WithdrawAcceptance": case "PassAcceptanceTime":
      return decideAcceptance(command, risk);
    case "DescribeRisk":
    case "EstimateRisk":
    case "RateRisk":
    case "SetRiskTreatment":
    case "ReviewRisk":
    case "LinkRisk":
    case "UnlinkRisk":
      return decideOpen(command, openRisk(risk, command.riskId));
  }
}

type OpenCommand = RiskCommandOf<
  "DescribeRisk" | "EstimateRisk" | "RateRisk" | "SetRiskTreatment" | "ReviewRisk" | "LinkRisk" | "UnlinkRisk"
>;

function decideOpen(command: OpenCommand, risk: RegisteredRisk): readonly RiskEvent[] {
  switch (command.type) {
    case "DescribeRisk":
      return describe(command, risk);
    case "EstimateRisk":
      return estimate(command, risk);
    case "RateRisk":
      return rate(command, risk);
    case "SetRiskTreatment":
      return setTreatment(command, risk);
    case "ReviewRisk": {
      const { type, now, ...data } = command;
      return [{ type: "RiskReviewed", data }];
    }
    case "LinkRisk":
      return link(command, risk);
    case "UnlinkRisk":
      return unlink(command, risk);
  }
}

/** One risk, from its registration to its end. One that a command makes has its id from that command: a retry makes the same one. */
export const riskDecider = aggregate("risk", {
  initialState: absentRisk, evolve: evolveRisk, decide, keyOf: (commandId: string) => [commandId],
});
