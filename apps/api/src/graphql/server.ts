import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { ApiContext, Node } from "./context.ts";
import { formatError } from "./errors.ts";
import { guard } from "./guard.ts";
import { requestBounds } from "./boundedRequest.ts";
import { documentLimits } from "./documentLimits.ts";

/** Largest GraphQL request, bytes: a release with some thousand commits fits. */
const maxRequestBytes = 4 * 1024 * 1024;

/**
 * Serves the schema at `/graphql`. Apollo's cache-control plugin, which it adds by itself, stays out: it looks at every field of every
 * record.
 */
export async function serveGraphQL(app: FastifyInstance, { node, schema }: { node: Node; schema: GraphQLSchema }): Promise<void> {
  const apollo = new ApolloServer<ApiContext>({
    schema,
    csrfPrevention: true,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: documentLimits.tokens },
    plugins: [fastifyApolloDrainPlugin(app), guard, ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled()],
    formatError: (formatted, error) => formatError(formatted, error, node.logger),
  });
  await apollo.start();
  const refuseUnbounded = requestBounds();
  app.route({
    url: "/graphql",
    method: ["GET", "POST", "OPTIONS"],
    bodyLimit: maxRequestBytes,
    handler: fastifyApolloHandler(apollo, {
      // The context is made before the document is parsed, and what it refuses is answered like any refusal.
      context: async (request) => {
        refuseUnbounded(request);
        return { ...node, principal: request.principal, requestId: request.id };
      },
    }),
  });
}
