import "reflect-metadata";
import { incidentReport } from "@ballast/domain";
import { Args, ArgsType, Ctx, Field, Int, Query, Resolver } from "type-graphql";
import type { PublicImpact as Impact } from "@ballast/schema";
import type { ApiContext } from "../graphql/context.ts";
import { enumType, PublicImpact } from "../graphql/enums.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { DateTime } from "../graphql/scalars.ts";
import { openScope } from "../graphql/scope.ts";
import { serviceCalled } from "../graphql/serviceName.ts";
import { availabilityOf, countedIncidents, hoursWithin, windowOf } from "../figures/counted.ts";
import { deliveryOf, serviceDeliveries } from "./deliveries.ts";
import { serviceMonths, ServiceMonths } from "./serviceMonths.ts";
import { serviceReports } from "./serviceReports.ts";
import { AvailabilityReport, DeliveryReport, IncidentReport, ServiceDelivery, ServiceReport } from "./reportTypes.ts";

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
class AllServicesArgs extends AsOfArgs {
  @Field(() => DateTime, { description: "Start of the window, included." }) from!: string;
  @Field(() => DateTime, { description: "End of the window, not included." }) to!: string;
  @Field(() => [PublicImpact], { description: "Which public impacts count as downtime." }) impact!: Impact[];
}

@ArgsType()
class MonthsArgs extends AllServicesArgs {
  @Field(() => String, { nullable: true, description: "One service, by slug or id; all unless told." }) service?: string | null;
  @Field(() => String, { nullable: true, description: "Whose calendar, as `Europe/Zurich`; UTC unless told." }) timeZone?: string | null;
}

@ArgsType()
class AvailabilityArgs extends WindowArgs {
  @Field(() => [PublicImpact], { description: "Which public impacts count as downtime." }) impact!: Impact[];
}

@ArgsType()
class AllDeliveriesArgs extends AsOfArgs {
  @Field(() => DateTime, { description: "Start of the window, included." }) from!: string;
  @Field(() => DateTime, { description: "End of the window, not included." }) to!: string;
  @Field(() => DeliveryBasis, { nullable: true, description: "Releases unless told." }) basis?: "releases" | "deploys" | null;
}

@ArgsType()
class DeliveryArgs extends WindowArgs {
  @Field(() => DeliveryBasis, { nullable: true, description: "Releases unless told." }) basis?: "releases" | "deploys" | null;
  @Field(() => Int, {
    nullable: true,
    description: "Puts incidents that name no deploy down to the latest one that was live before them, within so many hours (1 to 720); none unless told.",
  })
  attributeWithinHours?: number | null;
}

/** Reports over history, unrounded; each lists the records behind its figures. */
@Resolver()
export class ReportQueries {
  @Query(() => IncidentReport, { description: "Incidents of a service: how many, when, and how long until they were resolved." })
  incidentReport(
    @Args(() => IncidentReportArgs) { service, from, to, asOf }: IncidentReportArgs,
    @Ctx() context: ApiContext,
  ): IncidentReport {
    const scope = openScope(context, asOf);
    return incidentReport(countedIncidents(scope, serviceCalled(scope, service).key), { from: from ?? undefined, to: to ?? undefined });
  }

  @Query(() => [ServiceReport], {
    description: "Every service in a window, the worst first: by downtime, then by grave incidents, then by incidents.",
  })
  serviceReports(
    @Args(() => AllServicesArgs) { from, to, impact, asOf }: AllServicesArgs,
    @Ctx() context: ApiContext,
  ): readonly ServiceReport[] {
    return serviceReports(openScope(context, asOf), windowOf(from, to), impact);
  }

  @Query(() => [ServiceMonths], {
    description: "Availability by service and calendar month, the worst service first: time without a declared incident at these levels.",
  })
  availabilityByMonth(
    @Args(() => MonthsArgs) { service, from, to, impact, timeZone, asOf }: MonthsArgs,
    @Ctx() context: ApiContext,
  ): readonly ServiceMonths[] {
    const scope = openScope(context, asOf);
    const serviceId = service ? serviceCalled(scope, service).key : undefined;
    return serviceMonths(scope, { serviceId, ...windowOf(from, to), impact, timeZone: timeZone ?? "UTC" });
  }

  @Query(() => AvailabilityReport, { description: "Time without a declared incident at these levels, by component." })
  availabilityReport(
    @Args(() => AvailabilityArgs) { service, from, to, impact, asOf }: AvailabilityArgs,
    @Ctx() context: ApiContext,
  ): AvailabilityReport {
    const scope = openScope(context, asOf);
    return availabilityOf(scope, { serviceId: serviceCalled(scope, service).key, from, to }, impact);
  }

  @Query(() => DeliveryReport, { description: "How often, how fast and how safely a service is delivered." })
  deliveryReport(
    @Args(() => DeliveryArgs) { service, from, to, basis, attributeWithinHours, asOf }: DeliveryArgs, @Ctx() context: ApiContext,
  ): DeliveryReport {
    const scope = openScope(context, asOf);
    const over = {
      serviceId: serviceCalled(scope, service).key, ...windowOf(from, to), attributeWithinHours: hoursWithin(attributeWithinHours),
    };
    return deliveryOf(scope, over, basis ?? "releases");
  }

  @Query(() => [ServiceDelivery], {
    description: "How every service is delivered, the worst first: by how many failed, then by their share, then by how many there were.",
  })
  serviceDeliveries(
    @Args(() => AllDeliveriesArgs) { from, to, basis, asOf }: AllDeliveriesArgs,
    @Ctx() context: ApiContext,
  ): readonly ServiceDelivery[] {
    return serviceDeliveries(openScope(context, asOf), windowOf(from, to), basis ?? "releases");
  }
}
