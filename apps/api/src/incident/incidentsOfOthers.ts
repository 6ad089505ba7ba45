import "reflect-metadata";
import { FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { RecordOf, Scope } from "../graphql/context.ts";
import { typeNamed } from "../graphql/records.ts";
import { Incident } from "./incidentType.ts";
import { incidentById, incidentsOfRecord, visible } from "./visibleIncidents.ts";

/** Incidents of a service. */
@Resolver(() => typeNamed("Service"))
export class ServiceIncidentsResolver {
  @FieldResolver(() => [Incident], { description: "Incidents that somebody works on, the worst first." })
  openIncidents(@Root() { scope, key }: RecordOf<"Service">): readonly Incident[] {
    return visible(scope.context.readModel.incidents.open({ serviceId: key, viewer: "all" }, scope.asOf), scope);
  }
}

/** Incidents of a deploy. */
@Resolver(() => typeNamed("Deploy"))
export class DeployIncidentsResolver {
  @FieldResolver(() => Incident, { nullable: true, description: "The incident that holds it." })
  heldBy(@Root() { scope, row }: RecordOf<"Deploy">): Incident | null {
    return row.holds[0] === undefined ? null : incidentById(scope, row.holds[0].incidentId);
  }

  @FieldResolver(() => [Incident], { description: "Incidents that name it." })
  incidents(@Root() { scope, key, row }: RecordOf<"Deploy">): readonly Incident[] {
    const named = incidentsOfRecord(scope, key);
    const answered =
      row.incidentId === null || named.some((incident) => incident.key === row.incidentId) ? null : incidentById(scope, row.incidentId);
    return answered === null ? named : [...named, answered];
  }
}

/** The incident of an alert. */
@Resolver(() => typeNamed("Alert"))
export class AlertIncidentResolver {
  @FieldResolver(() => Incident, { nullable: true, description: "The incident it belongs to." })
  incident(@Root() { scope, key }: RecordOf<"Alert">): Incident | null {
    return incidentsOfRecord(scope, key)[0] ?? null;
  }
}

/** The incident behind what happened to a release in an environment. */
@Resolver(() => typeNamed("ReleaseWhere"))
export class ReleaseIncidentResolver {
  @FieldResolver(() => Int, { nullable: true, description: "The incident that names the deploy that brought it there." })
  incidentNumber(@Root() { scope, deployId }: { readonly scope: Scope; readonly deployId: string | null }): number | null {
    return deployId === null ? null : (incidentsOfRecord(scope, deployId).find(({ number }) => number !== null)?.number ?? null);
  }
}
