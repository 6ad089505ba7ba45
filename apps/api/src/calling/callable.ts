import { canWake, onCallAround, peopleAt, type OnCall, type RotationSchedule } from "@ballast/domain";
import type { RotationRow, Stored } from "@ballast/readmodel";
import type { Contacts, Role } from "@ballast/schema";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

/** Who can be called as things stand at a scope's moment: what previews of pages are made with. Nothing is sent. */
export interface Callable {
  readonly contacts: ReadonlyMap<string, Contacts>;
  /** Everybody who answers incidents. */
  readonly everybody: readonly string[];
  readonly left: ReadonlyMap<string, string>;
}

/** As pages find them in the log. */
const rolesCalled: readonly Role[] = ["responder", "commander", "admin"];

const callableOnce = oncePerScope((scope): Callable => {
  const people = scope.context.readModel.people.all(scope.asOf).filter(({ status }) => status === "active");
  return {
    contacts: new Map(people.map((each) => [each.id, each.contacts])),
    everybody: people.filter(({ roles }) => roles.some((role) => rolesCalled.includes(role))).map(({ id }) => id),
    left: scope.context.readModel.people.left(scope.asOf),
  };
});

export const callableIn = (scope: Scope): Callable => callableOnce(scope, "");

/** A rotation as the on-call calculations take it: who has left is on call nowhere. */
export const scheduleIn = (scope: Scope, { layers, overrides, fallbacks }: Stored<RotationRow>): RotationSchedule => ({
  layers, overrides, fallbacks, left: callableIn(scope).left,
});

/** Whom a rotation has on call at an instant, who is next, and everybody who takes turns. */
export const onCallIn = (scope: Scope, row: Stored<RotationRow>, at: string): OnCall => ({
  ...onCallAround(scheduleIn(scope, row), at), members: peopleAt(row.layers, Date.parse(at)),
});

/** How many of these can be woken. */
export const canBeWoken = (scope: Scope, ids: readonly string[]): number =>
  ids.filter((id) => canWake(callableIn(scope).contacts, id)).length;
