import cookie from "@fastify/cookie";
import rateLimit from "@fastify/rate-limit";
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import { authenticate } from "./auth/authenticate.ts";
import type { Principal } from "./auth/principal.ts";
import { sessionRoutes, type SignIn } from "./auth/sessionRoutes.ts";
import { serveConsole } from "./console.ts";
import { replyWithError } from "./errorReply.ts";
import type { Node } from "./graphql/context.ts";
import { serveGraphQL } from "./graphql/server.ts";
import { serveSubscriptions } from "./graphql/subscriptions.ts";
import { healthRoutes } from "./ops/healthRoutes.ts";
import { tokenUses } from "./people/tokenUses.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null when nobody is signed in. */
    principal: Principal | null;
  }
}

/** Parts of one API node. */
export interface App {
  readonly node: Node;
  readonly signIn: SignIn;
  readonly schema: GraphQLSchema;
  readonly consoleFolder: string | null;
  /** Further routes: webhooks, imports. */
  readonly routes: readonly ((app: FastifyInstance) => void | Promise<void>)[];
}

/** Builds the HTTP side of a node; `listen` and `close` are the caller's. */
export async function buildApp(parts: App): Promise<FastifyInstance> {
  // The base type, so that routes need not know which logger stands behind it.
  const app: FastifyInstance = fastify({ loggerInstance: baseLogger(parts.node.logger), logController: new LogController({ disableRequestLogging: true }), bodyLimit: 1024 * 1024, trustProxy: false, onProtoPoisoning: "remove", onConstructorPoisoning: "remove" });
  app.setErrorHandler(replyWithError);
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  app.decorateRequest("principal", null);
  const noteUse = tokenUses(parts.node);
  app.addHook("onRequest", async (request) => {
    request.principal = authenticate(parts.signIn.auth, { headers: request.headers, cookies: request.cookies, remoteAddress: request.ip });
    noteUse(request.principal);
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    parts.node.metrics.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    if (reply.statusCode >= 500) request.log.error({ route, status: reply.statusCode, actor: request.principal?.person.login ?? null }, "request answered with an error");
  });
  healthRoutes(app, parts.node);
  sessionRoutes(app, parts.signIn);
  await serveGraphQL(app, parts);
  for (const route of parts.routes) await route(app);
  await serveConsole(app, parts.consoleFolder);
  const stopSubscriptions = serveSubscriptions(app.server, { ...parts, auth: parts.signIn.auth });
  app.addHook("preClose", stopSubscriptions);
  return app;
}

const baseLogger = (logger: Node["logger"]): FastifyBaseLogger => logger.child({ part: "http" });
