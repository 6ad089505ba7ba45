import type { DataOf } from "@ballast/schema";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { NoAlertTaken, readNotice } from "./alertmanager.ts";
import { replyBusy } from "./busy.ts";
import { Behind } from "./caughtUp.ts";
import { addressedDoor } from "./doors/addressedRoute.ts";
import { countsOf, refusal, textOf, type Doors } from "./doors/passing.ts";
import { noSuchDoor } from "./integrationDoor.ts";
import { receiveAlerts } from "./receiveAlerts.ts";

/** Largest notification, bytes: ten thousand alerts. */
const maxBytes = 16 * 1024 * 1024;

type Request = FastifyRequest<{ Params: { key: string } }>;

/**
 * `POST /hooks/alertmanager/:key`, Alertmanager's webhook v4. Answers 200 when the log has everything that could be
 * read; 400 for what is no notification (never tried again), 404 for an unknown key, 413 for too much, 503 when busy or
 * behind the log (tried again).
 */
export function alertmanagerRoute(app: FastifyInstance, { server, at, ledger, noteCustomers, gate: { enter, leave } }: Doors): void {
  const doors = new WeakMap<FastifyRequest, DataOf<"IntegrationAdded">>();
  const count = (outcome: string): void => server.metrics.webhooks.inc({ kind: "alertmanager", outcome });

  const take = async (request: Request, reply: FastifyReply): Promise<unknown> => {
    const integration = doors.get(request);
    if (integration === undefined) throw noSuchDoor();
    if (!enter()) {
      count("busy");
      return replyBusy(reply);
    }
    const noted = {
      action: "", bytes: Number(request.headers["content-length"] ?? 0), body: () => (
        request.headers["content-length"] === undefined ? "" : textOf(request.body)
      ),
    };
    try {
      const notice = readNotice(request.body, server.now());
      const outcome = await receiveAlerts(server, at, { integration, notice });
      await noteCustomers(integration, notice.alerts);
      count("accepted");
      const why = outcome.refused.slice(0, 10).map(({ index, why: reason }) => `alerts.${index}: ${reason}`).join("; ");
      ledger.note(integration, { ...noted, outcome: "accepted", why, ...countsOf(outcome) });
      return outcome;
    } catch (error) {
      count(error instanceof Behind ? "busy" : "refused");
      if (error instanceof Behind) return replyBusy(reply);
      const why = refusal(error);
      if (why !== null) ledger.note(integration, { ...noted, outcome: "refused", why: why.join("; "), ...countsOf(null), refused: 1 });
      if (error instanceof NoAlertTaken)
        return reply
          .code(400)
          .send({ code: "INVALID_INPUT", message: error.message, field: ["alerts"], refused: error.refused, fix: error.remedy });
      throw error;
    } finally {
      leave();
    }
  };

  app.register(async (scope) => {
    // Alerts carry any words, as names too: those that JavaScript reserves are no attack on what never looks them up.
    scope.removeContentTypeParser("application/json");
    scope.addContentTypeParser("application/json", { parseAs: "string" }, scope.getDefaultJsonParser("remove", "ignore"));
    scope.post<{ Params: { key: string } }>("/hooks/alertmanager/:key", {
      bodyLimit: maxBytes,
      // Who has no key is sent away before anything of a body is read.
      onRequest: async (request) => {
        doors.set(request, await addressedDoor(server, "alertmanager", request.params.key));
      },
    }, take);
  });
}
