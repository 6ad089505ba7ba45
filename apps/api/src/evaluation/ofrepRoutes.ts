import { setImmediate as nextTurn } from "node:timers/promises";
import type { EnvironmentFlags, FlagContext } from "@ballast/flags";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Node } from "../graphql/context.ts";
import { replyWithError } from "../errorReply.ts";
import { ageOf, answerAll, answerOf, currency, etagOf, hasIt, isAnswered, readPosition, type Counted } from "./answers.ts";
import { applicationOf, InvalidContext, readContext, refuseStrangers, replyError, type Application } from "./asking.ts";
import { INACTIVITY_S, streamAddress, type Tickets } from "./eventStream.ts";
import { RequestRate } from "./requestRate.ts";

/** So many requests of one token may wait for their answers at a time. */
const MOST_WAITING = 1_000;
/** A bulk answer gives others a turn after so long, ms. */
const PIECE_MS = 10;

type Single = FastifyRequest<{ Params: { key: string }; Querystring: { flagConfigEtag?: unknown } }>;
type Bulk = FastifyRequest<{ Querystring: { flagConfigEtag?: unknown } }>;

/** A request, and where it is answered. */
interface Asked<Request> {
  readonly request: Request;
  readonly reply: FastifyReply;
}

/** What the doors of evaluation share. */
interface Doors {
  readonly node: Node;
  readonly counted: Counted;
  readonly seen: (context: FlagContext) => void;
  /** Requests that are being answered, by token. */
  readonly waiting: Map<string, number>;
  readonly tickets: Tickets;
  readonly rate: RequestRate;
}

const answering = { errorHandler: replyInWords, onRequest: refuse };

/** `POST /ofrep/v1/evaluate/flags/:key` and `…/flags`: OpenFeature's remote evaluation protocol 0.3.0. */
export function ofrepRoutes(app: FastifyInstance, node: Node, told: Pick<Doors, "counted" | "seen">): void {
  const doors: Doors = { node, ...told, waiting: new Map(), tickets: new Map(), rate: new RequestRate(node.flagRequestsPerSecond) };
  app.post("/ofrep/v1/evaluate/flags/:key", { ...answering }, async (request: Single, reply) =>
    inTurn(doors, request, { reply, answer: (application) => single(doors, application, { request, reply }) }),
  );
  app.post("/ofrep/v1/evaluate/flags", { ...answering }, async (request: Bulk, reply) =>
    inTurn(doors, request, { reply, answer: (application) => bulk(doors, application, { request, reply }) }),
  );
}

/** Before a body is read: nobody has to send a megabyte to hear that they may not. */
async function refuse(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  return refuseStrangers(request, reply) ? reply : undefined;
}

const keyOf = (request: FastifyRequest): string | undefined =>
  typeof request.params === "object" && request.params !== null && "key" in request.params ? String(request.params.key) : undefined;

/** Errors as OFREP has them, with the key where one flag was asked for. */
function replyInWords(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const key = keyOf(request);
  if (error instanceof InvalidContext) return replyError(reply, 400, { key, errorCode: "INVALID_CONTEXT", errorDetails: error.message });
  const status = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  if (status === 413)
    return replyError(reply, 413, { key, errorCode: "INVALID_CONTEXT", errorDetails: "The context is larger than a megabyte." });
  if (status < 500) return replyError(reply, 400, { key, errorCode: "PARSE_ERROR", errorDetails: error.message });
  return replyWithError(error, request, reply);
}

function refuseTooMany(waitS: number, errorDetails: string, { request, reply }: Asked<FastifyRequest>): FastifyReply {
  return replyError(reply.header("retry-after", String(waitS)), 429, { key: keyOf(request), errorCode: "GENERAL", errorDetails });
}

/** One of many of the same token: more than it may have wait elsewhere, and more than it may send a second come again. */
async function inTurn(
  { waiting, rate }: Doors,
  request: FastifyRequest,
  { reply, answer }: { readonly reply: FastifyReply; readonly answer: (application: Application) => Promise<FastifyReply> },
): Promise<FastifyReply> {
  const application = applicationOf(request.principal);
  if (application === null) return reply;
  const { tokenId } = application;
  const others = waiting.get(tokenId) ?? 0;
  if (others >= MOST_WAITING) {
    return refuseTooMany(1, "Too many requests of this token wait for their answers.", { request, reply });
  }
  const waitS = rate.take(tokenId, performance.now());
  if (waitS !== null) return refuseTooMany(waitS, "This token asks more often than it may.", { request, reply });
  waiting.set(tokenId, others + 1);
  try {
    return await answer(application);
  } finally {
    const left = (waiting.get(tokenId) ?? 1) - 1;
    if (left === 0) waiting.delete(tokenId);
    else waiting.set(tokenId, left);
  }
}

/**
 * The flags of the application, as they are after the position that the request has heard of: whoever knows of a kill is
 * never shown what was before. Null: this node has not come so far within its time, and it has been answered.
 */
async function flagsFor(
  { node }: Doors,
  { environment }: Application,
  { request, reply }: Asked<Bulk | Single>,
): Promise<EnvironmentFlags | undefined | null> {
  if (node.flags.freshness().asOf === null) {
    replyError(reply.header("retry-after", "1"), 503, {
      key: keyOf(request), errorCode: "GENERAL", errorDetails: "This node has just started and has not read all flags yet.",
    });
    return null;
  }
  const heardOf = readPosition(request.query.flagConfigEtag);
  if (heardOf !== null && !(await node.flags.waitFor(heardOf))) {
    replyError(reply.header("retry-after", "1"), 503, {
      key: keyOf(request), errorCode: "GENERAL",
      errorDetails: `This node has not heard yet of position ${heardOf}; it is at ${node.flags.position()}.`,
    });
    return null;
  }
  reply.headers(ageOf(node.flags, node.now().getTime()));
  return node.flags.environment(environment);
}

async function single(doors: Doors, application: Application, { request, reply }: Asked<Single>): Promise<FastifyReply> {
  const context = readContext(request.body);
  const environment = await flagsFor(doors, application, { request, reply });
  if (environment === null) return reply;
  const { key } = request.params;
  const flag = environment?.flags.get(key);
  if (flag === undefined) {
    return replyError(reply, 404, {
      key, errorCode: "FLAG_NOT_FOUND", errorDetails: `There is no flag ${key} in ${application.environment}.`,
    });
  }
  const evaluation = flag.evaluate(context);
  if (evaluation.lacks === null) doors.counted(flag, evaluation.variant);
  doors.seen(context);
  return reply.code(isAnswered(evaluation) ? 200 : 400).send(answerOf(key, evaluation, currency(doors.node.flags, environment)));
}

async function bulk(doors: Doors, application: Application, { request, reply }: Asked<Bulk>): Promise<FastifyReply> {
  const { node, counted, seen } = doors;
  const context = readContext(request.body);
  const environment = await flagsFor(doors, application, { request, reply });
  if (environment === null) return reply;
  const etag = etagOf(environment, context);
  reply.header("etag", etag);
  if (hasIt(request.headers["if-none-match"], etag)) return reply.code(304).send();
  seen(context);
  const current = currency(node.flags, environment);
  const flags = environment === undefined ? [] : await answerAll({ environment, context, counted }, turns());
  const requestUri = streamAddress({ keys: node.keys, tickets: doors.tickets }, application, environment?.position ?? "0");
  return reply.send({
    flags, metadata: current, eventStreams: [{ type: "sse", endpoint: { requestUri }, inactivityDelaySec: INACTIVITY_S }],
  });
}

/** A turn for others, when it is time for one. */
function turns(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < PIECE_MS) return undefined;
    return nextTurn().then(() => void (since = performance.now()));
  };
}
