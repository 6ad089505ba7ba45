import type { TargetingEvent } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { checkChange, factsOf, isNoChange, needsApproval } from "./changing.ts";
import { plannedRamp } from "./ramping.ts";
import type { ChangeRequest, OpenTargeting } from "./targeting.ts";
import type { RequestCommand } from "./targetingCommands.ts";

type Command<Type extends RequestCommand["type"]> = Extract<RequestCommand, { type: Type }>;

/** Asks for a change: a second person's word, or a later moment. */
export function propose(command: Command<"ProposeChange">, targeting: OpenTargeting): readonly TargetingEvent[] {
  const { targetingId, changeId, change, reason, cohort, byPersonId, applyAt, incidentId, facts, now } = command;
  if (targeting.requests.some((request) => request.changeId === changeId)) return [];
  checkChange(targeting, change, command);
  if (isNoChange(targeting, change))
    throw new Rejection("NOTHING_TO_CHANGE", `${facts.key} is so already in ${targeting.environment}`, ["change"]);
  const approval = needsApproval(facts, change);
  if (applyAt !== null && instantOf(applyAt) <= instantOf(now))
    throw new Rejection("INVALID_INPUT", `${applyAt} is past: it is ${now}`, ["applyAt"]);
  if (!approval && applyAt === null) throw new Rejection(
    "INVALID_INPUT", `${targeting.environment} asks for nobody's word: make the change, or say when it is to be made`, ["applyAt"],
  );
  return [{
    type: "FlagChangeProposed",
    data: {
      targetingId, changeId, change, base: targeting.changes, reason, cohort, byPersonId, applyAt, incidentId, needsApproval: approval,
    },
  }];
}

/** A second person's word. The change is made with it, or waits for its moment. */
export function approve(command: Command<"ApproveChange">, targeting: OpenTargeting): readonly TargetingEvent[] {
  const { targetingId, changeId, byPersonId, now } = command;
  const request = requestOf(targeting, changeId);
  if (request.approvedBy === byPersonId) return [];
  if (request.state !== "open") throw notOpen(request);
  if (request.byPersonId === byPersonId)
    throw new Rejection("APPROVER_IS_REQUESTER", "who asks for a change does not approve it", ["change"]);
  if (isStale(request, targeting, command)) throw new Rejection(
    "CHANGE_STALE", `${command.facts.key} was changed after this was proposed, and other customers would be moved now`, ["change"],
  );
  checkChange(targeting, request.change, command);
  const approved: TargetingEvent = { type: "FlagChangeApproved", data: { targetingId, changeId, byPersonId } };
  const waits = request.applyAt !== null && instantOf(request.applyAt) > instantOf(now);
  return waits ? [approved] : [approved, ...carriedOut(request, targeting, command)];
}

/** The moment a change was approved for. It never fails: what cannot be made any more is declined and says why. */
export function apply(command: Command<"ApplyChange">, targeting: OpenTargeting): readonly TargetingEvent[] {
  const request = targeting.requests.find(({ changeId }) => changeId === command.changeId);
  if (request?.state !== "approved" || (request.applyAt !== null && instantOf(request.applyAt) > instantOf(command.now))) return [];
  const problem = isStale(request, targeting, command)
    ? `${command.facts.key} was changed after this was proposed`
    : refusalOf(targeting, request, command);
  if (problem === null) return carriedOut(request, targeting, command);
  const { targetingId } = targeting;
  return [{ type: "FlagChangeDeclined", data: { targetingId, changeId: request.changeId, reason: problem, why: "stale" } }];
}

function refusalOf(targeting: OpenTargeting, { change }: ChangeRequest, command: Command<"ApplyChange">): string | null {
  try {
    checkChange(targeting, change, command);
    return isNoChange(targeting, change) ? "it is so already" : null;
  } catch (error) {
    if (error instanceof Rejection) return error.message;
    throw error;
  }
}

/** Takes a request back (who asked) or refuses it (somebody else). */
export function decline(
  { targetingId, changeId, reason, byPersonId }: Command<"DeclineChange">, targeting: OpenTargeting,
): readonly TargetingEvent[] {
  const request = requestOf(targeting, changeId);
  const why = request.byPersonId === byPersonId ? "withdrawn" : "declined";
  if (request.state === why) return [];
  if (request.state !== "open" && request.state !== "approved") throw notOpen(request);
  return [{ type: "FlagChangeDeclined", data: { targetingId, changeId, reason, why } }];
}

/** The toggle has moved since, and other customers than were shown would be moved by it. */
const isStale = ({ base, cohort }: ChangeRequest, { changes }: OpenTargeting, now: Pick<Command<"ApplyChange">, "cohort">): boolean =>
  base !== changes && !sameContent(cohort.hash, now.cohort.hash);

function carriedOut(
  request: ChangeRequest, targeting: OpenTargeting, { cohort }: Pick<Command<"ApplyChange">, "cohort">,
): readonly TargetingEvent[] {
  const { change, reason, changeId, incidentId, byPersonId } = request;
  if (change.kind === "ramp") return [plannedRamp(targeting, { rampId: changeId, plan: change.plan, reason, byPersonId, changeId })];
  return factsOf(targeting, change, { reason, cohort, changeId, rampId: null, deployId: null, incidentId });
}

function requestOf({ requests, environment }: OpenTargeting, changeId: string): ChangeRequest {
  const request = requests.find((one) => one.changeId === changeId);
  if (request === undefined) throw new Rejection("NOT_FOUND", `no change ${changeId} was asked for in ${environment}`, ["change"]);
  return request;
}

const notOpen = ({ state }: ChangeRequest): Rejection => new Rejection("CHANGE_NOT_OPEN", `this change is ${state}`, ["change"]);
