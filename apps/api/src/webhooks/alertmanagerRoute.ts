import type { FastifyInstance } from "fastify";
import { sameText, sha256 } from "../auth/secrets.ts";
import type { Node } from "../graphql/context.ts";
import { alertmanagerPayload } from "./alertmanager.ts";
import { gate, replyBusy } from "./busy.ts";
import { noSuchDoor, openDoor } from "./integrationDoor.ts";
import { receiveAlerts, reception } from "./receiveAlerts.ts";

/** Largest notification, bytes: some thousand alerts. */
const maxBytes = 4 * 1024 * 1024;
/** More than this at a time are sent away with 503. */
const mostAtOnce = 64;

/**
 * `POST /hooks/alertmanager/:key`, Alertmanager's webhook v4. Answers 200 when the log has everything; 400 for what is
 * no notification (never tried again), 404 for an unknown key, 413 for too much, 503 when busy (tried again).
 */
export function alertmanagerRoute(app: FastifyInstance, node: Node): void {
  const received = reception(node);
  const { enter, leave } = gate(mostAtOnce);
  const count = (outcome: string): void => node.metrics.webhooks.inc({ kind: "alertmanager", outcome });
  app.post<{ Params: { key: string } }>("/hooks/alertmanager/:key", { bodyLimit: maxBytes }, async (request, reply) => {
    if (!enter()) {
      count("busy");
      return replyBusy(reply);
    }
    try {
      const { key } = request.params;
      const integration = await openDoor(node.log, "alertmanager", key.split(".")[0] ?? "");
      if (integration === null || !sameText(integration.keyHash ?? "", sha256(key))) throw noSuchDoor();
      const outcome = await receiveAlerts(node, received, { integration, payload: alertmanagerPayload.parse(request.body) });
      count("accepted");
      return outcome;
    } catch (error) {
      count("refused");
      throw error;
    } finally {
      leave();
    }
  });
}
