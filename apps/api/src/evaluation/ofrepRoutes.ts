import { setImmediate as nextTurn } from "node:timers/promises";
import { comparePositions } from "@ballast/eventlog";
import type { EnvironmentFlags, FlagContext } from "@ballast/flags";
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ApiServer } from "../graphql/context.ts";
import { replyWithError } from "../errorReply.ts";
import {
  ageOf, answerAll, answerOf, currency, etagOf, hasIt, isAnswered, readPosition, type Counted, type FlagAnswer,
} from "./answers.ts";
import { applicationOf, InvalidContext, readContext, refuseStrangers, replyError, type Application } from "./asking.ts";
import { INACTIVITY_S, streamAddress, type Tickets } from "./eventStream.ts";
import type { RequestRate } from "./requestRate.ts";

/** So many requests of one token may wait for their answers at a time. */
const MOST_WAITING = 1_000;
/** A bulk answer gives others a turn after so long, ms. */
const PIECE_MS = 10;

type Single = FastifyRequest<{ Params: { key: string }; Querystring: { flagConfigEtag?: unknown } }>;
type Bulk = FastifyRequest<{ Querystring: { flagConfigEtag?: unknown } }>;

/** What is answered: JSON as text or its bytes, or nothing but headers. */
interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string | Buffer | null;
}

/** Evaluating waits for nothing where it can: a promise is what takes longer. */
type Answering = Answer | Promise<Answer>;

/** What the doors of evaluation share. */
interface Doors {
  readonly server: ApiServer;
  /** Counts evaluations of an environment from now on, until others had a turn. */
  readonly counting: (environment: string) => Counted;
  readonly seen: (context: FlagContext) => void;
  /** Requests that wait for their answers, by token. */
  readonly waiting: Map<string, number>;
  readonly tickets: Tickets;
  readonly rate: RequestRate;
}

const begin = Buffer.from('{"flags":[');

/** Requests are many and their lines in the log few: they are of the server's, without a logger each. */
const answering = { errorHandler: replyInWords, onRequest: refuse, childLoggerFactory: (logger: FastifyBaseLogger) => logger };

/** `POST /ofrep/v1/evaluate/flags/:key` and `…/flags`: OpenFeature's remote evaluation protocol 0.3.0. */
export function ofrepRoutes(app: FastifyInstance, server: ApiServer, told: Pick<Doors, "counting" | "seen" | "rate">): void {
  const doors: Doors = { server, ...told, waiting: new Map(), tickets: new Map() };
  app.post("/ofrep/v1/evaluate/flags/:key", answering, (request: Single, reply) =>
    inTurn(doors, { request, reply }, (application) => single(doors, application, request)),
  );
  app.post("/ofrep/v1/evaluate/flags", answering, (request: Bulk, reply) =>
    inTurn(doors, { request, reply }, (application) => bulk(doors, application, request)),
  );
}

/** Before a body is read: nobody has to send a megabyte to hear that they may not. */
function refuse(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (!refuseStrangers(request, reply)) done();
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

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const send = (reply: FastifyReply, { status, headers, text }: Answer): void => {
  if (headers !== undefined) reply.headers(headers);
  if (text !== null) reply.header("content-type", "application/json; charset=utf-8");
  reply.code(status).send(text ?? undefined);
};

const saying = (status: number, body: FlagAnswer, headers: Answer["headers"] = {}): Answer =>
  ({ status, headers, text: JSON.stringify(body) });

const refusal = (status: number, waitS: number, error: Parameters<typeof replyError>[2]): Answer =>
  ({ status, headers: { "retry-after": String(waitS) }, text: JSON.stringify(error) });

/** One of many of the same token: more than it may have wait elsewhere, and more than it may send a second come again. */
function inTurn({ waiting, rate }: Doors, { request, reply }: Asked, answer: (application: Application) => Answering): void {
  const application = applicationOf(request.principal);
  if (application === null) return;
  const { tokenId } = application;
  const others = waiting.get(tokenId) ?? 0;
  const tooMany = (waitS: number, errorDetails: string): void =>
    send(reply, refusal(429, waitS, { key: keyOf(request), errorCode: "GENERAL", errorDetails }));
  if (others >= MOST_WAITING) return tooMany(1, "Too many requests of this token wait for their answers.");
  const waitS = rate.take(tokenId, performance.now());
  if (waitS !== null) return tooMany(waitS, "This token asks more often than it may.");
  const answered = answer(application);
  if (!(answered instanceof Promise)) return send(reply, answered);
  waiting.set(tokenId, others + 1);
  answered
    .finally(() => {
      const left = (waiting.get(tokenId) ?? 1) - 1;
      if (left === 0) waiting.delete(tokenId);
      else waiting.set(tokenId, left);
    })
    .then((given) => send(reply, given), (error: unknown) => void reply.send(error));
}

/**
 * Answers from the flags of the application, as they are after the position that the request has heard of: whoever knows of a kill is
 * never shown what was before. A server that has not come so far within its time says that.
 */
function fromFlags(
  { server: { flags, now } }: Doors,
  { request, environment }: { readonly request: Bulk | Single; readonly environment: string },
  answer: (flags: EnvironmentFlags | undefined, headers: { readonly age?: string }) => Answering,
): Answering {
  const notYet = (errorDetails: string): Answer => refusal(503, 1, { key: keyOf(request), errorCode: "GENERAL", errorDetails });
  if (flags.freshness().asOf === null) return notYet("This server has just started and has not read all flags yet.");
  const heardOf = readPosition(request.query.flagConfigEtag);
  const answerNow = (): Answering => answer(flags.environment(environment), ageOf(flags, now().getTime()));
  if (heardOf === null || comparePositions(heardOf, flags.position()) <= 0) return answerNow();
  return flags
    .waitFor(heardOf)
    .then((there) =>
      there ? answerNow() : notYet(`This server has not heard yet of position ${heardOf}; it is at ${flags.position()}.`),
    );
}

function single(doors: Doors, { environment: name }: Application, request: Single): Answering {
  const context = readContext(request.body);
  const { key } = request.params;
  return fromFlags(doors, { request, environment: name }, (environment, headers) => {
    const flag = environment?.flags.get(key);
    if (flag === undefined)
      return saying(404, { key, errorCode: "FLAG_NOT_FOUND", errorDetails: `There is no flag ${key} in ${name}.` }, headers);
    const evaluation = flag.evaluate(context);
    if (evaluation.lacks === null) doors.counting(name)(flag, evaluation.variant);
    doors.seen(context);
    return saying(isAnswered(evaluation) ? 200 : 400, answerOf(key, evaluation, currency(doors.server.flags, environment)), headers);
  });
}

function bulk(doors: Doors, application: Application, request: Bulk): Answering {
  const { server, counting, seen } = doors;
  const context = readContext(request.body);
  return fromFlags(doors, { request, environment: application.environment }, (environment, age) => {
    const etag = etagOf(environment, context);
    const headers = { ...age, etag };
    if (hasIt(request.headers["if-none-match"], etag)) return { status: 304, headers, text: null };
    seen(context);
    const metadata = JSON.stringify(currency(server.flags, environment));
    const requestUri = streamAddress({ keys: server.keys, tickets: doors.tickets }, application, environment?.position ?? "0");
    const streams = JSON.stringify([{ type: "sse", endpoint: { requestUri }, inactivityDelaySec: INACTIVITY_S }]);
    const end = Buffer.from(`],"metadata":${metadata},"eventStreams":${streams}}`);
    const answered = (flags: readonly Buffer[]): Answer => ({ status: 200, headers, text: Buffer.concat([begin, ...flags, end]) });
    if (environment === undefined) return answered([]);
    const { flags } = environment;
    return answerAll({ flags, context, counting: () => counting(environment.environment) }, turns()).then(answered);
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
