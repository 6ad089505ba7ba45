import { Rejection } from "@ballast/domain";
import { authorise, type Principal } from "../auth/principal.ts";
import { readAsOf, type AsOfInput } from "./asOf.ts";
import type { ApiContext, Scope } from "./context.ts";

export type { Scope } from "./context.ts";

/**
 * Opens a scope for somebody who may read.
 * @throws Rejection NOT_SIGNED_IN, NOT_ALLOWED, or INVALID_INPUT for a moment that is none
 */
export function openScope(context: ApiContext, asOf?: AsOfInput | null): Scope {
  const principal = authorise(context.principal, "read");
  return { context, principal, asOf: readAsOf(asOf), viewer: viewerOf(principal) };
}

/**
 * The same moment as anybody may see it: without private incidents, whatever the caller's rights, and with all services, however a token is
 * limited. What holds for everybody is worked out so: it tells of nothing that is private, and is the same whoever asks.
 */
export const asAnybodySees = (scope: Pick<Scope, "context" | "principal" | "asOf">): Scope => ({
  ...scope, principal: { ...scope.principal, serviceIds: null }, viewer: { personId: "00000000-0000-0000-0000-000000000000" },
});

/** Responders, commanders and administrators see private incidents; everybody else those that they have to do with. */
function viewerOf({ person, roles }: Principal): Scope["viewer"] {
  return roles.some((role) => role === "responder" || role === "commander" || role === "admin") ? "all" : { personId: person.id };
}

/** The instant that "now" means in a scope: that of a look back, else the clock's. A position is looked at when its event was recorded. */
export function momentOf({ asOf, context }: Pick<Scope, "asOf" | "context">): Date {
  if (asOf === undefined) return context.now();
  if ("at" in asOf) return new Date(asOf.at);
  if ("recordedAt" in asOf) return new Date(asOf.recordedAt);
  const recorded = context.readModel.history.recordedAt(asOf.position);
  return recorded === null ? context.now() : new Date(recorded);
}

/** Whether a record of these services may be shown: a token may be limited to some. */
export const reaches = ({ principal: { serviceIds } }: Scope, ofServices: readonly string[]): boolean =>
  serviceIds === null || ofServices.every((id) => serviceIds.includes(id));

/**
 * Loads each thing once per scope: the same record is asked for from many places of one answer. Reads are synchronous
 * (the fold is in this process), so there is nothing to gain from batching single rows behind a promise.
 */
export function oncePerScope<Value>(load: (scope: Scope, key: string) => Value): (scope: Scope, key: string) => Value {
  const known = new WeakMap<Scope, Map<string, Value>>();
  return (scope, key) => {
    const values = known.get(scope) ?? new Map<string, Value>();
    known.set(scope, values);
    const value = values.has(key) ? values.get(key) : undefined;
    if (value !== undefined) return value;
    const loaded = load(scope, key);
    values.set(key, loaded);
    return loaded;
  };
}

/** The record, or NOT_FOUND where something names one that is not there (yet, at that moment). */
export function present<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Rejection("NOT_FOUND", `There is no ${what}.`);
  return value;
}
