import { serviceDecider, urgencyAt, type DeclaredIncident, type UrgencyAt } from "@ballast/domain";
import { foldLately, type Log } from "@ballast/eventlog";

/** The severity that an incident has now. */
export const severityOf = (incident: DeclaredIncident): number => incident.severity ?? incident.declaration.severity;

/** How urgent an incident is at a moment (ms since 1970), by its severity and the hours that its services have now. */
export async function urgencyOfIncident(log: Log, incident: DeclaredIncident, at: number): Promise<UrgencyAt> {
  const services = await Promise.all(incident.serviceIds.map((id) => foldLately(log, serviceDecider, { id })));
  const hours = services.flatMap((service) => (service.status === "registered" ? [service.supportHours] : []));
  return urgencyAt(severityOf(incident), hours, at);
}
