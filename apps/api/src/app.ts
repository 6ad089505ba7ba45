import cookie from "@fastify/cookie";
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import { authenticate } from "./auth/authenticate.ts";
import type { Principal } from "./auth/principal.ts";
import { sessionRoutes, type SignIn } from "./auth/sessionRoutes.ts";
import { compressAnswers } from "./compressed.ts";
import { serveConsole } from "./console.ts";
import { replyWithError } from "./errorReply.ts";
import type { AskedBeside } from "./graphql/askedBeside.ts";
import type { ApiServer } from "./graphql/context.ts";
import { serveGraphQL } from "./graphql/server.ts";
import { serveSubscriptions, type SharedSubscription } from "./graphql/subscriptions.ts";
import { healthRoutes } from "./ops/healthRoutes.ts";
import { browserHeaders } from "./ops/browserHeaders.ts";
import { tokenUses } from "./auth/tokenUses.ts";
import { knowDocuments, persistedDocuments } from "./persistedDocuments.ts";
import { limitRequests } from "./timeLimits.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null when nobody is signed in. */
    principal: Principal | null;
  }
}

/** Parts of one API server. */
export interface App {
  readonly server: ApiServer;
  readonly signIn: SignIn;
  readonly schema: GraphQLSchema;
  readonly consoleFolder: string | null;
  /** Proxies whose word on a client's address counts: how many, or which; none unless told. */
  readonly trustProxy?: number | string | undefined;
  /** Whether browsers' sessions ask only what the console's build wrote down; tokens ask anything. False unless told. */
  readonly onlyPersisted?: boolean;
  /** How long a request's head and body may take to arrive, ms; a minute unless told. */
  readonly requestWithinMs?: number;
  /** Further routes: webhooks, imports. */
  readonly routes: readonly ((app: FastifyInstance, server: ApiServer) => void | Promise<void>)[];
  /** Threads that answer queries beside this one; this one answers all unless told. */
  readonly readers?: AskedBeside;
  /** Subscriptions whose answers are worked out once for all who see the same. */
  readonly shared: readonly SharedSubscription[];
}

/** A request's head and body arrive within this, ms, and are looked at this often: who sends a byte a minute holds nothing open. */
const usualRequestMs = 60_000;
const looksInTime = 10;
/** Longest name in an address, characters: a name of Opsgenie's has 512, each of which may be written as several. */
const MOST_PARAM = 8_192;

/** Builds the HTTP side of a server; `listen` and `close` are the caller's. */
export async function buildApp(parts: App): Promise<FastifyInstance> {
  const requestWithinMs = parts.requestWithinMs ?? usualRequestMs;
  // ApiServer would look every 30 s; a head has no longer than the whole request.
  const http = { headersTimeout: requestWithinMs, connectionsCheckingInterval: requestWithinMs / looksInTime };
  // The base type, so that routes need not know which logger stands behind it.
  const app: FastifyInstance = fastify({
    loggerInstance: baseLogger(parts.server.logger), logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024 * 1024, trustProxy: proxiesOf(parts.trustProxy), requestTimeout: requestWithinMs, http, onProtoPoisoning: "remove",
    onConstructorPoisoning: "remove", routerOptions: { maxParamLength: MOST_PARAM },
  });
  app.setErrorHandler(replyWithError);
  await app.register(cookie);
  browserHeaders(app, parts.server);
  app.decorateRequest("principal", null);
  const noteUse = tokenUses(parts.server);
  // Hooks of every request call back: a promise each would cost an application's request a third of what it costs as a whole.
  app.addHook("onRequest", (request, _reply, done) => {
    request.principal = authenticate(parts.signIn.auth, { headers: request.headers, cookies: request.cookies, remoteAddress: request.ip });
    noteUse(request.principal);
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "unknown";
    parts.server.metrics.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    if (reply.statusCode >= 500)
      request.log.error(
        { route, status: reply.statusCode, actor: request.principal?.person.login ?? null },
        "request answered with an error",
      );
    done();
  });
  compressAnswers(app);
  limitRequests(app);
  const documents = persistedDocuments(parts.consoleFolder, parts.onlyPersisted ?? false);
  knowDocuments(app, documents);
  healthRoutes(app, parts.server);
  sessionRoutes(app, parts.signIn);
  await serveGraphQL(app, parts);
  for (const route of parts.routes) await route(app, parts.server);
  await serveConsole(app, parts.consoleFolder);
  const stopSubscriptions = serveSubscriptions(app.server, { ...parts, auth: parts.signIn.auth, documents });
  app.addHook("preClose", stopSubscriptions);
  return app;
}

/** The framework takes addresses, or a function that is asked of every hop. */
const proxiesOf = (trusted: App["trustProxy"]): string | false | ((address: string, hop: number) => boolean) =>
  typeof trusted === "number" ? (_address, hop) => hop < trusted : (trusted ?? false);

const baseLogger = (logger: ApiServer["logger"]): FastifyBaseLogger => logger.child({ part: "http" });
