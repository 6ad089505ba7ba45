import { serviceDecider } from "@ballast/domain";
import { handle, ids } from "@ballast/eventlog";
import type { EnvironmentKind } from "@ballast/schema";
import type { Observer } from "./observeRelease.ts";

/**
 * Whole names: "preprod", "nonprod" and "product-search-dev" hold "prod" and are none. Others are named by whoever sets up the environment.
 */
const productionNames = new Set(["production", "prod", "live"]);
const stagingWords = new Set(["staging", "stage", "preprod", "preproduction", "pre", "uat"]);

/** What an environment is for, by its slug. */
export function kindNamed(slug: string): EnvironmentKind {
  if (productionNames.has(slug)) return "production";
  return slug.split("-").some((word) => stagingWords.has(word)) ? "staging" : "development";
}

/** Defines an environment as observed, unless it is there or somebody removed it. */
export async function defineObserved(
  { server, service, actor }: Pick<Observer, "service" | "actor"> & { readonly server: Pick<Observer["server"], "log" | "now"> },
  { environment, kind }: { readonly environment: string; readonly kind: EnvironmentKind },
): Promise<void> {
  if (service.environments.has(environment) || service.removed.has(environment)) return;
  const now = server.now().toISOString();
  const commandId = ids.command("github", "environment", service.serviceId, environment);
  await handle(server.log, {
    aggregate: serviceDecider,
    id: service.serviceId,
    command: {
      type: "DefineEnvironment", now, serviceId: service.serviceId, environment, kind, target: { kind: "observed" },
      order: service.environments.size,
    },
    context: { commandId, actor, now, correlationId: commandId, causationId: commandId },
  });
}
