import { graphql, type ResultOf } from "@ballast/schema/graphql";
import { own } from "@ballast/schema/own";
import { bold, dim, mark, type Tone } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { duration } from "@ballast/schema/words";
import { exact, relative } from "../print/words.ts";

/** What the command line looks at of an incident in a list. */
export const incidentRow = graphql(`
  fragment IncidentRow on Incident {
    id reference title state severity publicImpact startedAt declaredAt resolvedAt open imported drill services { slug } commander { name }
  }
`);
export type IncidentRow = ResultOf<typeof incidentRow>;

/** The same of one that is shown. */
export const incidentRecord = graphql(`
  fragment IncidentRecord on Incident {
    ...IncidentRow summary url plannedFrom plannedUntil components declaredBy { name } sentence milestones { milestone at }
    figures { impactMs detectMs acknowledgeMs mitigateMs resolveMs } roles { role person { name } to }
    runbooks: services { name runbookUrl } type { name links { label url } } checklist { text who tickedBy { name } tickedAt } conferenceLink
    links { type kind note confidence record { ... on Deploy { sentence } ... on Incident { reference } ... on Release { version } } }
    relatedChanges { reasons deploy { sentence } } relatedFlagChanges { reasons sentence } affectedCustomerCount review { state dueAt } nextUpdateDueAt
  }
`, [incidentRow]);
export type IncidentRecord = ResultOf<typeof incidentRecord>;

/** One moment of a timeline. */
export const timelineRow = graphql(`
  fragment TimelineRow on TimelineEntry { lane kind title detail at endAt keyMoment tone knownFrom actor { name } }
`);
export type TimelineRow = ResultOf<typeof timelineRow>;

const tones: Readonly<Record<string, Tone>> = {
  triage: "bad", investigating: "bad", fixing: "attention", monitoring: "attention", resolved: "good", closed: "good", declined: "idle",
  merged: "idle", cancelled: "idle",
};

/** An incident's state with its shape. */
export const stateMark = ({ state, drill }: IncidentRow): string => mark(own(tones, state) ?? "idle", drill ? `${state} (drill)` : state);

/** "severity 2", or the public impact where nobody rated it. */
export const severityWord = ({ severity, publicImpact }: IncidentRow): string =>
  severity === null ? publicImpact : `severity ${String(severity)}`;

const milestoneWords: Readonly<Record<string, string>> = {
  impactStart: "impact began", detected: "detected", firstPageSent: "first page sent", acknowledged: "acknowledged",
  commanderAssigned: "commander assigned", mitigated: "mitigated", resolved: "resolved",
};

const shownChanges = 3;

/** Deploys and flags that were changed before it, each the most suspect first. */
function changesBefore({ relatedChanges, relatedFlagChanges }: IncidentRecord): readonly string[] {
  const deploys = relatedChanges.map(({ deploy: { sentence }, reasons }) => ({ sentence, reasons }));
  const lines = [...deploys.slice(0, shownChanges), ...relatedFlagChanges.slice(0, shownChanges)].map(
    ({ sentence, reasons }) => `  ${sentence} ${dim(`(${reasons.join(", ")})`)}`,
  );
  return lines.length === 0 ? [] : ["", "What changed before it, the most suspect first", ...lines];
}

/** What is to be done in an incident of its type, and what is at hand. */
function checklistOf({ checklist, type, runbooks }: IncidentRecord): readonly string[] {
  const lines = checklist.map(({ text, who, tickedBy, tickedAt }, index) => {
    const side = tickedAt === null ? who : `${tickedBy?.name ?? "somebody"}, ${exact(tickedAt)}`;
    return `  ${String(index + 1)}. ${mark(tickedAt === null ? "idle" : "good", text)}${side === "" ? "" : ` ${dim(`(${side})`)}`}`;
  });
  const guides = runbooks.flatMap(({ name, runbookUrl: url }) => (url === null ? [] : [{ label: `Runbook of ${name}`, url }]));
  const links = [...guides, ...(type?.links ?? [])].map(({ label, url }) => `  ${label} ${dim(url)}`);
  return [...(lines.length === 0 ? [] : ["", "Checklist", ...lines]), ...(links.length === 0 ? [] : ["", "At hand", ...links])];
}

/** What a linked record is called, where it is one of those that say it. */
function recordName(record: IncidentRecord["links"][number]["record"]): string | null {
  if (record === null) return null;
  if ("sentence" in record) return record.sentence;
  if ("reference" in record) return record.reference;
  return "version" in record ? record.version : null;
}

/** An incident for people. */
export function incidentLines(incident: IncidentRecord, { now }: { readonly now: number }): readonly string[] {
  const { figures, milestones, roles, links, review } = incident;
  return [
    bold(`${incident.reference}: ${incident.title}`),
    incident.sentence,
    ...facts([
      ["state", stateMark(incident)],
      ["severity", severityWord(incident)],
      ["declared", `${exact(incident.declaredAt)} by ${incident.declaredBy.name} (${relative(incident.declaredAt, now)})`],
      ["type", incident.type?.name ?? null],
      ["they talk at", incident.conferenceLink],
      ["services", incident.services.map(({ slug }) => slug).join(", ")],
      ["components", incident.components.join(", ")],
      [
        "people",
        roles.filter(({ to }) => to === null).map(({ role, person }) => `${role} ${person.name}`).join(", "),
      ],
      [
        "customers",
        incident.affectedCustomerCount === null ? null : `${String(incident.affectedCustomerCount)} affected`,
      ],
      [
        "figures",
        `impact ${duration(figures.impactMs)}, detected after ${duration(figures.detectMs)}, acknowledged after ${duration(figures.acknowledgeMs)}, mitigated after ${duration(figures.mitigateMs)}, resolved after ${duration(figures.resolveMs)}`,
      ],
      ["next update", incident.nextUpdateDueAt === null ? null : relative(incident.nextUpdateDueAt, now)],
      ["review", `${review.state}${review.dueAt === null ? "" : ` ${relative(review.dueAt, now)}`}`],
      ["source", incident.url],
      [
        "planned",
        incident.plannedFrom
          ? `${exact(incident.plannedFrom)} to ${incident.plannedUntil ? exact(incident.plannedUntil) : "an open end"}`
          : null,
      ],
      ["summary", incident.summary],
    ]),
    "",
    ...table(
      [{ head: "milestone" }, { head: "at" }],
      milestones.map(({ milestone, at }) => [own(milestoneWords, milestone) ?? milestone, exact(at)]),
    ),
    ...(links.length === 0
      ? []
      : [
          "",
          ...links.map(
            ({ type, kind, note, confidence, record }) =>
              `${type}: ${recordName(record) ?? kind} ${dim(`(${[confidence, note].filter((part) => part !== "").join("; ")})`)}`,
          ),
        ]),
    ...checklistOf(incident),
    ...changesBefore(incident),
  ];
}

/** A timeline as lines, oldest first; key moments are marked. */
export function timelineLines(rows: readonly TimelineRow[]): readonly string[] {
  const ordered = rows.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return table(
    [{ head: "at" }, { head: "lane" }, { head: "" }, { head: "what" }],
    ordered.map(({ at, lane, keyMoment, title, actor, endAt }) => [
      exact(at),
      lane,
      keyMoment ? "◆" : "",
      `${title}${endAt === null ? "" : dim(` until ${exact(endAt)}`)}${actor === null ? "" : dim(` · ${actor.name}`)}`,
    ]),
  );
}
