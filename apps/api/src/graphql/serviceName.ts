import { ids } from "@ballast/eventlog";
import type { EnvironmentRow } from "@ballast/readmodel";
import { slug, uuid } from "@ballast/schema";
import { idOf, readGlobalId } from "./globalId.ts";
import type { RecordOf, Scope } from "./context.ts";
import { recordOf } from "./records.ts";
import { present } from "./scope.ts";

/** A service as the caller called it: by slug, or by id. */
export interface ServiceName {
  readonly serviceId: string;
  readonly called: string;
}

/** Reads what names a service; null when it can be neither slug nor id. */
export function serviceNamed(given: string): ServiceName | null {
  if (uuid.safeParse(given).success) return { serviceId: given.toLowerCase(), called: given };
  if (slug.safeParse(given).success) return { serviceId: ids.service(given), called: given };
  const read = readGlobalId(given);
  return read?.kind === "Service" ? { serviceId: read.id, called: given } : null;
}

/**
 * The id that a slug, a global id or a UUID stands for; whether there is such a service is another question.
 * @throws Rejection INVALID_INPUT when it can be none of them
 */
export const serviceIdOf = (given: string, path: readonly string[]): string =>
  slug.safeParse(given).success && !/^[0-9a-f-]{36}$/i.test(given) ? ids.service(given) : idOf("Service", given, path);

/** The same for a filter that may be left out. */
export const optionalServiceId = (given: string | null | undefined): string | undefined =>
  given ? serviceIdOf(given, ["filter", "service"]) : undefined;

/**
 * The service that is called so. One that is known today is a service at every moment: before it was registered there is just nothing of
 * it.
 * @throws Rejection NOT_FOUND
 */
export function serviceCalled(scope: Scope, given: string): RecordOf<"Service"> {
  const id = serviceIdOf(given, ["service"]);
  const { services } = scope.context.readModel;
  return recordOf(scope, "Service", present(services.get(id, scope.asOf) ?? services.get(id), `service "${given}"`));
}

/** An environment of a service as it is defined (at that moment). */
export const environmentOf = (service: RecordOf<"Service"> | null, name: string): EnvironmentRow | undefined =>
  service?.row.environments.find((known) => known.name === name);
