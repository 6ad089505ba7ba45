import type { AlertMatch, AlertMatter, AlertOrders, AlertRuling } from "@ballast/schema";
import { duration } from "@ballast/schema/words";

/** What people call records that rules name by their ids. */
export interface RuleNames {
  readonly service: (serviceId: string) => string;
  readonly integration: (integrationId: string) => string;
}

const comparisons = { oneOf: "is", noneOf: "is not", startsWith: "begins with" } as const;
const either = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;

/** Which alerts a rule is about, as in "of checkout, where env is prod". */
export function matchWords(match: AlertMatch, names: RuleNames): string {
  const { labels, integrationIds, serviceIds, withoutService, severities } = match;
  const parts = [
    ...(serviceIds.length > 0 ? [`of ${either(serviceIds.map(names.service))}`] : []),
    ...(withoutService ? ["of no service"] : []),
    ...(integrationIds.length > 0 ? [`by ${either(integrationIds.map(names.integration))}`] : []),
    ...(severities.length > 0 ? [`of severity ${either(severities.toSorted().map(String))}`] : []),
    ...labels.map(({ label, is, values }) => `whose ${label} ${comparisons[is]} ${either(values)}`),
  ];
  return parts.length === 0 ? "all alerts" : `alerts ${parts.join(", ")}`;
}

const incidentWords = {
  declare: "declares an incident where none is open", join: "joins an open incident and declares none", never: "leads to no incident",
} as const;

/** What a rule says of its alerts, a clause each. */
export function ordersWords({ severity, serviceId, groupBy, threshold, maintenance, incident }: AlertOrders, names: RuleNames): string[] {
  return [
    ...(severity === null ? [] : [severity === "none" ? "calls nobody" : `is of severity ${severity}`]),
    ...(serviceId === null ? [] : [`is about ${names.service(serviceId)}`]),
    ...(groupBy.length === 0 ? [] : [`shares an incident with those of the same ${groupBy.join(" and ")}`]),
    ...(threshold === null ? [] : [`needs ${threshold.count} within ${duration(threshold.withinMs)}`]),
    ...(maintenance === null ? [] : [maintenance === "hold" ? "waits while its service is in maintenance" : "passes through maintenance"]),
    ...(incident === null ? [] : [incidentWords[incident]]),
  ];
}

/** A rule in a sentence. */
export const ruleSentence = (rule: { readonly match: AlertMatch; readonly orders: AlertOrders }, names: RuleNames): string =>
  `Of ${matchWords(rule.match, names)}, each ${ordersWords(rule.orders, names).join("; ")}.`;

/** What a rule did with an alert in one matter. */
function matterWords(matter: AlertMatter, ruling: AlertRuling, names: RuleNames & { readonly until: (at: string) => string }): string {
  const { severity, serviceId, group, threshold, held, incident } = ruling;
  switch (matter) {
    case "severity":
      return severity === null ? "it calls nobody" : `it is of severity ${severity}`;
    case "service":
      return serviceId === null ? "it is of no service" : `it is about ${names.service(serviceId)}`;
    case "group":
      return `it shares an incident with ${group?.label ?? "its group"}`;
    case "threshold":
      return threshold === null ? "it is counted" : `an incident needs ${threshold.count} within ${duration(threshold.withinMs)}`;
    case "maintenance":
      return `it is held until ${held === null ? "its maintenance is over" : names.until(held.until)}`;
    case "incident":
      return `it ${incidentWords[incident]}`;
  }
}

/** What rules said of an alert, a sentence each, with the rule that says so. */
export const rulingWords = (ruling: AlertRuling, names: RuleNames & { readonly until: (at: string) => string }): readonly string[] =>
  ruling.because.map(({ number, matter }) => `R-${number}: ${matterWords(matter, ruling, names)}.`);

/** What a trial came to. */
export function trialSentence({ alerts, days, now, tried }: {
  readonly alerts: number;
  readonly days: number;
  readonly now: number;
  readonly tried: number;
}): string {
  if (alerts === 0) return `No alert came in the last ${days} days: there is nothing to try it on.`;
  const on = `Of ${alerts} ${alerts === 1 ? "alert" : "alerts"} of the last ${days} days`;
  const opened = `${tried} ${tried === 1 ? "incident" : "incidents"} would have been opened`;
  return tried === now ? `${on}, ${opened}, as now.` : `${on}, ${opened} instead of ${now}.`;
}
