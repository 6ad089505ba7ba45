import "reflect-metadata";
import { lexicographicSortSchema, type GraphQLSchema } from "graphql";
import { buildSchema, type NonEmptyArray, type PubSub } from "type-graphql";
import { AlertResolver } from "../alerts/alertResolver.ts";
import { allMutations } from "../commands/allMutations.ts";
import { mutationResolver } from "../commands/mutationResolver.ts";
import { DeployQueries } from "../deploys/deployQueries.ts";
import { DeployResolver } from "../deploys/deployResolver.ts";
import { LogEventQueries } from "../events/logEventQueries.ts";
import { LogEventResolver } from "../events/logEventResolver.ts";
import { ImportResolver } from "../imports/importResolver.ts";
import { IncidentQueries } from "../incidents/incidentQueries.ts";
import { IncidentLinkResolver, IncidentResolver } from "../incidents/incidentResolver.ts";
import { LaneQueries } from "../lanes/laneQueries.ts";
import { ExposureResolver, HoldResolver, LaneResolver, RollbackPreviewResolver } from "../lanes/laneResolver.ts";
import { MomentQueries } from "../moment/momentQueries.ts";
import { NowQueries } from "../now/nowQueries.ts";
import { PersonOnCallResolver, RotationResolver } from "../oncall/rotationResolver.ts";
import { HealthQueries } from "../ops/healthType.ts";
import { PageResolver } from "../pages/pageResolver.ts";
import { IntegrationResolver } from "../people/integrationResolver.ts";
import { PeopleQueries } from "../people/peopleQueries.ts";
import { ReleaseQueries } from "../releases/releaseQueries.ts";
import { ReleaseResolver } from "../releases/releaseResolver.ts";
import { DeliveryReportResolver } from "../reports/deliveryReportResolver.ts";
import { ReportQueries } from "../reports/reportQueries.ts";
import { SearchQueries } from "../search/searchQueries.ts";
import { ServiceQueries } from "../services/serviceQueries.ts";
import { EnvironmentResolver, ServiceResolver } from "../services/serviceResolver.ts";
import { Subscriptions } from "../subscriptions/subscriptions.ts";
import { locateRefusals } from "./locatedRefusals.ts";
import { NodeQueries } from "./nodeQueries.ts";

type Resolvers = NonEmptyArray<new () => object>;

const queries: Resolvers = [
  NodeQueries, PeopleQueries, NowQueries, MomentQueries, ServiceQueries, ReleaseQueries, LaneQueries, DeployQueries, SearchQueries, LogEventQueries, HealthQueries, IncidentQueries, ReportQueries, DeliveryReportResolver, Subscriptions,
];
const records: Resolvers = [
  ServiceResolver, EnvironmentResolver, ReleaseResolver, LaneResolver, ExposureResolver, HoldResolver, RollbackPreviewResolver, DeployResolver, LogEventResolver,
  RotationResolver, PersonOnCallResolver, PageResolver, AlertResolver, ImportResolver, IntegrationResolver, IncidentResolver, IncidentLinkResolver,
];

/** type-graphql wants a hub of topics before it serves subscriptions; ours bring their own source, the log. */
const noTopics: PubSub = {
  publish: () => undefined,
  async *subscribe() {
    // nobody publishes here
  },
};

/** The whole schema: explicit resolvers, validation by zod at the boundary; in the order of the alphabet, so that a change of it is a readable diff. */
export const buildBallastSchema = async (): Promise<GraphQLSchema> =>
  locateRefusals(lexicographicSortSchema(await buildSchema({ resolvers: [...queries, ...records, mutationResolver(allMutations)], validate: false, pubSub: noTopics })));
