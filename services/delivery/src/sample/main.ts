import { createServer, type ServerResponse } from "node:http";
import { answers, behaviourFrom } from "./behaviour.ts";

/**
 * The sample service that ships with Ballast: a shop's checkout that answers any path. Its releases differ by
 * environment only: VERSION and BEHAVIOUR. It imports nothing but Node, so that it starts at once, as source too.
 */
const version = process.env.VERSION ?? process.env.RELEASE ?? "unversioned";
const behaviour = behaviourFrom(process.env);

if (behaviour.kind === "crash") {
  process.stderr.write(`${version}: cannot read its configuration: PAYMENT_URL is not set\n`);
  process.exit(1);
}

function send(response: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void {
  response.writeHead(status, { "content-type": "application/json", "x-version": encodeURIComponent(version) });
  response.end(JSON.stringify(body));
}

const answer = answers(behaviour, version);
const server = createServer((request, response) => {
  request.resume();
  if (request.url === "/healthz") return send(response, 200, { status: "ok", version });
  const header = request.headers["x-customer"];
  const customer = typeof header === "string" ? header : "";
  const { delayMs, error } = answer(customer);
  setTimeout(() => {
    if (error === null) send(response, 200, { version, customer, path: request.url });
    else send(response, 500, { error, version });
  }, delayMs);
});
// longer than the router keeps a connection idle, so that it is never the service that closes one under a request
server.keepAliveTimeout = 120_000;
server.listen(Number(process.env.PORT ?? 0), "127.0.0.1");

let ending = false;
function end(): void {
  if (ending) return;
  ending = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
}
process.on("SIGTERM", end);
process.stdin.on("end", end).on("error", end).resume();
