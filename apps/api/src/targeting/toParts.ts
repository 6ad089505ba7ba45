import { customerDecider } from "@ballast/domain/customer";
import { idOf } from "@ballast/eventlog";
import { changedBy, changeWords, differencesOf, isPending, type ChangeRequest, type Ramp } from "@ballast/domain/targeting";
import type { TargetingStep as Step } from "@ballast/readmodel/targeting";
import { cohort, uuid, type Cohort } from "@ballast/schema";
import { toLogEvent } from "../events/logEventType.ts";
import { find, namedRecord } from "../graphql/records.ts";
import type { Scope } from "../graphql/scope.ts";
import { namesIn } from "./targetingNames.ts";
import type { FlagChangeRequest, FlagKill, FlagOverride, FlagRamp, TargetingStep } from "./targetingParts.ts";
import type { Targeting } from "./targetingType.ts";

/** Who gets something by name, by their names; of one customer where it is told which. */
export function overridesOf(targeting: Targeting, only: string | null = null): readonly FlagOverride[] {
  const { row, scope } = targeting;
  const set = new Map(row.named.map((named) => [named.customer, named]));
  return row.overrides
    .filter(({ customer }) => only === null || customer === only)
    .map(({ customer, variant, reason, expiresAt, incidentId }) => ({
      customer, variant, reason, expiresAt, at: set.get(customer)?.at ?? row.turnedAt, by: set.get(customer)?.by ?? row.turnedBy, targeting,
      record: find(scope, "Customer", idOf(customerDecider, customer)), incident: find(scope, "Incident", incidentId),
    }))
    .toSorted((one, other) => (one.customer < other.customer ? -1 : 1));
}

/** Kills that are engaged, the first one first. */
export const killsOf = ({ row, scope }: Targeting): readonly FlagKill[] =>
  row.kills.map(({ killId, reason, incidentId }) => {
    const engaged = row.killed.find((kill) => kill.killId === killId);
    return {
      killId, reason, incident: find(scope, "Incident", incidentId), at: engaged?.at ?? row.turnedAt, by: engaged?.by ?? row.turnedBy,
    };
  });

const personIn = (scope: Scope, id: string | null) => (id === null ? null : namedRecord(scope, "Person", id));

/** Changes that were asked for, those that wait first, then the newest. */
export const requestsOf = (targeting: Targeting): readonly FlagChangeRequest[] =>
  targeting.row.requests
    .map((request) => toRequest(request, targeting))
    .toReversed()
    .toSorted((one, other) => Number(isPending(other)) - Number(isPending(one)));

function toRequest(request: ChangeRequest, targeting: Targeting): FlagChangeRequest {
  const { scope, row } = targeting;
  const {
    changeId, state, change, reason, cohort: moved, needsApproval, applyAt, declined, base, byPersonId, approvedBy, incidentId,
  } = request;
  return {
    changeId,
    state,
    change,
    reason,
    cohort: moved,
    needsApproval,
    applyAt,
    declined,
    targeting,
    sentence: changeWords(change, row),
    differences: differencesOf(row, changedBy(row, change), namesIn(scope)),
    moved: isPending(request) && base !== row.changes,
    by: namedRecord(scope, "Person", byPersonId),
    approvedBy: personIn(scope, approvedBy),
    incident: find(scope, "Incident", incidentId),
  };
}

/** The ramp that goes on, or the last that ended. */
export const toRamp = ({ rampId, state, step, plan, from, byPersonId, passed, holds, outcome }: Ramp, scope: Scope): FlagRamp => ({
  rampId, state, step, plan, from, outcome, by: personIn(scope, byPersonId), passed: passed.map(({ sentence }) => sentence),
  holds: holds.map(({ reason }) => reason),
});

const textIn = (data: object, name: string): string | null => {
  const value: unknown = Reflect.get(data, name);
  return typeof value === "string" ? value : null;
};

function cohortIn(data: object): Cohort | null {
  const found = cohort.safeParse(Reflect.get(data, "cohort"));
  return found.success ? found.data : null;
}

/** An event of a flag in an environment, with what it changed. */
export function toStep({ recorded, before, after }: Step, scope: Scope): TargetingStep {
  const { event: { data }, revision } = recorded;
  const idIn = (name: string): string | null => (uuid.safeParse(textIn(data, name)).success ? textIn(data, name) : null);
  const killed = after.kills.length > 0;
  return {
    revision: Number(revision),
    event: toLogEvent(recorded, scope),
    differences: before === null ? [] : differencesOf(before, after, namesIn(scope)),
    reason: textIn(data, "reason"),
    cohort: cohortIn(data),
    parts: killed ? 0 : (after.rules.rollout?.parts ?? 0),
    killed,
    rules: after.rules,
    incident: find(scope, "Incident", idIn("incidentId")),
    deploy: find(scope, "Deploy", idIn("deployId")),
  };
}
