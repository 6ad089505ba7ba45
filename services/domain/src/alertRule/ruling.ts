import { own, type AlertMatch, type AlertMatter, type AlertOrders, type AlertRuling, type LabelCondition } from "@ballast/schema";
import { instantOf } from "../statistics/calendar.ts";
import type { WrittenAlertRule } from "./alertRuleDecider.ts";

/** A rule as alerts meet it. */
export type ActiveRule = Pick<WrittenAlertRule, "ruleId" | "number" | "match" | "orders">;

/** Work on services, while which rules may hold their alerts. */
export interface MaintenanceWindow {
  readonly maintenanceId: string;
  readonly serviceIds: readonly string[];
  readonly from: string;
  readonly until: string;
}

/** What rules are asked with: those that are active, in their order, and the maintenance there is. */
export interface RuleSet {
  readonly rules: readonly ActiveRule[];
  readonly maintenances: readonly MaintenanceWindow[];
}

/** An alert that begins to fire, as its integration has it. */
export interface RuledAlert {
  readonly integrationId: string;
  /** That its label names, or its integration; null: none. */
  readonly serviceId: string | null;
  /** Incident severity by its integration's mapping; null: it calls nobody. */
  readonly severity: number | null;
  readonly labels: Readonly<Record<string, string>>;
}

const meets = (labels: Readonly<Record<string, string>>, { label, is, values }: LabelCondition): boolean => {
  const value = own(labels, label);
  switch (is) {
    case "oneOf":
      return value !== undefined && values.includes(value);
    case "noneOf":
      return value === undefined || !values.includes(value);
    case "startsWith":
      return value !== undefined && values.some((start) => value.startsWith(start));
  }
};

/** Whether a rule is about an alert, as those before it have made it. */
export const matches = (match: AlertMatch, alert: RuledAlert): boolean =>
  (match.integrationIds.length === 0 || match.integrationIds.includes(alert.integrationId)) &&
  (match.serviceIds.length === 0 || (alert.serviceId !== null && match.serviceIds.includes(alert.serviceId))) &&
  (!match.withoutService || alert.serviceId === null) &&
  (match.severities.length === 0 || (alert.severity !== null && match.severities.includes(alert.severity))) &&
  match.labels.every((condition) => meets(alert.labels, condition));

/** Values that tell groups apart are no longer than this. */
const MOST_VALUE = 1_000;
const MOST_LABEL = 300;

const groupOf = (ruleId: string, by: readonly string[], labels: RuledAlert["labels"]): NonNullable<AlertRuling["group"]> => {
  const values = by.map((label) => (own(labels, label) ?? "").slice(0, MOST_VALUE).toWellFormed());
  const label = by.map((name, place) => `${name}=${values[place] ?? ""}`).join(", ").slice(0, MOST_LABEL).toWellFormed();
  return { ruleId, values, own: true, label };
};

/** What the first rule that has a word in a matter says of it. */
class Said {
  readonly because: { ruleId: string; number: number; matter: AlertMatter }[] = [];

  /** Hears a rule: what it says in a matter counts, unless one before it had a word in it. */
  hears({ ruleId, number }: ActiveRule): <Value>(matter: AlertMatter, known: Value | null, said: Value | null) => Value | null {
    return (matter, known, said) => {
      if (known !== null || said === null) return known;
      this.because.push({ ruleId, number, matter });
      return said;
    };
  }
}

interface Orders extends Pick<AlertOrders, "severity" | "serviceId" | "threshold" | "maintenance" | "incident"> {
  group: AlertRuling["group"];
}

/** All that rules say of an alert: they are asked in their order, each about the alert as those before it have made it. */
function ordersFor({ rules }: RuleSet, given: RuledAlert): { readonly alert: RuledAlert; readonly orders: Orders; readonly said: Said } {
  const said = new Said();
  let alert = given;
  const orders: Orders = { severity: null, serviceId: null, threshold: null, maintenance: null, incident: null, group: null };
  let countedBy: string | null = null;
  for (const rule of rules) {
    if (!matches(rule.match, alert)) continue;
    const { ruleId, orders: { severity, serviceId, groupBy, threshold, maintenance, incident } } = rule;
    const first = said.hears(rule);
    orders.severity = first("severity", orders.severity, severity);
    orders.serviceId = first("service", orders.serviceId, serviceId);
    orders.group = first("group", orders.group, groupBy.length === 0 ? null : groupOf(ruleId, groupBy, alert.labels));
    if (orders.threshold === null && threshold !== null) countedBy = ruleId;
    orders.threshold = first("threshold", orders.threshold, threshold);
    orders.maintenance = first("maintenance", orders.maintenance, maintenance);
    orders.incident = first("incident", orders.incident, incident);
    alert = {
      ...alert, serviceId: orders.serviceId ?? alert.serviceId,
      severity: orders.severity === null ? alert.severity : orders.severity === "none" ? null : orders.severity,
    };
  }
  // What counts and is in no group counts with all that the rule is about, of its service.
  if (orders.group === null && countedBy !== null)
    orders.group = { ruleId: countedBy, values: [alert.serviceId ?? ""], own: false, label: "" };
  return { alert, orders, said };
}

/** The maintenance of a service that ends last of those under way; null: there is none. */
function maintenanceOf({ maintenances }: RuleSet, serviceId: string | null, now: number): AlertRuling["held"] {
  let held: MaintenanceWindow | null = null;
  for (const one of maintenances) {
    if (serviceId === null || !one.serviceIds.includes(serviceId) || instantOf(one.from) > now || instantOf(one.until) <= now) continue;
    if (held === null || instantOf(one.until) > instantOf(held.until)) held = one;
  }
  return held === null ? null : { maintenanceId: held.maintenanceId, until: held.until };
}

/**
 * What becomes of an alert that begins to fire, and which rules say so; null where none has a word, so that it goes as ever. The same for
 * an alert that has come and for one that rules are tried on.
 */
export function rulingOf(set: RuleSet, given: RuledAlert, at: string): AlertRuling | null {
  if (set.rules.length === 0) return null;
  const { alert, orders, said } = ordersFor(set, given);
  const { severity, serviceId } = alert;
  const held = orders.maintenance === "hold" ? maintenanceOf(set, serviceId, instantOf(at)) : null;
  // Of a rule about maintenance there is nothing to be said while there is none.
  const because = said.because.filter(({ matter }) => matter !== "maintenance" || held !== null);
  if (because.length === 0) return null;
  return {
    at, outcome: outcomeOf({ severity, held, orders }), severity, serviceId, namedServiceId: given.serviceId, group: orders.group,
    threshold: orders.threshold, incident: orders.incident ?? "declare", held, because,
  };
}

function outcomeOf({ severity, held, orders: { incident, threshold } }: {
  readonly severity: number | null;
  readonly held: AlertRuling["held"];
  readonly orders: Orders;
}): AlertRuling["outcome"] {
  if (severity === null || incident === "never") return "recorded";
  if (held !== null) return "held";
  if (incident === "join") return "joins";
  return threshold === null ? "declares" : "counted";
}

/** What becomes of an alert that was held once nothing holds it any more; another maintenance of its service may. */
export function letThrough(ruling: AlertRuling, { rules, maintenances }: RuleSet, at: string): AlertRuling {
  const held = maintenanceOf({ rules, maintenances }, ruling.serviceId, instantOf(at));
  if (held !== null) return { ...ruling, at, held };
  const joins = ruling.incident === "join";
  return { ...ruling, at, outcome: joins ? "joins" : ruling.threshold === null ? "declares" : "counted", held: null };
}
