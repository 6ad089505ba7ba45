import { nextResponse } from "@ballast/domain/response";
import type { RecordedEvent } from "@ballast/eventlog";
import { workflowIds, workflowNames, type PageRespondersInput } from "@ballast/schema/workflows";
import type { Client } from "@temporalio/client";
import type { Reaction } from "../reactor/slice.ts";
import { startOnce } from "../reactor/starting.ts";
import { factsOf } from "./facts.ts";
import { carriedBy } from "./options.ts";
import { requestPage } from "./requestPage.ts";

/** Sends a page, once. */
export async function startPaging(temporal: Client, input: PageRespondersInput): Promise<void> {
  await startOnce(temporal, workflowNames.pageResponders, {
    workflowId: workflowIds.page(input.pageId), ...carriedBy, workflowIdReusePolicy: "REJECT_DUPLICATE", args: [input],
  });
}

/** So many pages an incident calls for at once at most: its responders, and a commander. */
const mostAtOnce = 2;

/**
 * Asks for the pages that an incident calls for at once, and sends them, before there is a response that would: where many services break
 * together, people are called behind no other incident's beginnings. The response asks for them with the same commands, and finds them.
 */
export async function callAtOnce(
  { id: incidentId, eventId, metadata }: RecordedEvent, { log, temporal, now, policy }: Reaction,
): Promise<void> {
  const asked = { incidentId, correlationId: metadata.$correlationId, actor: metadata.actor };
  for (let called = 0; called < mostAtOnce; called += 1) {
    const found = await factsOf(log, incidentId, now().getTime());
    const next = found === null ? null : nextResponse(found.facts, policy, now().getTime());
    if (next?.kind !== "page") return;
    const requested = await requestPage({ log, now }, { ...next, incident: { ...asked, requestEventId: eventId }, policy: policy.page });
    await startPaging(temporal, { ...asked, ...requested, policy: policy.page });
  }
}
