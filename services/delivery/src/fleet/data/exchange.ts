import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** A body up to this size is kept until the service took it, so that a refused connection can be tried again. */
const replayableBytes = 256 * 1024;
const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;
const hopByHop = new Set(["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"]);

/** The parts of a customer's request that routing and evidence need. */
export interface Exchange {
  readonly customer: string | null;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly traceId: string;
  readonly startedAt: number;
}

/** Reads a request's head. A request that carries no trace gets one, so that evidence can be looked up later. */
export function exchangeOf(request: IncomingMessage): Exchange {
  const header = request.headers["x-customer"];
  const customer = typeof header === "string" && header.trim() !== "" ? header.trim().slice(0, 200) : null;
  const given = traceparent.exec(String(request.headers.traceparent ?? ""))?.[1];
  const traceId = given ?? randomBytes(16).toString("hex");
  const sent = Object.entries(request.headers).flatMap(([name, value]) =>
    value !== undefined && !hopByHop.has(name) ? [[name, value] as const] : [],
  );
  const headers: Record<string, string | string[]> = Object.fromEntries(sent);
  if (given === undefined) headers.traceparent = `00-${traceId}-${randomBytes(8).toString("hex")}-01`;
  const length = request.headers["transfer-encoding"] === undefined ? Number(request.headers["content-length"] ?? 0) : Number.NaN;
  if (Number.isNaN(length)) headers["transfer-encoding"] = "chunked";
  return { customer, method: request.method ?? "GET", path: request.url ?? "/", headers, traceId, startedAt: performance.now() };
}

/** The body where it is small enough to be sent twice; null: stream it, there is no second try. */
export async function replayableBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunked = request.headers["transfer-encoding"] !== undefined;
  const length = Number(request.headers["content-length"] ?? 0);
  if (chunked || length > replayableBytes) return null;
  if (length === 0) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** A response's headers as they came, several of one name included, without those between two neighbours only. */
export function passedHeaders(response: IncomingMessage): string[] {
  const passed: string[] = [];
  const raw = response.rawHeaders;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name = "", value = ""] = [raw[i], raw[i + 1]];
    if (!hopByHop.has(name.toLowerCase())) passed.push(name, value);
  }
  return passed;
}

/** What a failed answer says, for the evidence: the `error` or `message` of a JSON body, or its beginning. */
export function errorText(body: string): string | null {
  const text = body.trim();
  if (text === "") return null;
  const said = /"(?:error|message)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  return (said ?? text).slice(0, 300);
}
