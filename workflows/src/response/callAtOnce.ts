import { nextResponse } from "@ballast/domain/response";
import type { RecordedEvent } from "@ballast/eventlog";
import { workflowIds, workflowNames, type PageRespondersInput } from "@ballast/schema/workflows";
import type { Client } from "@temporalio/client";
import type { Reaction } from "../reactor/slice.ts";
import { startOnce } from "../reactor/starting.ts";
import { factsOf } from "./facts.ts";
import { carriedBy } from "./options.ts";
import { requestPage } from "./requestPage.ts";

/** Who is told of an incident and not called for it hears of it so much later, ms: in a storm by then people have been called. */
export const afterCallsMs = 2_000;

/** Sends a page, once. */
export async function startPaging(temporal: Client, input: PageRespondersInput): Promise<void> {
  await startOnce(temporal, workflowNames.pageResponders, {
    workflowId: workflowIds.page(input.pageId), ...carriedBy, workflowIdReusePolicy: "REJECT_DUPLICATE", args: [input],
  });
}

/**
 * Asks for the page that an incident calls for at once, and sends it, before there is a response that would: where many services break
 * together, people are called behind no other incident's beginnings. The response asks for it with the same command, and finds it; a
 * commander is called by it, after whoever answers for the services.
 */
export async function callAtOnce(
  { id: incidentId, eventId, metadata }: RecordedEvent, { log, temporal, now, policy }: Reaction,
): Promise<void> {
  const found = await factsOf(log, incidentId, now().getTime());
  const next = found === null ? null : nextResponse(found.facts, policy, now().getTime());
  if (next?.kind !== "page" || next.purpose !== "responders") return;
  const asked = { incidentId, correlationId: metadata.$correlationId, actor: metadata.actor };
  const requested = await requestPage({ log, now }, { ...next, incident: { ...asked, requestEventId: eventId }, policy: policy.page });
  await startPaging(temporal, { ...asked, ...requested, policy: policy.page });
}
