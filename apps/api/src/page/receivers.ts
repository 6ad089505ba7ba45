import { canWake, courseOf, Rejection, type OnCall } from "@ballast/domain";
import { calledBy } from "@ballast/domain/escalation";
import { defaultPagePolicy, type DataOf, type PageReceiver } from "@ballast/schema";
import { callableIn, onCallIn } from "../calling/callable.ts";
import { flagField, idField, optional, otherwise, type InputFields, type InputOf } from "../commands/inputFields.ts";
import { namedRecord } from "../graphql/records.ts";
import type { Scope } from "../graphql/scope.ts";

/** Who is called: one of a person, a schedule and a policy. */
export const receiverFields = {
  personId: optional(idField("Person", "Somebody by name.")),
  rotationId: optional(idField("Rotation", "Who is on call of a schedule.")),
  policyId: optional(idField("EscalationPolicy", "Whom a policy calls, step by step.")),
  evenUnreachable: otherwise(flagField("Call them even where none of them has a channel that can wake them."), false),
} satisfies InputFields;

/** The receiver that an input names. @throws Rejection INVALID_INPUT unless it names one */
export function receiverOf({ personId, rotationId, policyId }: InputOf<typeof receiverFields>): PageReceiver {
  const named: PageReceiver[] = [
    ...(personId === null ? [] : [{ kind: "person", personId } as const]),
    ...(rotationId === null ? [] : [{ kind: "schedule", rotationId } as const]),
    ...(policyId === null ? [] : [{ kind: "policy", escalationId: policyId } as const]),
  ];
  const [to] = named;
  if (to === undefined || named.length > 1)
    throw new Rejection("INVALID_INPUT", "name one of personId, rotationId and policyId", ["personId"]);
  return to;
}

/** What a page asks for, so that it calls a receiver; `ownIds` are the schedules that answer for the incident's services. */
export const askedOf = (
  to: PageReceiver, ownIds: readonly string[],
): Pick<DataOf<"PageRequested">, "rotationIds" | "escalations"> & { readonly firstIds: string[] } => ({
  firstIds: to.kind === "person" ? [to.personId] : [],
  rotationIds: to.kind === "schedule" ? [to.rotationId] : [],
  escalations: to.kind === "policy" ? [{ escalationId: to.escalationId, rotationIds: [...ownIds] }] : [],
});

/** What people call a receiver. */
export function receiverName(scope: Scope, to: PageReceiver): string {
  if (to.kind === "person") return namedRecord(scope, "Person", to.personId).name;
  if (to.kind === "schedule") return `who is on call for ${namedRecord(scope, "Rotation", to.rotationId).name}`;
  return `the policy ${namedRecord(scope, "EscalationPolicy", to.escalationId).name}`;
}

/**
 * Refuses to call somebody who would not hear of it, as things stand now.
 * @throws Rejection NOT_FOUND who is not here any more, or a schedule or policy that is gone; NOBODY_REACHABLE
 */
export function refuseUnreachable(
  scope: Scope, to: PageReceiver,
  { at, ownIds, anyway }: { readonly at: string; readonly ownIds: readonly string[]; readonly anyway: boolean },
): void {
  const { contacts } = callableIn(scope);
  if (to.kind === "person" && !contacts.has(to.personId))
    throw new Rejection("NOT_FOUND", `there is no person ${to.personId} here`, ["personId"]);
  const called = calledNow(scope, to, { at, ownIds });
  if (anyway || called.some((id) => canWake(contacts, id))) return;
  const why = called.length === 0 ? "would call nobody now" : "has no channel that can wake anybody";
  throw new Rejection("NOBODY_REACHABLE", `${receiverName(scope, to)} ${why}`, [
    to.kind === "person" ? "personId" : to.kind === "schedule" ? "rotationId" : "policyId",
  ]);
}

/** Whom a receiver would call first, and a policy in any of its steps. */
function calledNow(
  scope: Scope, to: PageReceiver, { at, ownIds }: { readonly at: string; readonly ownIds: readonly string[] },
): readonly string[] {
  const { readModel } = scope.context;
  const onCall = (id: string): readonly OnCall[] => {
    const row = readModel.rotations.get(id, scope.asOf);
    return row === undefined ? [] : [onCallIn(scope, row, at)];
  };
  if (to.kind === "person") return [to.personId];
  if (to.kind === "schedule") {
    const [found] = onCall(to.rotationId);
    if (found === undefined) throw new Rejection("NOT_FOUND", `there is no rotation ${to.rotationId}`, ["rotationId"]);
    return found.now;
  }
  const policy = readModel.escalations.get(to.escalationId, scope.asOf);
  if (policy === undefined || policy.retired !== null)
    throw new Rejection("NOT_FOUND", `there is no escalation policy ${to.escalationId}`, ["policyId"]);
  const schedules = new Map(
    [...new Set([...ownIds, ...calledBy(policy).rotationIds])].flatMap((id) => onCall(id).map((found): [string, OnCall] => [id, found])),
  );
  const { contacts } = callableIn(scope);
  const { rungs, straightToEveryone } = courseOf(
    { policies: [{ policy, rotationIds: ownIds }], schedules, rotations: [], personIds: [], contacts, everybody: [] }, 0,
    defaultPagePolicy,
  );
  return straightToEveryone === null ? rungs.flatMap(({ people }) => people) : [];
}
