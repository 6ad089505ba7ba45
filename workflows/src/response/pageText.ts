import { serviceDecider, takesPart, type DeclaredIncident, type Page, type Person } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import { pageMessage, type Text } from "@ballast/notifications";
import { streamName, type PageStep } from "@ballast/schema";
import { isolated } from "@ballast/schema/isolated";
import { rolesCalled } from "../audience.ts";
import type { WorkerParts } from "../parts.ts";
import { alertsOf } from "../redactionFor.ts";

interface Told {
  readonly page: Exclude<Page, { status: "absent" }>;
  readonly incident: DeclaredIncident;
  readonly step: PageStep;
  readonly person: Extract<Person, { status: "active" | "left" }>;
}

/** What a page says to one person. */
export async function textOf(parts: WorkerParts, { page, incident, step, person }: Told): Promise<Text> {
  const [{ alerts, moreAlerts, redact }, services] = await Promise.all([
    alertsOf(parts, incident), Promise.all(incident.serviceIds.map((id) => foldRecord(parts.log, serviceDecider, id))),
  ]);
  return pageMessage({
    reference: `INC-${incident.declaration.number}`,
    title: redact(incident.declaration.drill ? `DRILL: ${isolated(incident.title)}` : isolated(incident.title)),
    confidential: incident.declaration.private && !(await mayKnow(parts, incident, person)),
    alerts, moreAlerts,
    runbookUrls: services.flatMap((service) => (service.status === "registered" ? (service.runbookUrl ?? []) : [])),
    conferenceLink: incident.conferenceLink ?? null,
    severity: incident.severity,
    services: services.flatMap((service) => (service.status === "registered" ? [service.name] : [])),
    reason: [redact(incident.summary), page.request.purpose === "commander" ? "A commander is needed." : "", redact(page.request.reason)]
      .filter((part) => part !== "")
      .join("\n"),
    impactStartAt: incident.milestones.impactStart ?? null,
    step,
    link: `${parts.publicUrl}/pages/${page.request.pageId}`,
  });
}

/** Whoever answers incidents may; else who declared it, and who holds a role in it. */
async function mayKnow({ log }: WorkerParts, incident: DeclaredIncident, { personId, roles }: Told["person"]): Promise<boolean> {
  if (roles.some((role) => rolesCalled.responders.includes(role)) || takesPart(incident, personId)) return true;
  const { events } = await log.read(streamName("incident", incident.incidentId), { max: 1 });
  return events[0]?.metadata.actor.personId === personId;
}
