import { integrationDecider, Rejection } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { deliveryDecider } from "@ballast/domain/delivery";
import type { Delivery } from "@ballast/schema";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { idField, partIdField } from "../commands/inputFields.ts";
import type { ApiContext } from "../graphql/context.ts";
import { Behind } from "./caughtUp.ts";
import { cut } from "./cut.ts";
import { countsOf, refusal } from "./doors/passing.ts";
import { readAsked } from "./doors/read.ts";
import { take } from "./doors/take.ts";
import type { AddedIntegration } from "./integrationDoor.ts";
import { certificates } from "./sns/certificates.ts";
import { refusedBySns } from "./sns/snsGuard.ts";
import { receiveGithub } from "./receiveGithub.ts";
import { reception } from "./receiveAlerts.ts";

/** Apart from those of the doors: a person takes something again now and then. */
const snsCertificates = certificates();

/** What became of it this time. */
type Again = Pick<Delivery, "outcome" | "why" | "fired" | "cleared" | "repeated" | "refused">;

async function again(context: ApiContext, integration: AddedIntegration, { action, body }: Delivery): Promise<Again> {
  try {
    const json: unknown = JSON.parse(body ?? "");
    if (integration.kind === "github") {
      const came = await receiveGithub(context, { integration, event: action, payload: json });
      const ignored = came.outcome === "ignored";
      return { outcome: ignored ? "ignored" : "accepted", why: ignored ? came.why : "", ...countsOf(null) };
    }
    const forged = await refusedBySns({ certificates: snsCertificates, now: context.now }, integration.snsTopics, json);
    if (forged !== null) throw new Rejection("INVALID_INPUT", forged);
    const reading = readAsked(integration.kind, { action, body: json }, { integration, now: context.now() });
    const { outcome, why, received } = await take(context, { integration, at: reception(context) }, reading);
    return { outcome, why, ...countsOf(received) };
  } catch (error) {
    if (error instanceof Behind) throw new Rejection("ENGINE_UNAVAILABLE", "this server is behind the log: try again in a moment");
    const why = error instanceof SyntaxError ? ["it is no JSON"] : refusal(error);
    if (why === null) throw error;
    return { outcome: "refused", why: cut(why.join("; "), 2_000), ...countsOf(null), refused: 1 };
  }
}

/** Deliveries are taken again as they came: what was recorded then is recorded once, what was refused may be taken now. */
export const redelivery: readonly Mutation[] = [
  defineMutation({
    name: "redeliver",
    description: "Takes something once more that came by an integration, as the integration is now. What is known already changes nothing.",
    permission: "integration.write",
    record: "Integration",
    input: { integrationId: idField("Integration", "The integration."), deliveryId: partIdField("What came.") },
    extras: {
      outcome: { type: () => String, nullable: false, description: "accepted, ignored or refused, this time." },
      why: { type: () => String, nullable: false, description: "Why nothing, or not all of it, was taken; empty where everything was." },
    },
    touches: () => null,
    async act(run, { integrationId, deliveryId }, context) {
      const integration = await foldRecord(context.log, integrationDecider, integrationId);
      if (integration.status !== "added") throw new Rejection("NOT_FOUND", "the integration was removed", ["integrationId"]);
      const kept = context.readModel.deliveries.get(integrationId, deliveryId);
      if (kept === undefined) throw new Rejection("NOT_FOUND", "it is not kept any more", ["deliveryId"]);
      if (kept.body === null) throw new Rejection(
        "NOT_FOUND", "it was too large to be kept: its sender has to send it again", ["deliveryId"],
      );
      const came = await again(context, integration, kept);
      const delivery: Delivery = { ...kept, ...came, deliveryId: ids.part(run.commandId, "redelivery"), at: run.now };
      await run.handleRegardless({
        aggregate: deliveryDecider, id: integrationId, command: { type: "NoteDeliveries", integrationId, deliveries: [delivery], more: 0 },
      });
      return { id: integrationId, outcome: came.outcome, why: came.why };
    },
  }),
];
