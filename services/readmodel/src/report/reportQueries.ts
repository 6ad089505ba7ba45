import type { ReleasedVersion, ReportedDeploy } from "@ballast/domain";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Queries } from "../engine/registry.ts";
import { deployInputs } from "./deployInputs.ts";

/** Inputs of the domain's reports. */
export type ReportQueries = ReturnType<typeof reportQueries>;

/** Builds the queries. */
export function reportQueries(_: () => Database, others: Queries) {
  return {
    /** For `incidentReport` and `availabilityReport`. Drills, declined, merged and cancelled ones are left out; private ones count. */
    incidents: (
      serviceId: string,
      { asOf, now = new Date().toISOString() }: { readonly asOf?: AsOf | undefined; readonly now?: string | undefined } = {},
    ) => others.incidents.figured({ serviceId }, { asOf, now }).map(({ input }) => input),
    /** The same of every service at once, each incident with the services it concerns. */
    incidentsOfAll: (at: { readonly asOf?: AsOf | undefined; readonly now: string }) => others.incidents.figured({}, at),
    /** For `deliveryReport`: all releases of the service in order, with the commits each lists. */
    releases: (serviceId: string, asOf?: AsOf): readonly ReleasedVersion[] => others.releases.released(serviceId, asOf),
    /** For `deployReport`: deploys to production environments that reached customers. */
    deploys(serviceId: string, asOf?: AsOf): readonly ReportedDeploy[] {
      const { services, deploys, releases, incidents } = others;
      const production = new Set(
        services.get(serviceId, asOf)?.environments.flatMap(({ name, kind }) => (kind === "production" ? [name] : [])),
      );
      const rows = deploys.all({ serviceId }, asOf).filter(({ environment }) => production.has(environment)).toReversed();
      return deployInputs(rows, { line: releases.line(serviceId, asOf), incidentsOf: (deployId) => incidents.saidOf(deployId, asOf) });
    },
  };
}
