import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import { DeliveryError, messageOf, type DeliveryErrorCode } from "../error.ts";
import type { Fleet } from "./fleet.ts";
import type { Answer, Call } from "./controlCall.ts";
import { handle } from "./controlRoutes.ts";
import type { Log } from "./log.ts";

const mostBytes = 8 * 1024 * 1024;

/**
 * A connection may be idle so long, ms. Workers ask every few seconds: with the usual five, a call now and then went out on a connection
 * that was being closed, and was lost.
 */
const IDLE_MS = 65_000;

const statusOf: Partial<Record<DeliveryErrorCode, number>> = {
  INVALID_REQUEST: 400, NOT_FOUND: 404, STOPPING: 503, INTERNAL: 500, STATE_NOT_SAVED: 507,
};

/** The daemon's control API. Starts commands, so it lets no web page in: no foreign Host, no Origin, JSON only. */
export function createControlServer(fleet: Fleet, log: Log): Server {
  return createServer({ keepAliveTimeout: IDLE_MS }, (request, response) => {
    const caller = new AbortController();
    response.once("close", () => response.writableFinished || caller.abort());
    response.on("error", () => response.destroy());
    void answerTo(async () => handle(fleet, await callOf(request, caller.signal)), { request, log }).then((reply) => send(response, reply));
  });
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

async function answerTo(work: () => Promise<Answer>, { request, log }: { request: IncomingMessage; log: Log }): Promise<Reply> {
  try {
    const answer = await work();
    if ("text" in answer) return { status: 200, type: "text/plain; version=0.0.4; charset=utf-8", body: answer.text };
    return { status: 200, type: "application/json", body: JSON.stringify(answer.json) };
  } catch (error) {
    const { code, message, fix, output } = asDeliveryError(error);
    if (code === "INTERNAL")
      log.error("control request failed", { url: request.url, error: error instanceof Error ? error.stack : String(error) });
    return {
      status: statusOf[code] ?? 409, type: "application/json",
      body: JSON.stringify({ code, message, fix, ...(output.length > 0 && { output }) }),
    };
  }
}

function send(response: ServerResponse, { status, type, body }: Reply): void {
  if (response.destroyed) return;
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(body);
}

function asDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof z.ZodError) {
    const where = error.issues.map((issue) => `${issue.path.join(".") || "request"}: ${issue.message}`).join("; ");
    return new DeliveryError("INVALID_REQUEST", where, "Correct the fields named.");
  }
  return new DeliveryError("INTERNAL", messageOf(error), "See the fleet daemon's log.");
}

async function callOf(request: IncomingMessage, signal: AbortSignal): Promise<Call> {
  const method = request.method ?? "GET";
  const host = (request.headers.host ?? "").replace(/:\d+$/, "");
  if (!["127.0.0.1", "localhost", "[::1]"].includes(host) || request.headers.origin !== undefined) {
    throw new DeliveryError("INVALID_REQUEST", "the control API is not for web pages", "Call it as 127.0.0.1, from a program.");
  }
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (method === "GET") return { method, url, body: undefined, signal };
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
    throw new DeliveryError("INVALID_REQUEST", "the body is not JSON", "Send content-type: application/json.");
  }
  return { method, url, body: await jsonBody(request), signal };
}

async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > mostBytes)
      throw new DeliveryError("INVALID_REQUEST", `the body is larger than ${mostBytes} bytes`, "Name fewer customers in one call.");
    chunks.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (error) {
    throw new DeliveryError("INVALID_REQUEST", `the body is not JSON: ${messageOf(error)}`, "Send one JSON object.");
  }
}
