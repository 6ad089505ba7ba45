import { ids } from "@ballast/eventlog";
import { slug } from "@ballast/schema";
import { idOf } from "../graphql/globalId.ts";
import { present, type Scope } from "../graphql/scope.ts";
import { serviceById, type Service } from "./serviceType.ts";

/**
 * The id that a slug, a global id or a UUID stands for; whether there is such a service is another question.
 * @throws Rejection INVALID_INPUT when it can be none of them
 */
export const serviceIdOf = (given: string, path: readonly string[]): string =>
  slug.safeParse(given).success && !/^[0-9a-f-]{36}$/i.test(given) ? ids.service(given) : idOf("Service", given, path);

/** The same for a filter that may be left out. */
export const optionalServiceId = (given: string | null | undefined): string | undefined => (given ? serviceIdOf(given, ["filter", "service"]) : undefined);

/**
 * The service that is called so.
 * @throws Rejection NOT_FOUND
 */
export const serviceCalled = (scope: Scope, given: string): Service => present(serviceById(scope, serviceIdOf(given, ["service"])), `service "${given}"`);
