import type { ExposedDeploy, ReleasedVersion, ReportedDeploy, SizedDeploy } from "@ballast/domain";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Queries, RowOf } from "../engine/registry.ts";
import { deployInputs } from "./deployInputs.ts";

/** Inputs of the domain's reports. */
export type ReportQueries = ReturnType<typeof reportQueries>;

/** Builds the queries. */
export function reportQueries(_: () => Database, others: Queries) {
  const counted = <T extends object>(
    serviceId: string, asOf: AsOf | undefined, told: (brought: readonly RowOf<"release">[], line: Line) => T,
  ): readonly (ExposedDeploy & T)[] => {
    const line = others.releases.line(serviceId, asOf);
    const incidentsOf = (deployId: string) => others.incidents.saidOf(deployId, asOf);
    return deployInputs(toProduction(others, serviceId, asOf), { line, incidentsOf }, (brought) => told(brought, line));
  };
  return {
    /** For `incidentReport` and `availabilityReport`. Drills, declined, merged and cancelled ones are left out; private ones count. */
    incidents: (
      serviceId: string,
      { asOf, now = new Date().toISOString(), endedAfter }: {
        readonly asOf?: AsOf | undefined; readonly now?: string | undefined; readonly endedAfter?: number | undefined;
      } = {},
    ) => others.incidents.figured({ serviceId }, { asOf, now, endedAfter }).map(({ input }) => input),
    /** When the first of these began that somebody may know of (ms); Infinity where there is none. */
    firstIncident: (
      serviceId: string, { asOf, mayKnow }: { readonly asOf?: AsOf | undefined; readonly mayKnow: (id: string) => boolean },
    ): number =>
      others.incidents.firstFigured(serviceId, { asOf, mayKnow })
      ?? others.incidents
        .figured({ serviceId }, { asOf, now: new Date().toISOString() })
        .reduce((first, { input: { id, startedAt } }) => (mayKnow(id) ? Math.min(first, Date.parse(startedAt)) : first), Infinity),
    /** The same of every service at once, each incident with the services it concerns. */
    incidentsOfAll: (at: { readonly asOf?: AsOf | undefined; readonly now: string }) => others.incidents.figured({}, at),
    /** For `deliveryReport`: all releases of the service in order, with the commits each lists. */
    releases: (serviceId: string, asOf?: AsOf): readonly ReleasedVersion[] => others.releases.released(serviceId, asOf),
    /** For `deployReport`: deploys to production environments that reached customers. */
    deploys: (serviceId: string, asOf?: AsOf): readonly ReportedDeploy[] =>
      counted(serviceId, asOf, (brought, line) => line.commitsOf(brought)),
    /** For `changeRisk`: the same, with how many commits each brought. */
    sizedDeploys: (serviceId: string, asOf?: AsOf): readonly SizedDeploy[] =>
      counted(serviceId, asOf, (brought) => ({ commitCount: commitCountOf(brought) })),
    /** For `changeRisk`: how many commits a release would bring to whoever is served by what went live last; 0 where none are known. */
    wouldBring(serviceId: string, releaseId: string, asOf?: AsOf): number {
      const line = others.releases.line(serviceId, asOf);
      const live = toProduction(others, serviceId, asOf).findLast(({ liveAt, rolledBackAt }) => liveAt !== null && rolledBackAt === null);
      return commitCountOf(line.broughtBy(line.of({ releaseId, version: "" }), live === undefined ? undefined : line.of(live)));
    },
  };
}

type Line = ReturnType<Queries["releases"]["line"]>;

const commitCountOf = (releases: readonly RowOf<"release">[]): number => releases.reduce((sum, { commitCount }) => sum + commitCount, 0);

/** Deploys and rollbacks of a service in environments of the kind production, oldest first. */
function toProduction({ services, deploys }: Queries, serviceId: string, asOf: AsOf | undefined): readonly RowOf<"deploy">[] {
  const production = new Set(
    services.get(serviceId, asOf)?.environments.flatMap(({ name, kind }) => (kind === "production" ? [name] : [])),
  );
  return deploys.all({ serviceId }, asOf).filter(({ environment }) => production.has(environment)).toReversed();
}
