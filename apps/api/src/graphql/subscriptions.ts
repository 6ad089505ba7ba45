import type { Server } from "node:http";
import cookie from "@fastify/cookie";
import { specifiedRules, validate, type GraphQLSchema } from "graphql";
import { CloseCode } from "graphql-ws";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { authenticate, type Authentication } from "../auth/authenticate.ts";
import type { Principal } from "../auth/principal.ts";
import type { ApiContext, Node } from "./context.ts";
import { limitsRule } from "./limits.ts";

interface Extra extends Record<PropertyKey, unknown> {
  principal?: Principal | null;
}

/**
 * Serves subscriptions over graphql-ws at `/graphql`. Who connects is decided once, from the cookie of the upgrade
 * request or from `authorization` in the connection's parameters; a page of another origin gets no cookie session.
 */
export function serveSubscriptions(server: Server, { node, schema, auth }: { node: Node; schema: GraphQLSchema; auth: Authentication }): () => Promise<void> {
  const sockets = new WebSocketServer({ server, path: "/graphql", maxPayload: 1024 * 1024 });
  const graphql = useServer<Record<string, unknown>, Extra>(
    {
      schema,
      connectionInitWaitTimeout: 5_000,
      onConnect: (connection) => {
        const { request } = connection.extra;
        const sameOrigin = request.headers.origin === undefined || new URL(request.headers.origin).host === request.headers.host;
        const authorization = connection.connectionParams?.["authorization"];
        const principal = authenticate(auth, {
          headers: { ...request.headers, ...(typeof authorization === "string" ? { authorization } : {}) },
          cookies: sameOrigin ? cookie.parse(request.headers.cookie ?? "") : {},
          remoteAddress: request.socket.remoteAddress ?? "",
        });
        connection.extra.principal = principal;
        if (principal === null) {
          connection.extra.socket.close(CloseCode.Unauthorized, "Nobody is signed in.");
          return false;
        }
        return true;
      },
      context: ({ extra }): ApiContext => ({ ...node, principal: extra.principal ?? null, requestId: "subscription" }),
      validate: (documentSchema, document) => validate(documentSchema, document, [...specifiedRules, limitsRule]),
    },
    sockets,
    15_000,
  );
  return async () => {
    await graphql.dispose();
    sockets.close();
  };
}
