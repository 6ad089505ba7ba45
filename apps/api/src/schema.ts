import "reflect-metadata";
import { isInterfaceType, lexicographicSortSchema, type GraphQLSchema } from "graphql";
import { buildSchema, type ClassType, type NonEmptyArray, type PubSub } from "type-graphql";
import { mutationResolver } from "./commands/mutationResolver.ts";
import { historyResolver } from "./events/historyResolver.ts";
import { LogEventQueries } from "./events/logEventQueries.ts";
import { LogEventResolver } from "./events/logEventResolver.ts";
import { LogSubscription } from "./events/logSubscription.ts";
import { locateRefusals } from "./graphql/locatedRefusals.ts";
import type { RecordNode } from "./graphql/node.ts";
import { NodeQueries } from "./graphql/nodeQueries.ts";
import { kindOf, kindsOf } from "./graphql/records.ts";
import { known, mutations, slices } from "./slices.ts";

/** type-graphql wants a hub of topics before it serves subscriptions; ours bring their own source, the log. */
const noTopics: PubSub = {
  publish: () => undefined,
  async *subscribe() {
    // nobody publishes here
  },
};

// Made once: type-graphql keeps every class that it is shown.
const histories = kindsOf(known).flatMap((kind) => {
  const { history } = kindOf({ known }, kind);
  return typeof history === "string" ? [historyResolver(kind, history)] : [];
});

const resolvers: NonEmptyArray<ClassType<object>> = [
  NodeQueries,
  LogEventQueries,
  LogEventResolver,
  LogSubscription,
  ...slices.flatMap((slice): readonly ClassType<object>[] => slice.resolvers),
  ...histories,
  mutationResolver(mutations),
];

/** Every record says itself of which type it is. type-graphql would ask for it behind a promise, which compiled queries do not wait for. */
function recordsSayTheirType(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()))
    if (isInterfaceType(type)) type.resolveType = ({ __typename }: RecordNode): string => __typename;
  return schema;
}

/**
 * The whole schema: explicit resolvers, validation by zod at the boundary; in the order of the alphabet, so that a change of it is a
 * readable diff.
 */
export const buildBallastSchema = async (): Promise<GraphQLSchema> =>
  
  recordsSayTheirType(locateRefusals(lexicographicSortSchema(await buildSchema({ resolvers, validate: false, pubSub: noTopics }))));
