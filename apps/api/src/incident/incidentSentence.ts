import { commanderOf, isOpen, type IncidentRow } from "@ballast/readmodel";
import { duration } from "@ballast/schema/words";
import { capital, count, listed, momentText } from "../words.ts";
import { incidentFigures } from "./incidentFigures.ts";

/** What the sentence needs beside the incident: names, and the moment at which it is said. */
export interface Saying {
  readonly personName: (id: string) => string;
  readonly serviceNames: readonly string[];
  /** ISO. */
  readonly now: string;
}

const states: Readonly<Record<IncidentRow["state"], string>> = {
  triage: "not looked into yet", investigating: "being investigated", fixing: "being fixed", monitoring: "fixed, as it seems, and watched",
  resolved: "resolved", closed: "closed", declined: "declined", merged: "merged", cancelled: "cancelled",
};

/** What matters about an incident, in a sentence or two. */
export function incidentSentence(incident: IncidentRow, saying: Saying): string {
  if (incident.imported) return ofImport(incident, saying);
  if (isOpen(incident)) return ofOpen(incident, saying);
  return ended[incident.state] ?? ofResolved(incident, saying);
}

/** What is said of one that ended otherwise than by being resolved. */
const ended: Readonly<Partial<Record<IncidentRow["state"], string>>> = {
  declined: "It was looked into and is no incident.", merged: "It is part of another incident and was merged into it.",
  cancelled: "It was cancelled.",
};

function ofOpen(incident: IncidentRow, { personName, serviceNames, now }: Saying): string {
  const since = incident.startedAt ?? incident.declaredAt;
  const commander = commanderOf(incident);
  const hurt = [...serviceNames, ...incident.components.filter((component) => !serviceNames.includes(component))];
  const what = `${incident.drill ? "Drill. " : ""}${hurt.length === 0 ? "Something" : capital(listed(hurt))} ${howLong(incident, since, now)}`;
  const parts = [
    incident.severity === null ? "no severity yet" : `severity ${incident.severity}`,
    ...affected(incident),
    commander === null ? "nobody commands yet" : `${personName(commander)} commands`,
  ];
  return `${what}, ${states[incident.state]}: ${parts.join(", ")}.${incident.resolutionProposed ? " Its alerts have cleared: resolve it?" : ""}`;
}

/** Impact that is over is told as over, though the incident goes on. */
function howLong(incident: IncidentRow, since: string, now: string): string {
  const { impactMs } = incidentFigures(incident, now);
  const over = incident.intervals.length > 0 && incident.intervals.every(({ endedAt }) => endedAt !== null);
  if (over && impactMs !== null) return `was hurt for ${duration(impactMs)}`;
  return `${incident.publicImpact === "maintenance" ? "in maintenance" : "hurt"} for ${duration(elapsed(since, now))}`;
}

function ofResolved(incident: IncidentRow, { now }: Saying): string {
  const { impactMs, detectMs, mitigateMs, mitigatedBeforeDetected, resolveMs } = incidentFigures(incident, incident.resolvedAt ?? now);
  const lasted = impactMs ?? resolveMs;
  const steps = [
    ...(detectMs === null ? [] : [`detected after ${duration(detectMs)}`]),
    ...(mitigateMs === null ? [] : [`mitigated after ${duration(mitigateMs)}${mitigatedBeforeDetected ? ", before anyone was told" : ""}`]),
  ];
  const first = `${incident.drill ? "Drill. " : ""}Resolved${lasted === null ? "" : ` after ${duration(lasted)} of impact`}${steps.length === 0 ? "" : `; ${steps.join(", ")}`}.`;
  const [hurt] = affected(incident);
  return hurt === undefined ? first : `${first} ${capital(hurt)}.`;
}

function ofImport({ publicImpact, startedAt, resolvedAt, components, state }: IncidentRow, { serviceNames }: Saying): string {
  const what = listed(components.length > 0 ? components : serviceNames) || "Something";
  const kind = publicImpact === "maintenance" ? "Maintenance" : `${capital(publicImpact === "none" ? "no public" : publicImpact)} impact`;
  const began = startedAt === null ? "" : ` from ${momentText(startedAt)}`;
  if (startedAt !== null && resolvedAt !== null)
    return `${kind} on ${what}${began}, for ${duration(Math.max(0, elapsed(startedAt, resolvedAt)))}.`;
  return `${kind} on ${what}${began}, ${state === "resolved" ? "resolved" : "no end known"}.`;
}

const affected = ({ customerCount }: IncidentRow): readonly string[] =>
  customerCount === null ? [] : [`${count(customerCount, "customer")} affected`];

const elapsed = (from: string, to: string): number => Math.max(0, Date.parse(to) - Date.parse(from));
