import {
  alertDecider, episodeOf, integrationDecider, redactionOf, serviceDecider, takesPart, tellAlert, valuesOf, type DeclaredIncident,
  type Page, type Person, type ToldAlert,
} from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import { pageMessage, type Text } from "@ballast/notifications";
import { streamName, type DataOf, type PageStep } from "@ballast/schema";
import { isolated } from "@ballast/schema/isolated";
import { rolesCalled } from "../audience.ts";
import type { WorkerParts } from "../parts.ts";

interface Told {
  readonly page: Exclude<Page, { status: "absent" }>;
  readonly incident: DeclaredIncident;
  readonly step: PageStep;
  readonly person: Extract<Person, { status: "active" | "left" }>;
}

/** Alerts that a page looks at: the newest; in a storm there are thousands. */
const newestAlerts = 20;

/** What a page says to one person. */
export async function textOf(parts: WorkerParts, { page, incident, step, person }: Told): Promise<Text> {
  const { alerts, redact } = await alertsOf(parts, incident);
  const services = await Promise.all(incident.serviceIds.map((id) => foldRecord(parts.log, serviceDecider, id)));
  return pageMessage({
    reference: `INC-${incident.declaration.number}`,
    title: redact(incident.declaration.drill ? `DRILL: ${isolated(incident.title)}` : isolated(incident.title)),
    confidential: incident.declaration.private && !(await mayKnow(parts, incident, person)),
    alerts,
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

/** Takes what must not leave the house out of a text about an incident. */
export const redactionFor = async (parts: WorkerParts, incident: DeclaredIncident): Promise<(text: string) => string> =>
  (await alertsOf(parts, incident)).redact;

/** The alerts as far as they may leave the house, and the same for texts that were made from them. */
async function alertsOf(
  parts: WorkerParts,
  incident: DeclaredIncident,
): Promise<{ readonly alerts: readonly ToldAlert[]; readonly redact: (text: string) => string }> {
  const ids = [
    ...new Set(
      valuesOf(incident.alerts).map(({ alertId }) => alertId).toReversed(),
    ),
  ].slice(0, newestAlerts);
  const found = await Promise.all(ids.map((id) => foldRecord(parts.log, alertDecider, id)));
  const alerts = found.map(episodeOf).filter((episode) => episode !== null);
  const marks = new Map(
    await Promise.all(
      [...new Set(alerts.map(({ integrationId }) => integrationId))].map(async (id) => [id, await redactedBy(parts, id)] as const),
    ),
  );
  const marked = ({ integrationId }: DataOf<"AlertFired">): readonly string[] => marks.get(integrationId) ?? [];
  const redactions = alerts.map((alert) => redactionOf([alert], marked(alert)));
  const redact = (text: string): string => redactions.reduce((left, hide) => hide(left), text);
  return { redact, alerts: alerts.map((alert) => tellAlert(alert, { redactedLabels: marked(alert), redact })) };
}

async function redactedBy({ log }: WorkerParts, id: string): Promise<readonly string[]> {
  const state = await foldRecord(log, integrationDecider, id);
  return state.status === "absent" ? [] : state.redactedLabels;
}
