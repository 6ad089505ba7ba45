import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ApiServer } from "../../graphql/context.ts";
import { keptSite } from "./kept.ts";

/** Readers may keep it so long, s; and show what they have for a day when nobody answers. */
const CACHED = "public, max-age=10, stale-while-revalidate=60, stale-if-error=86400";

const pathOf = (url: string): string => {
  const end = url.indexOf("?");
  const path = end === -1 ? url : url.slice(0, end);
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
};

/** Weak or strong, one of several, or any. */
const isSame = (given: string | undefined, etag: string): boolean =>
  given !== undefined && (given === "*" || given.split(",").some((one) => one.trim().replace(/^W\//u, "") === etag));

/**
 * What the public reads, from memory: `/status` and the pages below it, Statuspage's v2 JSON and the feeds at the root. Nobody signs in,
 * and who does sees the same.
 */
export function statusRoutes(app: FastifyInstance, server: ApiServer): void {
  const kept = keptSite(server);
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const document = kept.site().get(pathOf(request.url))?.();
    const machine = !/^\/status(\/|$)/u.test(request.url) || /\.(json|atom|rss|ics|svg)(\?|$)/u.test(request.url);
    if (machine) reply.header("access-control-allow-origin", "*");
    if (document === undefined && !kept.isRead()) {
      return reply.code(503).type("text/plain; charset=utf-8").header("cache-control", "no-store").header("retry-after", "5").send(
        "This server is beginning: try again in a moment.\n",
      );
    }
    if (document === undefined) {
      return reply.code(404).type("text/plain; charset=utf-8").header("cache-control", "no-store").send("There is no such status page.\n");
    }
    if (document.policy !== null) reply.header("content-security-policy", document.policy);
    reply.header("etag", document.etag).header("cache-control", CACHED).header("vary", "accept-encoding");
    if (isSame(request.headers["if-none-match"], document.etag)) return reply.code(304).send();
    const { body, encoding } = document.in(request.headers["accept-encoding"]);
    if (encoding !== null) reply.header("content-encoding", encoding);
    return reply.type(document.type).send(body);
  };
  for (const url of ["/status", "/status/*", "/api/v2/*", "/history.atom", "/history.rss"]) {
    app.get(url, answer);
    app.options(url, (_, reply) =>
      reply
        .code(204)
        .header("access-control-allow-origin", "*").header("access-control-allow-methods", "GET, HEAD")
        .header("access-control-allow-headers", "*").header("access-control-max-age", "86400")
        .send());
  }
}
