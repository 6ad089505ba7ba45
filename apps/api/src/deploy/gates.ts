import { Rejection } from "@ballast/domain";
import { allows } from "../auth/permissions.ts";
import { authorise } from "../auth/principal.ts";
import type { ClosedGate, Scope } from "../graphql/context.ts";

/** Where a deploy is to go. */
export interface GateAsked {
  readonly serviceId: string;
  /** Only what customers have is kept from them: elsewhere every gate is open. */
  readonly kind: string;
}

/** What stands in the way of a deploy. */
export const closedGates = (scope: Scope, { serviceId, kind }: GateAsked): readonly ClosedGate[] =>
  kind === "production" ? scope.context.known.gates.flatMap((gate) => gate(scope, { serviceId })) : [];

/** Whether who asks may let a deploy go all the same. */
export const mayOverride = ({ principal }: Pick<Scope, "principal">): boolean => allows(principal.roles, "deploy.override");

/** What closed gates refuse with. */
export const refusedBy = (gates: readonly ClosedGate[]): Rejection =>
  new Rejection("BUDGET_EXHAUSTED", gates.map(({ gate }) => gate).join(" "), ["overrideBudget"]);

/**
 * The gates that somebody overrides, with why.
 * @throws Rejection BUDGET_EXHAUSTED where one is closed and no reason is given; NOT_ALLOWED where one is given by who may not
 */
export function passGates(scope: Scope, asked: GateAsked, reason: string): readonly (ClosedGate & { readonly reason: string })[] {
  const closed = closedGates(scope, asked);
  if (closed.length === 0) return [];
  if (reason.trim() === "") throw refusedBy(closed);
  authorise(scope.principal, "deploy.override");
  return closed.map((gate) => ({ ...gate, reason: reason.trim() }));
}
