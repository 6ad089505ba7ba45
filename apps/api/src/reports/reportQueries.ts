import "reflect-metadata";
import { availabilityReport, deliveryReport, deployReport, incidentReport, Rejection, type ReportedDeploy } from "@ballast/domain";
import type { IncidentInput } from "@ballast/readmodel";
import { Args, ArgsType, Ctx, Field, Query, Resolver } from "type-graphql";
import type { PublicImpact as Impact } from "@ballast/schema";
import type { ApiContext } from "../graphql/context.ts";
import { enumType, PublicImpact } from "../graphql/enums.ts";
import { AsOfArgs } from "../graphql/page.ts";
import { DateTime } from "../graphql/scalars.ts";
import { openScope, type Scope } from "../graphql/scope.ts";
import { mayKnow } from "../incidents/visibleIncidents.ts";
import { momentOf } from "../oncall/rotationType.ts";
import { serviceCalled } from "../services/serviceName.ts";
import { AvailabilityReport, DeliveryReport, IncidentReport } from "./reportTypes.ts";

export const DeliveryBasis = enumType("DeliveryBasis", { options: ["releases", "deploys"] }, "What a delivery report counts.");

@ArgsType()
class IncidentReportArgs extends AsOfArgs {
  @Field(() => String, { description: "The service, by slug or id." }) service!: string;
  @Field(() => DateTime, { nullable: true, description: "Started at this instant or later." }) from?: string | null;
  @Field(() => DateTime, { nullable: true, description: "Started before this instant." }) to?: string | null;
}

@ArgsType()
class WindowArgs extends AsOfArgs {
  @Field(() => String, { description: "The service, by slug or id." }) service!: string;
  @Field(() => DateTime, { description: "Start of the window, included." }) from!: string;
  @Field(() => DateTime, { description: "End of the window, not included." }) to!: string;
}

@ArgsType()
class AvailabilityArgs extends WindowArgs {
  @Field(() => [PublicImpact], { description: "Which public impacts count as downtime." }) impact!: Impact[];
}

@ArgsType()
class DeliveryArgs extends WindowArgs {
  @Field(() => DeliveryBasis, { nullable: true, description: "Releases unless told." }) basis?: "releases" | "deploys" | null;
}

/** Reports over history, unrounded; each lists the records behind its figures. */
@Resolver()
export class ReportQueries {
  @Query(() => IncidentReport, { description: "Incidents of a service: how many, when, and how long until they were resolved." })
  incidentReport(@Args(() => IncidentReportArgs) { service, from, to, asOf }: IncidentReportArgs, @Ctx() context: ApiContext): IncidentReport {
    const scope = openScope(context, asOf);
    return incidentReport(countedIncidents(scope, service), { from: from ?? undefined, to: to ?? undefined });
  }

  @Query(() => AvailabilityReport, { description: "Time without a declared incident at these levels, by component." })
  availabilityReport(@Args(() => AvailabilityArgs) { service, from, to, impact, asOf }: AvailabilityArgs, @Ctx() context: ApiContext): AvailabilityReport {
    const scope = openScope(context, asOf);
    const incidents = countedIncidents(scope, service);
    const components = [...new Set(incidents.flatMap((incident) => incident.components ?? []))].toSorted();
    return availabilityReport(incidents, { ...windowOf(from, to), impact, components });
  }

  @Query(() => DeliveryReport, { description: "How often, how fast and how safely a service is delivered." })
  deliveryReport(@Args(() => DeliveryArgs) { service, from, to, basis, asOf }: DeliveryArgs, @Ctx() context: ApiContext): DeliveryReport {
    const scope = openScope(context, asOf);
    const { key } = serviceCalled(scope, service);
    const { reports } = context.readModel;
    if (basis === "deploys") {
      return { releases: null, weeks: null, perWeekMean: null, failedVersions: null, revertRatePercent: null, timeToRestoreHours: null, ...deployReport(countedDeploys(scope, key), windowOf(from, to)) };
    }
    return { deploys: null, changeFailRatePercent: null, recoveryTimeHours: null, ...deliveryReport(reports.releases(key, scope.asOf), windowOf(from, to)) };
  }
}

/** What is counted is what the reader may know of: a figure must not tell of a private incident. */
function countedIncidents(scope: Scope, service: string): readonly IncidentInput[] {
  const { key } = serviceCalled(scope, service);
  return scope.context.readModel.reports.incidents(key, { asOf: scope.asOf, now: momentOf(scope).toISOString() }).filter(({ id }) => mayKnow(scope, id));
}

const countedDeploys = (scope: Scope, serviceId: string): readonly ReportedDeploy[] =>
  scope.context.readModel.reports.deploys(serviceId, scope.asOf).map((deploy) => ({ ...deploy, incidents: deploy.incidents?.filter(({ id }) => mayKnow(scope, id)) }));

function windowOf(from: string, to: string): { from: string; to: string } {
  if (Date.parse(from) < Date.parse(to)) return { from, to };
  throw new Rejection("INVALID_INPUT", `The window ends (${to}) before it begins (${from}).`, ["to"]);
}
