import "reflect-metadata";
import { lexicographicSortSchema, type GraphQLSchema } from "graphql";
import { buildSchema, type NonEmptyArray, type PubSub } from "type-graphql";
import { AlertResolver } from "../alert/alertResolver.ts";
import { allMutations } from "../commands/allMutations.ts";
import { mutationResolver } from "../commands/mutationResolver.ts";
import { DeployQueries } from "../deploy/deployQueries.ts";
import { DeployResolver } from "../deploy/deployResolver.ts";
import { LogEventQueries } from "../events/logEventQueries.ts";
import { LogEventResolver } from "../events/logEventResolver.ts";
import { ImportResolver } from "../import/importResolver.ts";
import { IncidentQueries } from "../incident/incidentQueries.ts";
import { IncidentLinkResolver, IncidentResolver } from "../incident/incidentResolver.ts";
import { LaneQueries } from "../lane/laneQueries.ts";
import { ExposureResolver, HoldResolver, LaneResolver, RollbackPreviewResolver } from "../lane/laneResolver.ts";
import { MomentQueries } from "../moment/momentQueries.ts";
import { NowQueries } from "../now/nowQueries.ts";
import { PersonOnCallResolver, RotationResolver } from "../rotation/rotationResolver.ts";
import { HealthQueries } from "../ops/healthType.ts";
import { PageResolver } from "../page/pageResolver.ts";
import { IntegrationResolver } from "../integration/integrationResolver.ts";
import { PeopleQueries } from "../person/personQueries.ts";
import { ReleaseQueries } from "../release/releaseQueries.ts";
import { ReleaseResolver } from "../release/releaseResolver.ts";
import { DeliveryReportResolver } from "../report/deliveryReportResolver.ts";
import { ReportQueries } from "../report/reportQueries.ts";
import { SearchQueries } from "../search/searchQueries.ts";
import { ServiceQueries } from "../service/serviceQueries.ts";
import { EnvironmentResolver, ServiceResolver } from "../service/serviceResolver.ts";
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
