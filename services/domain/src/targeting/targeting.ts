import type {
  ChangeContext, DataOf, Override, RampPlan, StaleReason, TargetingChange, TargetingEvent, TargetingRules,
} from "@ballast/schema";

/** A kill: above everything until it is released. Its reason may follow. */
export interface Kill {
  readonly killId: string;
  readonly reason: string | null;
  readonly incidentId: string | null;
}

/** Where a change stands that was asked for. `approved` ones wait for their time. */
export type RequestState = "open" | "approved" | "applied" | "declined" | "withdrawn" | "stale";

/** A change that somebody asked for: for another person's word, or for a later moment. */
export interface ChangeRequest extends Omit<DataOf<"FlagChangeProposed">, "targetingId"> {
  readonly state: RequestState;
  readonly approvedBy: string | null;
  /** Why it was not made. */
  readonly declined: string | null;
}

/** Where a ramp is. */
export type RampState = "planned" | "running" | "held" | "completed" | "wentBack" | "stopped";

/** A ramp: the one that goes on, or the last that ended. */
export interface Ramp {
  readonly rampId: string;
  readonly plan: RampPlan;
  /** The share it began with, parts per 100,000: where it goes back to. */
  readonly from: number;
  readonly byPersonId: string | null;
  readonly changeId: string | null;
  /** The run that carries it; null before one has begun. */
  readonly start: Pick<DataOf<"RampStarted">, "requestEventId" | "workflowId" | "runId"> | null;
  readonly state: RampState;
  /** The step it is in; −1 before the first. */
  readonly step: number;
  /** Steps that have passed, with what was seen. */
  readonly passed: readonly { readonly step: number; readonly sentence: string }[];
  /** What holds it: a person, the judge, an incident. */
  readonly holds: readonly { readonly reason: string; readonly incidentId: string | null }[];
  readonly outcome: string | null;
}

/** A managed flag in one environment: what it gives to whom. */
export interface OpenTargeting {
  readonly status: "open";
  readonly targetingId: string;
  readonly flagId: string;
  readonly environment: string;
  readonly offVariant: string;
  readonly rules: TargetingRules;
  readonly overrides: readonly Override[];
  /** In the order in which they were engaged. */
  readonly kills: readonly Kill[];
  /** How often what it gives was changed, kills apart: what a proposal is based on. */
  readonly changes: number;
  /** Those that are open or wait for their time, and the last that were decided. */
  readonly requests: readonly ChangeRequest[];
  readonly ramp: Ramp | null;
  /** Why it should go, as it was found out; null while it is in use. */
  readonly stale: { readonly why: StaleReason; readonly since: string } | null;
}

export type Targeting = { readonly status: "absent" } | OpenTargeting;

/** How many decided requests a record remembers; the log has all of them. */
const REMEMBERED = 50;

/** Whether a request waits for a word or for its time. */
export const isPending = ({ state }: Pick<ChangeRequest, "state">): boolean => state === "open" || state === "approved";

/** Whether a ramp goes on. */
export const isGoing = (ramp: Ramp | null): ramp is Ramp =>
  ramp !== null && (ramp.state === "planned" || ramp.state === "running" || ramp.state === "held");

/** The rules with another share, parts per 100,000. */
export const withParts = (rules: TargetingRules, parts: number): TargetingRules =>
  rules.rollout === null ? rules : { ...rules, rollout: { ...rules.rollout, parts } };

/** The share that gets what the flag is for, parts per 100,000; 0 where nobody does by share. */
export const partsOf = ({ rollout }: TargetingRules): number => rollout?.parts ?? 0;

/** The share of customers that a flag reaches by share, kills included, parts per 100,000: the height of its step line. */
export const reachOf = ({ kills, rules, offVariant }: Pick<OpenTargeting, "kills" | "rules" | "offVariant">): number => {
  if (kills.length > 0) return 0;
  return rules.defaultVariant === offVariant ? partsOf(rules) : 100_000;
};

/** Whether what was done moves customers; the rest is talk about it. */
export const movesCustomers = (before: OpenTargeting | null, after: OpenTargeting): boolean =>
  before === null || before.rules !== after.rules || before.overrides !== after.overrides || before.kills.length !== after.kills.length;

/** What a flag gives after a change, before it is made: what previews, proofs and the compiler look at. */
export function changedBy(targeting: OpenTargeting, change: TargetingChange): OpenTargeting {
  switch (change.kind) {
    case "rules":
      return { ...targeting, rules: change.rules };
    case "rollout":
      return { ...targeting, rules: withParts(targeting.rules, change.parts) };
    case "override":
      return { ...targeting, overrides: [...without(targeting.overrides, change.override.customer), change.override] };
    case "clearOverride":
      return { ...targeting, overrides: without(targeting.overrides, change.customer) };
    case "revert":
      return { ...targeting, rules: change.rules, overrides: change.overrides };
    case "ramp":
      return { ...targeting, rules: withParts(targeting.rules, change.plan.steps.at(-1)?.parts ?? partsOf(targeting.rules)) };
  }
}

const without = (overrides: readonly Override[], customer: string): readonly Override[] =>
  overrides.filter((override) => override.customer !== customer);

/** The fold. What comes late, to a record that is not there, changes nothing. */
export function evolveTargeting(targeting: Targeting, event: TargetingEvent): Targeting {
  if (event.type === "TargetingOpened") {
    return targeting.status === "open"
      ? targeting
      : { status: "open", ...event.data, overrides: [], kills: [], changes: 0, requests: [], ramp: null, stale: null };
  }
  return targeting.status === "open" ? evolveOpen(targeting, event) : targeting;
}

type Later = Exclude<TargetingEvent, { readonly type: "TargetingOpened" }>;

function evolveOpen(targeting: OpenTargeting, event: Later): OpenTargeting {
  switch (event.type) {
    case "FlagRulesSet":
      return made(targeting, { kind: "rules", rules: event.data.rules }, event.data);
    case "RolloutStepped":
      return made(targeting, { kind: "rollout", parts: event.data.to }, event.data);
    case "OverrideSet":
      return made(targeting, { kind: "override", override: event.data.override }, event.data);
    case "OverrideCleared":
      return made(targeting, { kind: "clearOverride", customer: event.data.customer }, event.data);
    case "FlagReverted":
      return made(targeting, { kind: "revert", ...event.data }, event.data);
    case "KillEngaged":
    case "KillExplained":
    case "KillsReleased":
      return { ...targeting, kills: killsAfter(targeting.kills, event), stale: null };
    case "FlagFoundStale": {
      const { why, since } = event.data;
      return { ...targeting, stale: why === null ? null : { why, since } };
    }
    case "FlagChangeProposed":
    case "FlagChangeApproved":
    case "FlagChangeDeclined":
      return { ...targeting, requests: requestsAfter(targeting.requests, event) };
    default:
      return evolveRamp(targeting, event);
  }
}

/** A change that was made; the request that it carries out is done with it. */
function made(targeting: OpenTargeting, change: TargetingChange, { changeId }: ChangeContext): OpenTargeting {
  const after = changedBy(targeting, change);
  return { ...after, stale: null, changes: targeting.changes + 1, requests: withState(targeting.requests, changeId, { state: "applied" }) };
}

function killsAfter(
  kills: readonly Kill[],
  event: Extract<Later, { readonly type: "KillEngaged" | "KillExplained" | "KillsReleased" }>,
): readonly Kill[] {
  switch (event.type) {
    case "KillEngaged": {
      const { killId, reason, incidentId } = event.data;
      return kills.some((kill) => kill.killId === killId) ? kills : [...kills, { killId, reason, incidentId }];
    }
    case "KillExplained": {
      const { killId, reason, incidentId } = event.data;
      return kills.map((kill) => (kill.killId === killId ? { killId, reason, incidentId: incidentId ?? kill.incidentId } : kill));
    }
    case "KillsReleased":
      return kills.filter(({ killId }) => !event.data.killIds.includes(killId));
  }
}

function requestsAfter(
  requests: readonly ChangeRequest[],
  event: Extract<Later, { readonly type: "FlagChangeProposed" | "FlagChangeApproved" | "FlagChangeDeclined" }>,
): readonly ChangeRequest[] {
  switch (event.type) {
    case "FlagChangeProposed": {
      const { targetingId: _, ...asked } = event.data;
      return remembered([...requests, { ...asked, state: asked.needsApproval ? "open" : "approved", approvedBy: null, declined: null }]);
    }
    case "FlagChangeApproved":
      return withState(requests, event.data.changeId, { state: "approved", approvedBy: event.data.byPersonId });
    case "FlagChangeDeclined":
      return withState(requests, event.data.changeId, { state: event.data.why, declined: event.data.reason });
  }
}

const withState = (requests: readonly ChangeRequest[], changeId: string | null, now: Partial<ChangeRequest>): readonly ChangeRequest[] =>
  requests.map((request) => (request.changeId === changeId ? { ...request, ...now } : request));

function remembered(requests: readonly ChangeRequest[]): readonly ChangeRequest[] {
  const tooMany = requests.filter((request) => !isPending(request)).length - REMEMBERED;
  if (tooMany <= 0) return requests;
  const old = new Set(requests.filter((request) => !isPending(request)).slice(0, tooMany));
  return requests.filter((request) => !old.has(request));
}

type RampEvent = Extract<
  Later,
  { readonly type: "RampPlanned" | "RampStarted" | "RampStepBegan" | "RampStepPassed" | "RampHeld" | "RampResumed" | "RampEnded" }
>;

function evolveRamp(targeting: OpenTargeting, event: RampEvent): OpenTargeting {
  if (event.type === "RampPlanned") {
    const { rampId, plan, from, byPersonId, changeId } = event.data;
    const ramp: Ramp = {
      rampId, plan, from, byPersonId, changeId, start: null, state: "planned", step: -1, passed: [], holds: [], outcome: null,
    };
    return { ...targeting, ramp, requests: withState(targeting.requests, changeId, { state: "applied" }) };
  }
  const { ramp } = targeting;
  return ramp?.rampId === event.data.rampId ? { ...targeting, ramp: rampAfter(ramp, event) } : targeting;
}

function rampAfter(ramp: Ramp, event: Exclude<RampEvent, { readonly type: "RampPlanned" }>): Ramp {
  switch (event.type) {
    case "RampStarted": {
      const { requestEventId, workflowId, runId } = event.data;
      return { ...ramp, start: { requestEventId, workflowId, runId }, state: ramp.state === "planned" ? "running" : ramp.state };
    }
    case "RampStepBegan":
      return { ...ramp, step: event.data.step };
    case "RampStepPassed":
      return { ...ramp, passed: [...ramp.passed, { step: event.data.step, sentence: event.data.sentence }] };
    case "RampHeld": {
      const { reason, incidentId } = event.data;
      return { ...ramp, state: "held", holds: [...ramp.holds.filter((hold) => hold.incidentId !== incidentId), { reason, incidentId }] };
    }
    case "RampResumed": {
      const holds = ramp.holds.filter(({ incidentId }) => incidentId !== event.data.incidentId);
      return { ...ramp, holds, state: holds.length > 0 ? "held" : ramp.start === null ? "planned" : "running" };
    }
    case "RampEnded":
      return { ...ramp, state: event.data.outcome, outcome: event.data.reason, holds: [] };
  }
}
