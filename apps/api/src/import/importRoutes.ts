import { ids, withPatience } from "@ballast/eventlog";
import { IMPORT_REQUEST_BYTES, importStart, onCallProducts, uuid } from "@ballast/schema";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { authorise, refuseOtherServices, type Principal } from "../auth/principal.ts";
import type { ApiServer } from "../graphql/context.ts";
import { importRuns } from "./importRuns.ts";

/** Nobody stands before an import: it rather waits for the log than be sent again, ms. */
const patienceMs = 30_000;

/** Records of no service concern the installation. */
const touched = (serviceId: string | null): readonly string[] | null => (serviceId === null ? null : [serviceId]);

/** Who brings schedules must be allowed to write them. */
function authoriseKind(principal: Principal, kind: string): void {
  if (onCallProducts.some((product) => product === kind)) authorise(principal, "rotation.write");
}

interface OfRun {
  readonly Params: { readonly id: string };
}

/**
 * `POST /imports` begins a run, `POST /imports/:id/records` takes NDJSON, `POST /imports/:id/finish` ends it with its
 * result, `DELETE /imports/:id` cancels it. The shapes are `importRecords.ts` of the schema.
 */
export async function importRoutes(app: FastifyInstance, server: ApiServer): Promise<void> {
  const runs = importRuns({ ...server, log: withPatience(server.log, patienceMs) });
  /** Who asks, and for which run; refused unless they may change its service. */
  const whoFor = async (request: FastifyRequest<OfRun>): Promise<{ principal: Principal; importId: string }> => {
    const principal = authorise(request.principal, "import.run");
    const importId = uuid.parse(request.params.id);
    const { kind, serviceId } = await runs.startOf(importId);
    refuseOtherServices(principal, touched(serviceId));
    authoriseKind(principal, kind);
    return { principal, importId };
  };
  app.post("/imports", async (request, reply) => {
    const principal = authorise(request.principal, "import.run");
    const asked = importStart.parse(request.body);
    refuseOtherServices(principal, touched(asked.service ? ids.service(asked.service) : null));
    authoriseKind(principal, asked.kind);
    return reply.code(201).send(await runs.start(principal, asked));
  });
  app.post<OfRun>("/imports/:id/finish", async (request) => {
    const { principal, importId } = await whoFor(request);
    return runs.finish(principal, importId);
  });
  app.delete<OfRun>("/imports/:id", async (request, reply) => {
    const { principal, importId } = await whoFor(request);
    await runs.cancel(principal, importId);
    return reply.code(204).send();
  });
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ["application/x-ndjson", "application/json", "text/plain"],
      { parseAs: "string", bodyLimit: IMPORT_REQUEST_BYTES },
      (_request, body, done) => done(null, body),
    );
    scope.post<OfRun & { Body: string }>("/imports/:id/records", { bodyLimit: IMPORT_REQUEST_BYTES }, async (request) => {
      const { principal, importId } = await whoFor(request);
      return runs.take(principal, importId, request.body ?? "");
    });
  });
}
