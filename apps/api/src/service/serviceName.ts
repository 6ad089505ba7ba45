import { ids } from "@ballast/eventlog";
import { slug } from "@ballast/schema";
import { idOf } from "../graphql/globalId.ts";
import { present, type Scope } from "../graphql/scope.ts";
import { toService, type Service } from "./serviceType.ts";

/**
 * The id that a slug, a global id or a UUID stands for; whether there is such a service is another question.
 * @throws Rejection INVALID_INPUT when it can be none of them
 */
export const serviceIdOf = (given: string, path: readonly string[]): string =>
  slug.safeParse(given).success && !/^[0-9a-f-]{36}$/i.test(given) ? ids.service(given) : idOf("Service", given, path);

/** The same for a filter that may be left out. */
export const optionalServiceId = (given: string | null | undefined): string | undefined => (given ? serviceIdOf(given, ["filter", "service"]) : undefined);

/**
 * The service that is called so. One that is known today is a service at every moment: before it was registered there is just nothing of it.
 * @throws Rejection NOT_FOUND
 */
export function serviceCalled(scope: Scope, given: string): Service {
  const id = serviceIdOf(given, ["service"]);
  const { services } = scope.context.readModel;
  return toService(present(services.get(id, scope.asOf) ?? services.get(id), `service "${given}"`), scope);
}
