import {
  alertDecider, episodeOf, redactionOf, tellAlert, valuesOf, type DeclaredIncident, type ToldAlert,
} from "@ballast/domain";
import { foldRecord, gathered, type Gathering } from "@ballast/eventlog";
import type { WorkerParts } from "./parts.ts";

/** So many alerts are told one by one, the newest. */
const mostTold = 3;
/** Alerts whose labels stand in texts: the newest, those that titles are made of, and those that people are called for. */
const [newestAlerts, firstAlerts, worstAlerts] = [20, 20, 20];

/** Labels that must not leave the house, by the integration that brings them; of those that name any. */
export const redactedLabels: Gathering<Map<string, readonly string[]>> = {
  filter: { types: ["IntegrationAdded"] },
  nothing: () => new Map(),
  note: (found, { event }) => {
    if (event.type === "IntegrationAdded" && event.data.redactedLabels.length > 0)
      found.set(event.data.integrationId, event.data.redactedLabels);
  },
};

/** Takes what must not leave the house out of a text about an incident. */
export const redactionFor = async (parts: WorkerParts, incident: DeclaredIncident): Promise<(text: string) => string> =>
  (await alertsOf(parts, incident)).redact;

/** The alerts of an incident, as far as they may leave the house. */
export interface AlertsToTell {
  readonly alerts: readonly ToldAlert[];
  /** How many it has beside those. */
  readonly moreAlerts: number;
  /** The same for texts that were made from them. */
  readonly redact: (text: string) => string;
}

/** Where nothing has to stay in the house only those are read that are told: in a storm an incident has thousands. */
export async function alertsOf({ log }: WorkerParts, incident: DeclaredIncident): Promise<AlertsToTell> {
  const attached = valuesOf(incident.alerts);
  const idsOf = (some: typeof attached): readonly string[] => [...new Set(some.map(({ alertId }) => alertId))];
  const newest = idsOf(attached.toReversed());
  const episodesOf = (ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => episodeOf(await foldRecord(log, alertDecider, id))));
  const none: ReadonlyMap<string, readonly string[]> = new Map();
  const [marks, newestTold] = await Promise.all([
    newest.length === 0 ? none : gathered(log, redactedLabels), episodesOf(newest.slice(0, mostTold)),
  ]);
  const first = idsOf(attached).slice(0, firstAlerts);
  const worst = idsOf(attached.toSorted((one, other) => (one.severity ?? Infinity) - (other.severity ?? Infinity))).slice(0, worstAlerts);
  const others = marks.size === 0 ? [] : [...new Set([...newest.slice(mostTold, newestAlerts), ...first, ...worst])];
  const told = newestTold.filter((episode) => episode !== null);
  const alerts = [...told, ...(await episodesOf(others)).filter((episode) => episode !== null)];
  const marked = ({ integrationId }: (typeof alerts)[number]): readonly string[] => marks.get(integrationId) ?? [];
  const redactions = marks.size === 0 ? [] : alerts.map((alert) => redactionOf([alert], marked(alert)));
  const redact = (text: string): string => redactions.reduce((left, hide) => hide(left), text);
  return {
    redact, moreAlerts: newest.length - told.length,
    alerts: told.map((alert) => tellAlert(alert, { redactedLabels: marked(alert), redact })),
  };
}
