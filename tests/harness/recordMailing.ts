import { incidentDecider } from "@ballast/domain";
import { mailingDecider, publicationDecider } from "@ballast/domain/publication";
import { statusPageDecider } from "@ballast/domain/statusPage";
import { reachDecider, subscriberDecider } from "@ballast/domain/subscriber";
import { idOf, ids, keyRing, subscriberIdOf } from "@ballast/eventlog";
import { namedCountingRules } from "@ballast/schema";
import { workflowIds } from "@ballast/schema/workflows";
import type { Engine } from "./engine.ts";
import { Story } from "./story.ts";

/** Somebody asks for updates, an update is published, and a part of those who are told gets it. */
export async function recordMailing(
  engine: Engine, keep: (engine: Engine, name: string, workflowId: string) => Promise<void>,
): Promise<void> {
  const story = new Story(engine, "published");
  await story.begin({ requestsPerSecond: 0 });
  const keys = keyRing(Buffer.alloc(32, 7));
  const [statusPageId, address] = [idOf(statusPageDecider, "recorded"), "reader@example.org"];
  const subscriberId = subscriberIdOf(keys, { statusPageId, channel: "mail", address });
  const [askId, at] = [ids.part(subscriberId, "ask"), story.now()];
  const everything = { componentIds: [], groupIds: [] };
  await story.handle(reachDecider, subscriberId, { type: "SetReach", subscriberId, sealed: keys.seal(address) });
  await story.handle(statusPageDecider, statusPageId, {
    type: "DefineStatusPage", now: at, statusPageId, slug: "recorded", name: "Recorded", about: "", timeZone: "UTC", language: "en",
    rule: namedCountingRules.statuspage, logoUrl: null, address: null,
  });
  await story.handle(subscriberDecider, subscriberId, {
    type: "AskSubscription", subscriberId, statusPageId, channel: "mail", scope: everything, askId, at,
    asking: { subject: "Confirm", text: "Was it you?", link: "Confirm" },
  });
  await keep(engine, "askToConfirm.sent", workflowIds.confirmation(askId));
  const [incidentId, updateId] = [ids.incident("recorded"), ids.part("recorded", "update")];
  const subject = { kind: "update", incidentId, updateId, maintenanceId: null } as const;
  await story.handle(incidentDecider, incidentId, {
    type: "DeclareIncident", now: at, incidentId, number: 1, title: "Slow", summary: "", severity: 4,
    publicImpact: "minor", serviceIds: [story.serviceId], components: [], impactStartAt: null, drill: false, private: false,
    declaredAutomatically: false,
  });
  await story.handle(incidentDecider, incidentId, {
    type: "PostUpdate", now: at, incidentId, updateId, visibility: "public", status: "identified",
    body: "Found.", nextUpdateInMs: null,
  });
  const publicationId = idOf(publicationDecider, subject, "");
  await keep(engine, "tellSubscribers.released", workflowIds.publication(publicationId));
  await story.handle(publicationDecider, publicationId, {
    type: "AddressPublication", publicationId,
    notices: [{
      statusPageId, name: "Recorded", url: "https://status.example", path: "/status/recorded", subject: "Recorded: slow", text: "Found.",
      link: "https://status.example/incidents/1.html", footer: "Stop:", mailings: { mail: 1, chat: 0, webhook: 0 },
      about: { id: incidentId, title: "Slow", status: "Found", body: "Found.", components: [], at },
    }],
  });
  const mailingId = idOf(mailingDecider, { publicationId, statusPageId, channel: "mail", batch: 0 });
  await story.handle(mailingDecider, mailingId, {
    type: "ListMailing", mailingId, publicationId, statusPageId, channel: "mail", subscriberIds: [subscriberId],
  });
  await keep(engine, "sendMailing.sent", workflowIds.mailing(mailingId));
}
