import type { FastifyInstance } from "fastify";

/** Any page may ask: who may is decided by the token, never by a cookie. */
export const openToBrowsers = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "etag, retry-after, age",
  "cross-origin-resource-policy": "cross-origin",
};

/** What browsers ask before they ask, and what they have to be told with every answer. */
export function answerBrowsers(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    if (request.url.startsWith("/ofrep/")) reply.headers(openToBrowsers);
    done();
  });
  app.options("/ofrep/*", async (_request, reply) =>
    reply
      .headers({
        "access-control-allow-methods": "GET, POST, OPTIONS",
        "access-control-allow-headers":
          "authorization, content-type, if-none-match, last-event-id, cache-control, traceparent, tracestate, baggage",
        "access-control-max-age": "86400",
      })
      .code(204)
      .send(),
  );
}
