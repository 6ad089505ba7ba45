import { Rejection } from "@ballast/domain";
import {
  GraphQLError, isObjectType, responsePathAsArray, type GraphQLFieldResolver, type GraphQLResolveInfo, type GraphQLSchema,
} from "graphql";
import type { ApiContext } from "./context.ts";
import { refuseBeyondServices } from "./limitedTokens.ts";

type Resolver = GraphQLFieldResolver<unknown, ApiContext>;

/**
 * Says of every refusal where in the answer it stands. GraphQL would do so itself, but takes a refusal, which has a
 * `path` of its own (that of the input's field), for an error that knows its place already. Fields without a resolver
 * of their own refuse nothing and stay as they are.
 */
export function locateRefusals(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.resolve !== undefined) field.resolve = located(field.resolve);
      if (field.subscribe !== undefined) field.subscribe = located(field.subscribe);
    }
  }
  return schema;
}

const located =
  (resolve: Resolver): Resolver =>
  (...field) => {
    const [, args, context, info] = field;
    try {
      const asked =
        info.path.prev === undefined
        && info.operation.operation !== "mutation"
        && context.principal !== null
        && context.principal.serviceIds !== null;
      const result: unknown = asked ? refuseBeyondServices(context, info.fieldName, args).then(() => resolve(...field)) : resolve(...field);
      return result instanceof Promise ? result.catch((error: unknown) => Promise.reject(withPlace(error, info))) : result;
    } catch (error) {
      throw withPlace(error, info);
    }
  };

const withPlace = (error: unknown, { fieldNodes, path }: GraphQLResolveInfo): Error => {
  if (error instanceof Rejection)
    return new GraphQLError(error.message, {
      nodes: fieldNodes, path: responsePathAsArray(path), originalError: error,
      ...(error.code === "TOO_LARGE" && { extensions: { http: { status: 413 } } }),
    });
  return error instanceof Error ? error : new Error(String(error));
};
