import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { StoreContext } from "./context.ts";
import { metricsText } from "./metricsText.ts";

/** A small HTTP server beside the gRPC one. */
export type MetricsServer = { readonly port: number; close(): Promise<void> };

/** Serves `/metrics` (Prometheus) and `/healthz` on loopback. */
export async function startMetricsServer(context: StoreContext, port: number): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.url === "/metrics") {
      response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(metricsText(context));
    } else if (request.url === "/healthz") {
      response.writeHead(200, { "content-type": "application/json" }).end('{"status":"ok"}');
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address: AddressInfo | string | null = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: bound, close };
}
