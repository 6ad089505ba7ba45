import {
  alertDecider, episodeOf, integrationDecider, redactionOf, tellAlert, valuesOf, type DeclaredIncident, type ToldAlert,
} from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import type { WorkerParts } from "./parts.ts";

/** Alerts that a page tells of: the newest; in a storm there are thousands. */
const newestAlerts = 20;
/** Others whose labels stand in texts: titles are made of those that came first, what people are called for of the worst. */
const [firstAlerts, worstAlerts] = [20, 20];

/** Takes what must not leave the house out of a text about an incident. */
export const redactionFor = async (parts: WorkerParts, incident: DeclaredIncident): Promise<(text: string) => string> =>
  (await alertsOf(parts, incident)).redact;

/** The alerts as far as they may leave the house, and the same for texts that were made from them. */
export async function alertsOf(
  parts: WorkerParts,
  incident: DeclaredIncident,
): Promise<{ readonly alerts: readonly ToldAlert[]; readonly redact: (text: string) => string }> {
  const attached = valuesOf(incident.alerts);
  const idsOf = (some: typeof attached): readonly string[] => [...new Set(some.map(({ alertId }) => alertId))];
  const newest = idsOf(attached.toReversed()).slice(0, newestAlerts);
  const first = idsOf(attached).slice(0, firstAlerts);
  const worst = idsOf(attached.toSorted((one, other) => (one.severity ?? Infinity) - (other.severity ?? Infinity))).slice(0, worstAlerts);
  const ids = [...new Set([...newest, ...first, ...worst])];
  const found = (await Promise.all(ids.map((id) => foldRecord(parts.log, alertDecider, id)))).map(episodeOf);
  const alerts = found.filter((episode) => episode !== null);
  const told = found.slice(0, newest.length).filter((episode) => episode !== null);
  const marks = new Map(
    await Promise.all(
      [...new Set(alerts.map(({ integrationId }) => integrationId))].map(async (id) => [id, await redactedBy(parts, id)] as const),
    ),
  );
  const marked = ({ integrationId }: DataOf<"AlertFired">): readonly string[] => marks.get(integrationId) ?? [];
  const redactions = alerts.map((alert) => redactionOf([alert], marked(alert)));
  const redact = (text: string): string => redactions.reduce((left, hide) => hide(left), text);
  return { redact, alerts: told.map((alert) => tellAlert(alert, { redactedLabels: marked(alert), redact })) };
}

async function redactedBy({ log }: WorkerParts, id: string): Promise<readonly string[]> {
  const state = await foldRecord(log, integrationDecider, id);
  return state.status === "absent" ? [] : state.redactedLabels;
}
