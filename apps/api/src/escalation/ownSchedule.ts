import { idOf } from "../graphql/globalId.ts";
import { find } from "../graphql/records.ts";
import type { Scope } from "../graphql/scope.ts";

/** The schedule that answers for a service; null where none does, or none was asked for. */
export function ownSchedule(scope: Scope, service: string | null | undefined): string | null {
  if (service === null || service === undefined) return null;
  return find(scope, "Service", idOf("Service", service, ["service"]))?.row.responderRotationId ?? null;
}
