import type { FastifyInstance } from "fastify";

/** Scripts and connections of this address only, and no frames. Styles may stand inline: the console's style library writes them there. */
const contentPolicy = [
  "default-src 'self'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self' data:",
  "connect-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
].join("; ");

/** What a browser is told with every answer: nobody's script runs here, nobody frames it, nothing of an address goes elsewhere. */
export function browserHeaders(app: FastifyInstance, { publicUrl }: { readonly publicUrl: string }): void {
  const secure = publicUrl.startsWith("https:");
  const headers = {
    "content-security-policy": contentPolicy,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    ...(secure && { "strict-transport-security": "max-age=31536000" }),
  };
  app.addHook("onSend", (...[, reply, payload, done]) => {
    // The status page says what it may do itself: it runs no script at all.
    const own = reply.getHeader("content-security-policy");
    reply.headers(own === undefined ? headers : { ...headers, "content-security-policy": own });
    done(null, payload);
  });
}
