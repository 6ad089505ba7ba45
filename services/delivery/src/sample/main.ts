import { createServer, type ServerResponse } from "node:http";
import { answers, behaviourFrom } from "./behaviour.ts";
import { onePagePay } from "./onePagePay.ts";

/**
 * The sample service that ships with Ballast: a shop's checkout that answers any path. Its releases differ by
 * environment only: VERSION and BEHAVIOUR, and FLAG for what asks for one. What it needs for a flag it loads only then,
 * so that it starts at once, as source too.
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

/** Whether a customer pays on one page; null for a release that knows no flag, or where nobody can be asked. */
async function flagOf(name: string | undefined): Promise<((customer: string) => Promise<boolean>) | null> {
  if (name === undefined) return null;
  const { asking, flagDoorFrom } = await import("./flag.ts");
  const door = flagDoorFrom(process.env);
  return door === undefined ? null : asking(name, door);
}

const answer = answers(behaviour, version);
const pays = onePagePay(Number(process.env.ADDRESSES_PER_SECOND ?? 2.5));
const paysOnOnePage = await flagOf(process.env.FLAG);

/** What went wrong with a payment; null for what is none, or pays as ever. */
async function paid(path: string | undefined, customer: string): Promise<string | null> {
  if (paysOnOnePage === null || customer === "" || path?.startsWith("/payment") !== true) return null;
  return (await paysOnOnePage(customer)) ? pays(Date.now()) : null;
}

const server = createServer((request, response) => {
  request.resume();
  if (request.url === "/healthz") return send(response, 200, { status: "ok", version });
  const header = request.headers["x-customer"];
  const customer = typeof header === "string" ? header : "";
  const { delayMs, error: failure } = answer(customer);
  const reply = (error: string | null): void => {
    if (error === null) send(response, 200, { version, customer, path: request.url });
    else send(response, 500, { error, version });
  };
  setTimeout(() => void paid(request.url, customer).then((refused) => { reply(failure ?? refused); }), delayMs);
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
