import type { DataOf } from "@ballast/schema";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sameText, sha256 } from "../auth/secrets.ts";
import type { ApiServer } from "../graphql/context.ts";
import { NoAlertTaken, readNotice } from "./alertmanager.ts";
import { gate, replyBusy } from "./busy.ts";
import { Behind } from "./caughtUp.ts";
import { noSuchDoor, openDoor } from "./integrationDoor.ts";
import { receiveAlerts, reception } from "./receiveAlerts.ts";
import { notingCustomers } from "./seenCustomers.ts";

/** Largest notification, bytes: ten thousand alerts. */
const maxBytes = 16 * 1024 * 1024;
/** More than this at a time are sent away with 503. */
const mostAtOnce = 64;

type Request = FastifyRequest<{ Params: { key: string } }>;

/**
 * `POST /hooks/alertmanager/:key`, Alertmanager's webhook v4. Answers 200 when the log has everything that could be
 * read; 400 for what is no notification (never tried again), 404 for an unknown key, 413 for too much, 503 when busy or
 * behind the log (tried again).
 */
export function alertmanagerRoute(app: FastifyInstance, server: ApiServer): void {
  const received = reception(server);
  const noteCustomers = notingCustomers(server);
  const { enter, leave } = gate(mostAtOnce);
  const doors = new WeakMap<FastifyRequest, DataOf<"IntegrationAdded">>();
  const count = (outcome: string): void => server.metrics.webhooks.inc({ kind: "alertmanager", outcome });

  const take = async (request: Request, reply: FastifyReply): Promise<unknown> => {
    const integration = doors.get(request);
    if (integration === undefined) throw noSuchDoor();
    if (!enter()) {
      count("busy");
      return replyBusy(reply);
    }
    try {
      const notice = readNotice(request.body, server.now());
      const outcome = await receiveAlerts(server, received, { integration, notice });
      await noteCustomers(integration, notice.alerts);
      count("accepted");
      return outcome;
    } catch (error) {
      count(error instanceof Behind ? "busy" : "refused");
      if (error instanceof Behind) return replyBusy(reply);
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
        doors.set(request, await doorFor(server, request.params.key));
      },
    }, take);
  });
}

async function doorFor({ log }: ApiServer, key: string): Promise<DataOf<"IntegrationAdded">> {
  const integration = await openDoor(log, "alertmanager", key.split(".")[0] ?? "");
  if (integration === null || !sameText(integration.keyHash ?? "", sha256(key))) throw noSuchDoor();
  return integration;
}
