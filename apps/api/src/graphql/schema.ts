import "reflect-metadata";
import type { GraphQLSchema } from "graphql";
import { buildSchema, Query, Resolver } from "type-graphql";
import { allMutations } from "../commands/allMutations.ts";
import { mutationResolver } from "../commands/mutationResolver.ts";

@Resolver()
class VersionResolver {
  @Query(() => String, { description: "Version of this node." })
  version(): string {
    return "0.1.0";
  }
}

/** The whole schema: explicit resolvers, validation by zod at the boundary. */
export const buildBallastSchema = (): Promise<GraphQLSchema> => buildSchema({ resolvers: [VersionResolver, mutationResolver(allMutations)], validate: false });
