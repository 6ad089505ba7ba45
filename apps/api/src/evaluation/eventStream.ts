import { comparePositions } from "@ballast/eventlog";
import type { EnvironmentFlags } from "@ballast/flags";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { byTokenId } from "../auth/authenticate.ts";
import { readSigned, signedText } from "../auth/signed.ts";
import type { ApiServer } from "../graphql/context.ts";
import { readPosition } from "./answers.ts";
import { applicationOf, replyError, type Application } from "./asking.ts";
import { openToBrowsers } from "./browsers.ts";
import { Paced } from "./paced.ts";
import type { RequestRate } from "./requestRate.ts";

/** A word for proxies and for finding out who is gone, ms. */
const HEARTBEAT_MS = 15_000;
/** Whoever has not read so many bytes, or nothing for two heartbeats, reads no more. */
const MOST_UNREAD = 16_384;
/**
 * After an hour at most a stream ends, ms; its client comes back with what it heard last. Of one that went without a
 * word, or reads no more while little is said, nothing else would tell: the system takes megabytes for it.
 */
const LONGEST_MS = 3_600_000;
/** So many streams one server holds. */
const MOST_STREAMS = 5_000;
/** A browser's stream ends after so long without being looked at, s: OFREP's own default. */
export const INACTIVITY_S = 120;

const purpose = "flag-events";
const ticket = z.object({ tokenId: z.guid() });

/** Tickets by token: signing one takes longer than evaluating a hundred flags. */
export type Tickets = Map<string, string>;

/** Where a client hears of changes. The address carries a ticket that holds as long as its token, as browsers send no headers there. */
export function streamAddress(
  { keys, tickets }: Pick<ApiServer, "keys"> & { readonly tickets: Tickets },
  { tokenId }: Application,
  since: string,
): string {
  const ticketOf = tickets.get(tokenId) ?? signedText(keys, purpose, { tokenId });
  tickets.set(tokenId, ticketOf);
  return `/ofrep/v1/events?ticket=${ticketOf}&since=${since}`;
}

/** Where events are written: a response of HTTP that was taken over. */
export interface Outlet {
  write(text: string): unknown;
  end(): unknown;
  destroy(): unknown;
  /** Bytes that nobody has read yet. */
  readonly writableLength: number;
  on(event: "close", gone: () => void): unknown;
}

/** One client that listens. */
interface Listener {
  readonly application: Application;
  readonly response: Outlet;
  /** Of the last event that it was sent. */
  position: string;
  readonly paced: Paced;
  unreadBeats: number;
  /** Not for all of a server at once. */
  readonly endsAt: number;
}

/** The streams of a server. */
export class EventStreams {
  readonly #server: Pick<ApiServer, "directory" | "flags" | "now">;
  readonly #listeners = new Set<Listener>();
  readonly #stopListening: () => void;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #longestMs: number;

  constructor(server: Pick<ApiServer, "directory" | "flags" | "now">, { longestMs = LONGEST_MS }: { readonly longestMs?: number } = {}) {
    this.#server = server;
    this.#longestMs = longestMs;
    this.#stopListening = server.flags.onChange((environment) => this.#changed(environment));
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS).unref();
  }

  get size(): number {
    return this.#listeners.size;
  }

  /** Takes a response over until its client goes, or reads no more. What happened since `since` is said at once. */
  open(response: Outlet, application: Application, since: string | null): void {
    response.write("retry: 1000\n\n");
    const environment = this.#server.flags.environment(application.environment);
    const listener: Listener = {
      application, response, position: since ?? environment?.position ?? "0", paced: new Paced(() => this.#tell(listener)), unreadBeats: 0,
      endsAt: performance.now() + this.#longestMs * (1 - Math.random() / 4) - HEARTBEAT_MS,
    };
    this.#listeners.add(listener);
    response.on("close", () => this.#forget(listener));
    if (environment !== undefined) this.#hear(listener, environment);
  }

  close(): void {
    this.#stopListening();
    clearInterval(this.#heartbeat);
    for (const { response } of [...this.#listeners]) response.destroy();
  }

  #changed(environment: EnvironmentFlags): void {
    for (const listener of this.#listeners)
      if (listener.application.environment === environment.environment) this.#hear(listener, environment);
  }

  #hear(listener: Listener, { position }: EnvironmentFlags): void {
    if (comparePositions(position, listener.position) > 0) listener.paced.changed();
  }

  #tell(listener: Listener): void {
    const position = this.#server.flags.environment(listener.application.environment)?.position;
    if (position === undefined) return;
    if (!this.#stillMay(listener)) return void listener.response.end();
    listener.position = position;
    const data = JSON.stringify({ type: "refetchEvaluation", etag: position, lastModified: this.#server.now().getTime() });
    this.#write(listener, `id: ${position}\nevent: message\ndata: ${data}\n\n`);
  }

  #write(listener: Listener, text: string): void {
    listener.response.write(text);
    if (listener.response.writableLength > MOST_UNREAD) listener.response.destroy();
  }

  #beat(): void {
    for (const listener of [...this.#listeners]) {
      listener.unreadBeats = listener.response.writableLength > 0 ? listener.unreadBeats + 1 : 0;
      if (listener.unreadBeats >= 2) listener.response.destroy();
      else if (listener.endsAt <= performance.now() || !this.#stillMay(listener)) listener.response.end();
      else this.#write(listener, ":\n\n");
    }
  }

  /** A token that was revoked, or has ended, hears nothing any more. */
  #stillMay({ application: { tokenId } }: Listener): boolean {
    return byTokenId({ directory: this.#server.directory, now: () => this.#server.now().getTime() }, tokenId) !== null;
  }

  #forget(listener: Listener): void {
    listener.paced.stop();
    this.#listeners.delete(listener);
  }
}

type Asked = FastifyRequest<{ Querystring: { ticket?: unknown; since?: unknown } }>;

/**
 * `GET /ofrep/v1/events`: says when flags have changed; `Last-Event-ID` and `since` say what the client has. Opening counts as a request.
 */
export function eventStreamRoute(app: FastifyInstance, server: ApiServer, rate: RequestRate): void {
  const streams = new EventStreams(server);
  app.addHook("preClose", async () => streams.close());
  app.get("/ofrep/v1/events", async (request: Asked, reply: FastifyReply) => {
    const given =
      typeof request.query.ticket === "string" ? readSigned(server.keys, purpose, { text: request.query.ticket, schema: ticket }) : null;
    const auth = { directory: server.directory, now: () => server.now().getTime() };
    const application = applicationOf(given === null ? request.principal : byTokenId(auth, given.tokenId));
    if (application === null)
      return replyError(reply, 401, { errorDetails: "This address holds only as long as the token it was made for." });
    const waitS = rate.take(application.tokenId, performance.now());
    if (waitS !== null)
      return replyError(reply.header("retry-after", String(waitS)), 429, { errorDetails: "This token asks more often than it may." });
    if (streams.size >= MOST_STREAMS)
      return replyError(reply.header("retry-after", "5"), 429, { errorDetails: "This server holds as many streams as it can." });
    const lastEventId = request.headers["last-event-id"];
    reply.hijack();
    reply.raw.writeHead(200, {
      "content-type": "text/event-stream", "cache-control": "no-store", connection: "keep-alive", "x-accel-buffering": "no",
      "x-content-type-options": "nosniff", ...openToBrowsers,
    });
    streams.open(reply.raw, application, readPosition(lastEventId) ?? readPosition(request.query.since));
    return reply;
  });
}
