import { serviceDecider, type DeclaredIncident, type Page } from "@ballast/domain";
import { pageMessage, type Text } from "@ballast/notifications";
import type { PageStep } from "@ballast/schema";
import { foldRecord } from "../history.ts";
import type { WorkerParts } from "../parts.ts";

interface Told {
  readonly page: Exclude<Page, { status: "absent" }>;
  readonly incident: DeclaredIncident;
  readonly step: PageStep;
  readonly personId: string;
}

/** What a page says to one person. */
export async function textOf(parts: WorkerParts, { page, incident, step }: Told): Promise<Text> {
  const services = await Promise.all(incident.serviceIds.map(async (id) => (await foldRecord(parts.log, { category: "service", id, decider: serviceDecider })).state));
  return pageMessage({
    reference: `INC-${incident.declaration.number}`,
    title: incident.declaration.drill ? `DRILL: ${incident.title}` : incident.title,
    severity: incident.severity,
    services: services.flatMap((service) => (service.status === "registered" ? [service.name] : [])),
    reason: [incident.summary, page.request.purpose === "commander" ? "A commander is needed." : "", page.request.reason].filter((part) => part !== "").join("\n"),
    impactStartAt: incident.milestones.impactStart ?? null,
    step,
    link: `${parts.publicUrl}/pages/${page.request.pageId}`,
  });
}
