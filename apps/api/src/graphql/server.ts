import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { AskedBeside } from "./askedBeside.ts";
import type { ApiContext, ApiServer } from "./context.ts";
import { formatError } from "./errors.ts";
import { guard } from "./guard.ts";
import { requestBounds } from "./boundedRequest.ts";
import { documentLimits } from "./documentLimits.ts";
import { preparedQueries, type PreparedQueries } from "./preparedQueries.ts";
import { shortAnswer } from "./shortWay.ts";

/** Largest GraphQL request, bytes: a release with some thousand commits fits. */
const maxRequestBytes = 4 * 1024 * 1024;

/** Notes what was answered without an error. */
const noting = (prepared: PreparedQueries): ApolloServerPlugin<ApiContext> => ({
  async requestDidStart() {
    return {
      async willSendResponse({ request, document, response: { body } }) {
        if (document === undefined || request.query === undefined || body.kind !== "single" || body.singleResult.errors !== undefined)
          return;
        prepared.note({ text: request.query, operationName: request.operationName ?? null }, document);
      },
    };
  },
});

/**
 * Serves the schema at `/graphql`. Apollo's cache-control plugin, which it adds by itself, stays out: it looks at every field of every
 * record. Queries that were answered before go by a shorter way, with the same answers.
 */
export async function serveGraphQL(
  app: FastifyInstance, { server, schema, readers }: { server: ApiServer; schema: GraphQLSchema; readers?: AskedBeside | undefined },
): Promise<void> {
  const prepared = preparedQueries(schema);
  const apollo = new ApolloServer<ApiContext>({
    schema,
    csrfPrevention: true,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: documentLimits.tokens },
    plugins: [
      fastifyApolloDrainPlugin(app), guard, noting(prepared), ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
    formatError: (formatted, error) => formatError(formatted, error, server.logger),
  });
  await apollo.start();
  const refuseUnbounded = requestBounds();
  const contextOf = (request: FastifyRequest): ApiContext => {
    refuseUnbounded(request);
    return { ...server, principal: request.principal, requestId: request.id, gone: () => request.raw.socket.destroyed };
  };
  // The context is made before the document is parsed, and what it refuses is answered like any refusal.
  const ordinary = fastifyApolloHandler(apollo, { context: async (request) => contextOf(request) });
  app.route({
    url: "/graphql",
    method: ["GET", "POST", "OPTIONS"],
    bodyLimit: maxRequestBytes,
    async handler(request, reply) {
      const answer = await shortAnswer({ prepared, beside: readers }, request, () => contextOf(request));
      return answer === null ? ordinary.call(app, request, reply) : reply.header("content-type", answer.contentType).send(answer.text);
    },
  });
}
