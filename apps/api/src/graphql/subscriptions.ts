import type { IncomingMessage, Server } from "node:http";
import cookie from "@fastify/cookie";
import {
  execute, getOperationAST, GraphQLError, subscribe, validate, type DocumentNode, type ExecutionArgs, type ExecutionResult,
  type GraphQLFormattedError, type GraphQLSchema,
} from "graphql";
import { Rejection } from "@ballast/domain";
import { CloseCode, type Context, type SubscribePayload } from "graphql-ws";
import { useServer, type Extra as SocketExtra } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { authenticate, type Authentication } from "../auth/authenticate.ts";
import { allows } from "../auth/permissions.ts";
import type { Principal } from "../auth/principal.ts";
import type { ApiContext, ApiServer } from "./context.ts";
import { refuseTooCostly } from "./cost.ts";
import { formatError } from "./errors.ts";
import { refuseOddValues } from "./boundedRequest.ts";
import { boundedDocument, fragmentsOf } from "./limits.ts";
import { withinLimit } from "../timeLimits.ts";
import { watchSignIns } from "./watchedSignIns.ts";

interface Asking extends Record<PropertyKey, unknown> {
  principal?: Principal;
}

type Connection = Context<Record<string, unknown>, SocketExtra & Asking>;

/** A subscription whose answers are worked out once for all who see the same. */
export interface SharedSubscription {
  /** Null where this asks for something else, or for anything beside it. @throws Rejection for who may not have it */
  readonly answers: (args: ExecutionArgs, context: ApiContext) => AsyncIterableIterator<ExecutionResult> | null;
}

/** Where subscriptions come from. */
export interface SubscriptionParts {
  readonly server: ApiServer;
  readonly schema: GraphQLSchema;
  readonly auth: Authentication;
  /** Subscriptions whose answers are worked out once for all who see the same. */
  readonly shared: readonly SharedSubscription[];
  /** Which texts somebody may ask; any unless told. */
  readonly documents?: { readonly mayAsk: (principal: Principal | null, text: string) => boolean };
  /** How long a client may take to say who it is, ms; 5 s unless told. */
  readonly introduceWithinMs?: number;
}

/** A view of the console has a handful. */
const mostSubscriptions = 50;
/** Sockets of one person: as many windows as anybody has open. */
const mostSocketsOfOne = 30;
/** Sockets of this server. */
const mostSockets = 2_000;
/** "Try again later" (RFC 6455, IANA's registry). */
const closeBusy = 1013;

/**
 * Serves subscriptions over graphql-ws at `/graphql`. Who connects is found out from the cookie of the upgrade request
 * or from `authorization` in the connection's parameters; a page of another origin gets no cookie session. When a
 * sign-in ends, so do its sockets.
 */
export function serveSubscriptions(server: Server, parts: SubscriptionParts): () => Promise<void> {
  const sockets = new WebSocketServer({ server, path: "/graphql", maxPayload: 1024 * 1024 });
  const watched = watchSignIns(parts.server);
  const open = new Map<object, string>();
  const graphql = useServer<Record<string, unknown>, Asking>(
    {
      connectionInitWaitTimeout: parts.introduceWithinMs ?? 5_000,
      execute: (args) => withinLimit(execute(args)),
      subscribe: (args) => subscribed(args, parts.shared),
      onConnect: (connection) => welcome(connection, parts, { watch: watched.add, open }),
      onSubscribe: (connection, _id, payload) => operation(connection, payload, parts),
      onError: (...[, , , errors]) => errors.map((error) => shown(error, parts.server)),
      onNext: (...[, , , , result]) => withShownErrors(result, parts.server),
    },
    sockets,
    15_000,
  );
  return async () => {
    watched.stop();
    await graphql.dispose();
  };
}

/** What many show at once, and most look at the same: its answers are worked out once. */
function subscribed(
  args: ExecutionArgs,
  shared: SubscriptionParts["shared"],
): AsyncIterableIterator<ExecutionResult> | ReturnType<typeof withinLimit<Awaited<ReturnType<typeof subscribe>>>> {
  const context: unknown = args.contextValue;
  const ordinary = (): ReturnType<typeof subscribed> => withinLimit(subscribe(args));
  if (!isSignedIn(context)) return ordinary();
  try {
    for (const { answers } of shared) {
      const told = answers(args, context);
      if (told !== null) return told;
    }
  } catch (error) {
    // The ordinary way meets it as well, and says where.
    if (!(error instanceof Rejection)) throw error;
  }
  return ordinary();
}

/** The context that `contextOf` made, of somebody who may read; what others are told is the schema's to say. */
const isSignedIn = (context: unknown): context is ApiContext => {
  const principal = typeof context === "object" && context !== null && "principal" in context ? (context as ApiContext).principal : null;
  return principal !== null && allows(principal.roles, "read");
};

interface Welcoming {
  readonly watch: ReturnType<typeof watchSignIns>["add"];
  /** Sockets that are open, and whose they are. */
  readonly open: Map<object, string>;
}

/** Finds out who connects; a socket of nobody is closed. */
function welcome(connection: Connection, { auth }: SubscriptionParts, { watch, open }: Welcoming): boolean {
  const { request, socket } = connection.extra;
  const authorization = connection.connectionParams?.["authorization"];
  const identify = (): Principal | null =>
    authenticate(auth, {
      headers: { ...request.headers, ...(typeof authorization === "string" ? { authorization } : {}) },
      cookies: isSameOrigin(request) ? cookie.parse(request.headers.cookie ?? "") : {},
      remoteAddress: request.socket.remoteAddress ?? "",
    });
  const principal = identify();
  if (principal === null) {
    socket.close(CloseCode.Unauthorized, "Nobody is signed in.");
    return false;
  }
  const own = [...open.values()].filter((personId) => personId === principal.person.id).length;
  if (own >= mostSocketsOfOne || open.size >= mostSockets) {
    socket.close(
      closeBusy,
      own >= mostSocketsOfOne ? `At most ${mostSocketsOfOne} connections of one person.` : "This server has no room for more connections.",
    );
    return false;
  }
  open.set(socket, principal.person.id);
  socket.once("close", () => open.delete(socket));
  connection.extra.principal = principal;
  const forget = watch(() => {
    const now = identify();
    if (now === null) socket.close(CloseCode.Forbidden, "This sign-in has ended.");
    else connection.extra.principal = now;
  });
  socket.once("close", forget);
  return true;
}

function isSameOrigin({ headers }: IncomingMessage): boolean {
  if (headers.origin === undefined) return true;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host;
}

/** Documents that were found good, by their text; a window of the console asks for the same few. */
const documents = new Map<string, DocumentNode>();
const mostDocuments = 200;

function rememberDocument(text: string, document: DocumentNode): void {
  documents.delete(text);
  documents.set(text, document);
  const [oldest] = documents.keys();
  if (documents.size > mostDocuments && oldest !== undefined) documents.delete(oldest);
}

/** Reads and checks what is asked for; what is wrong with it is an answer, not the end of the socket. */
function operation(
  connection: Connection,
  payload: SubscribePayload,
  { schema, server, documents: asked }: SubscriptionParts,
): ExecutionArgs | readonly GraphQLError[] {
  if (Object.keys(connection.subscriptions).length > mostSubscriptions) {
    return [
      new GraphQLError(`At most ${mostSubscriptions} subscriptions on one connection.`, { extensions: { code: "QUERY_TOO_COMPLEX" } }),
    ];
  }
  if (asked?.mayAsk(connection.extra.principal ?? null, payload.query) === false) {
    return [
      new GraphQLError("This installation answers a browser's session only what its own console asks.", {
        extensions: { code: "NOT_ALLOWED" },
      }),
    ];
  }
  try {
    refuseOddValues(payload.variables);
    const document = documents.get(payload.query) ?? boundedDocument(payload.query);
    const problems = documents.has(payload.query) ? [] : validate(schema, document);
    if (problems.length > 0) return problems;
    rememberDocument(payload.query, document);
    refuseWhatCostsTooMuch(schema, document, payload);
    return {
      schema, document, operationName: payload.operationName, variableValues: payload.variables,
      contextValue: contextOf(connection, server),
    };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** The limit that only the variables tell, as over HTTP. The schema itself is for who is signed in, as everyone here is. */
function refuseWhatCostsTooMuch(schema: GraphQLSchema, document: DocumentNode, { operationName, variables }: SubscribePayload): void {
  const operation = getOperationAST(document, operationName);
  // Which operation there is not, its execution says.
  if (operation) refuseTooCostly({ schema, operation, fragments: fragmentsOf(document), variables: variables ?? {} });
}

/** Rights are those of the moment of each answer: the principal is asked for anew. */
const contextOf = ({ extra }: Connection, server: ApiServer): ApiContext => ({
  ...server,
  requestId: "subscription",
  get principal() {
    return extra.principal ?? null;
  },
});

/** An error as a caller may see it: found in the document it is the caller's, thrown by a resolver it is ours to hide. */
function shown(error: GraphQLError | GraphQLFormattedError, { logger }: ApiServer): GraphQLFormattedError {
  if (!(error instanceof GraphQLError)) return error;
  const own = error.originalError === undefined || error.originalError instanceof GraphQLError;
  return own
    ? { ...error.toJSON(), extensions: { code: "GRAPHQL_VALIDATION_FAILED", ...error.extensions } }
    : formatError(error.toJSON(), error, logger);
}

function withShownErrors(
  result: ExecutionResult,
  server: ApiServer,
): Omit<ExecutionResult, "errors"> & { readonly errors?: readonly GraphQLFormattedError[] } {
  const { errors, ...rest } = result;
  return errors === undefined ? rest : { ...rest, errors: errors.map((error) => shown(error, server)) };
}
