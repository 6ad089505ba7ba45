import {
  createServer, request as httpRequest, type ClientRequest, type IncomingMessage, type Server, type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { duration } from "@ballast/schema/words";
import { messageOf } from "../../error.ts";
import { errorText, exchangeOf, passedHeaders, replayableBody, type Exchange } from "./exchange.ts";
import type { Measurement } from "../slot.ts";
import type { Upstream } from "./upstream.ts";
import type { Upstreams } from "./upstreams.ts";

const answerWithinMs = 60_000;
/** A refused connection is tried again for so long, also where customers are hardly kept waiting. */
const leastTriedMs = 1_000;
/** Recorded where the customer hung up; counted, and not held against the release. */
const customerLeft = 499;
/** Repeating these does no harm; anything else is repeated only where nothing of it was sent. */
const repeatable = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

export interface RouterOptions {
  /** Who serves this customer now; null: nothing is live for them. */
  readonly route: (customer: string | null) => Upstreams | null;
  readonly record: (measurement: Measurement) => void;
  /** How long a request waits for a process that is being started again, ms. */
  readonly holdMs: number;
}

/**
 * What became of one try: answered, or worth another one. "untouched": nothing of it reached the service, so it may be
 * tried as long as customers are kept waiting at all. "once": it may have begun, and does no harm twice; but a request
 * that kills whoever takes it must not go on to kill one after the other.
 */
interface Attempt {
  readonly status: number;
  readonly error: string | null;
  readonly again: "no" | "untouched" | "once";
}

/** The HTTP router of one lane: every customer to the release that is theirs, counted. */
export class Router {
  private readonly server: Server;
  private readonly options: RouterOptions;

  constructor(options: RouterOptions) {
    this.options = options;
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.keepAliveTimeout = 65_000;
    // a lane may be idle for long; only the request itself must come within a bounded time
    this.server.requestTimeout = 60_000;
  }

  /** Listens on this loopback port, or on a free one where it is null or taken; answers which. */
  async listen(wanted: number | null): Promise<number> {
    try {
      return await this.listenOn(wanted ?? 0);
    } catch (error) {
      if (wanted === null || !(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
      return this.listenOn(0);
    }
  }

  /** Ends at once; whoever is being answered loses the connection. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private listenOn(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, "127.0.0.1", () => {
        this.server.off("error", reject);
        const address: AddressInfo | string | null = this.server.address();
        if (address === null || typeof address === "string") reject(new Error("the router has no port"));
        else resolve(address.port);
      });
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // the customer going away is no fault of anybody
    response.on("error", () => response.destroy());
    const exchange = exchangeOf(request);
    try {
      const body = await replayableBody(request);
      await this.forward(exchange, { request, response, body }, 0);
    } catch (error) {
      refuse(response, 502, messageOf(error));
    }
  }

  /** Chooses anew with every try: while a request waited, its customer may have been moved. */
  private async forward(exchange: Exchange, sides: Sides, tries: number): Promise<void> {
    const release = this.options.route(exchange.customer);
    if (release === null) return refuse(sides.response, 503, "no release is live here for this customer");
    const process = await release.pick(this.options.holdMs);
    if (process === null && this.options.route(exchange.customer) !== release) return this.forward(exchange, sides, tries);
    const { version } = release;
    if (process === null) {
      const error = `no healthy process of ${version}`;
      refuse(sides.response, 503, error);
      return this.measure(exchange, version, { status: 503, error });
    }
    const outcome = await attempt(exchange, sides, { process, version });
    if (this.triesAgain(outcome, exchange, tries) && !sides.response.destroyed)
      return this.forward(exchange, sides, tries + (outcome.again === "once" ? 1 : 0));
    if (outcome.again !== "no") refuse(sides.response, outcome.status, outcome.error ?? "");
    this.measure(exchange, version, outcome);
  }

  private triesAgain({ again }: Attempt, { startedAt }: Exchange, tries: number): boolean {
    return again === "untouched"
      ? performance.now() - startedAt < Math.max(this.options.holdMs, leastTriedMs)
      : again === "once" && tries === 0;
  }

  private measure(exchange: Exchange, release: string, outcome: { status: number; error: string | null }): void {
    const { customer, path, traceId, startedAt } = exchange;
    const durationMs = performance.now() - startedAt;
    this.options.record({ release, customer, path, traceId, durationMs, at: Date.now(), ...outcome });
  }
}

interface Sides {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer | null;
}

function refuse(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { "content-type": "application/json", ...(status === 503 ? { "retry-after": "1" } : {}) });
  response.end(JSON.stringify({ error: message }));
}

/**
 * Whether a request without any answer may be sent again. A process that dies keeps its port open for a moment: its
 * connections are accepted by the system and then reset, and the exit is heard of later still. So a reset is looked
 * into: by a process that lives it is an answer of its own, from one that is gone the request goes to the next.
 */
async function repetition(
  error: Error,
  lost: { method: string; sent: boolean; reused: boolean; process: Upstream; life: number },
): Promise<Attempt["again"]> {
  const { method, sent, reused, process, life } = lost;
  const code = "code" in error ? error.code : undefined;
  if (code === "ECONNREFUSED" || (!sent && code === "ECONNRESET")) {
    process.doubt();
    return "untouched";
  }
  if (code !== "ECONNRESET" && code !== "EPIPE") return "no";
  const unheard = reused && repeatable.has(method);
  // also where this one is not repeated: the next must not go the same way
  return unheard || (!(await process.survived(life)) && repeatable.has(method)) ? "once" : "no";
}

function attempt(exchange: Exchange, sides: Sides, to: { process: Upstream; version: string }): Promise<Attempt> {
  const { process, version } = to;
  const { method, path, headers } = exchange;
  const { request, response, body } = sides;
  const life = process.begin();
  let sent = false;
  const answered = new Promise<Attempt>((resolve) => {
    const upstream = httpRequest({
      host: "127.0.0.1", port: process.port, method, path, headers, agent: process.agent, timeout: answerWithinMs,
    });
    const fail = async (error: Error): Promise<void> => {
      const kept = body !== null || !sent;
      const lost = await repetition(error, { method, sent, reused: upstream.reusedSocket, process, life });
      const again = kept ? lost : "no";
      if (again === "no") refuse(response, 502, error.message);
      resolve({ status: 502, error: error.message, again });
    };
    upstream.once("timeout", () => upstream.destroy(new Error(`no answer within ${duration(answerWithinMs)}`)));
    upstream.on("error", (error) => {
      if (!response.headersSent) void fail(error);
    });
    upstream.once("response", (answer) => void passOn(answer, response, version).then((passed) => resolve({ ...passed, again: "no" })));
    response.once("close", () => {
      if (response.headersSent) return;
      resolve({ status: customerLeft, error: null, again: "no" });
      upstream.destroy();
    });
    // not before there is a connection: what was not sent may be sent elsewhere, also a body that cannot be kept
    whenConnected(upstream, () => {
      sent = true;
      if (body === null) request.pipe(upstream);
      else upstream.end(body);
    });
  });
  return answered.finally(() => process.end());
}

function whenConnected(upstream: ClientRequest, then: () => void): void {
  upstream.once("socket", (socket) => {
    if (socket.connecting) socket.once("connect", then);
    else then();
  });
}

/** Streams the answer to the customer; never rejects, what goes wrong on the way is part of what became of it. */
async function passOn(answer: IncomingMessage, response: ServerResponse, version: string): Promise<Omit<Attempt, "again">> {
  const status = answer.statusCode ?? 502;
  const failed = status >= 500;
  let said = "";
  if (failed) answer.on("data", (chunk: Buffer) => (said = (said + chunk.toString("utf8")).slice(0, 2_000)));
  try {
    response.writeHead(status, [...passedHeaders(answer), "x-ballast-release", encodeURIComponent(version)]);
    await pipeline(answer, response);
    return { status, error: failed ? errorText(said) : null };
  } catch (error) {
    answer.destroy();
    response.destroy();
    const left = error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
    return left ? { status: customerLeft, error: null } : { status: 502, error: `the answer broke off: ${messageOf(error)}` };
  }
}
