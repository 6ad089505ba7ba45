import type { FastifyInstance } from "fastify";
import type { FlagFollower } from "@ballast/flags";
import type { ReadModel } from "@ballast/readmodel";
import type { ApiMetrics } from "./metrics.ts";

/** Behind by more than this, a server is not ready, ms. */
const readyWithinMs = 10_000;

/** What of a server says how it is doing. */
interface Watched {
  readonly readModel: ReadModel;
  readonly flags: Pick<FlagFollower, "reading">;
  readonly metrics: ApiMetrics;
}

/**
 * `/healthz` (the process answers), `/readyz` (log reachable, read model caught up, flags read; details for who is signed in), `/metrics`
 * (Prometheus).
 */
export function healthRoutes(app: FastifyInstance, server: Watched): void {
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (request, reply) => {
    const status = server.readModel.status();
    // Behind for a moment is everyday; behind for long, or never yet at the end of the log, is not ready.
    const isCurrent = status.head !== null && status.connection === "live" && (!status.behind || status.lagMs < readyWithinMs);
    // Applications that ask a server which has not read the flags would get their code defaults.
    const readingFlags = server.flags.reading();
    const ready = isCurrent && readingFlags === null;
    return reply.code(ready ? 200 : 503).send(request.principal === null ? { ready } : { ready, readingFlags, ...status });
  });
  app.get("/metrics", async (_request, reply) => {
    const status = server.readModel.status();
    server.metrics.projectionLag.set(status.lagMs / 1_000);
    for (const [type, { count }] of Object.entries(status.unknownEvents)) server.metrics.unknownEvents.set({ type }, count);
    return reply.type(server.metrics.registry.contentType).send(await server.metrics.registry.metrics());
  });
}
