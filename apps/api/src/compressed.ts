import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyInstance } from "fastify";

/** Below this an answer fits into a packet and nothing is won, bytes. */
const leastBytes = 1_024;
const compressible = /^(application\/(graphql-response\+)?json|text\/)/;

const brotlied = promisify(brotliCompress);
const gzipped = promisify(gzip);

type Encoding = "br" | "gzip";

/** The best encoding that a client accepts, by its own weights; brotli where it does not mind. */
export function encodingFor(accepted: string | undefined): Encoding | null {
  const weights = new Map(
    (accepted ?? "").split(",").map((part) => {
      const [name = "", ...parameters] = part.split(";").map((word) => word.trim().toLowerCase());
      const weight = Number(parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1");
      return [name, Number.isNaN(weight) ? 0 : weight] as const;
    }),
  );
  const weightOf = (encoding: Encoding): number => weights.get(encoding) ?? weights.get("*") ?? 0;
  const [best] = (["br", "gzip"] as const).toSorted((a, b) => weightOf(b) - weightOf(a));
  return best !== undefined && weightOf(best) > 0 ? best : null;
}

/** Quality 4 costs about what gzip does and is smaller: these answers are made for one request. */
const compress = (encoding: Encoding, bytes: Buffer): Promise<Buffer> =>
  encoding === "br"
    ? brotlied(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })
    : gzipped(bytes);

/** Compresses what is answered as text or JSON, off the main thread. Files of the console come compressed already. */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook("onSend", (...[request, reply, payload, done]) => {
    if (typeof payload !== "string" && !Buffer.isBuffer(payload)) return done(null, payload);
    const type = String(reply.getHeader("content-type") ?? "");
    if (!compressible.test(type) || reply.hasHeader("content-encoding")) return done(null, payload);
    const vary = reply.getHeader("vary");
    reply.header("vary", vary === undefined ? "accept-encoding" : `${String(vary)}, accept-encoding`);
    const accepted = request.headers["accept-encoding"];
    const encoding = accepted === undefined ? null : encodingFor(accepted);
    if (encoding === null || Buffer.byteLength(payload) < leastBytes) return done(null, payload);
    compress(encoding, Buffer.from(payload)).then((bytes) => {
      reply.header("content-encoding", encoding).removeHeader("content-length");
      done(null, bytes);
    }, done);
  });
}
