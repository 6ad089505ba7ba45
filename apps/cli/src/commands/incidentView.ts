import { own } from "@ballast/schema/own";
import { bold, dim, mark, type Tone } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { duration } from "@ballast/schema/words";
import { exact, relative } from "../print/words.ts";

/** What the command line looks at of an incident; lists leave most of it out. */
export interface IncidentRow {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly summary?: string;
  readonly url?: string | null;
  readonly plannedFrom?: string | null;
  readonly plannedUntil?: string | null;
  readonly sentence?: string;
  readonly state: string;
  readonly severity: number | null;
  readonly publicImpact: string;
  readonly startedAt: string | null;
  readonly declaredAt: string;
  readonly declaredBy?: { readonly name: string };
  readonly resolvedAt: string | null;
  readonly open: boolean;
  readonly drill: boolean;
  readonly components?: readonly string[];
  readonly services: readonly { readonly slug: string }[];
  readonly commander: { readonly name: string } | null;
  readonly milestones?: readonly { readonly milestone: string; readonly at: string | null }[];
  readonly figures?: Readonly<Record<"impactMs" | "detectMs" | "acknowledgeMs" | "mitigateMs" | "resolveMs", number | null>>;
  readonly roles?: readonly { readonly role: string; readonly person: { readonly name: string }; readonly to: string | null }[];
  readonly links?: readonly {
    readonly type: string;
    readonly kind: string;
    readonly note: string;
    readonly confidence: string;
    readonly record: { readonly sentence?: string; readonly reference?: string; readonly version?: string } | null;
  }[];
  readonly relatedChanges?: readonly { readonly reasons: readonly string[]; readonly deploy: { readonly sentence: string } }[];
  readonly relatedFlagChanges?: readonly { readonly reasons: readonly string[]; readonly sentence: string }[];
  readonly affectedCustomerCount?: number | null;
  readonly review?: { readonly state: string; readonly dueAt: string | null };
  readonly nextUpdateDueAt?: string | null;
}

/** One moment of a timeline. */
export interface TimelineRow {
  readonly lane: string;
  readonly kind: string;
  readonly title: string;
  readonly detail: string | null;
  readonly at: string;
  readonly endAt: string | null;
  readonly keyMoment: boolean;
  readonly tone: string;
  readonly knownFrom: string;
  readonly actor: { readonly name: string } | null;
}

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
function changesBefore({ relatedChanges = [], relatedFlagChanges = [] }: IncidentRow): readonly string[] {
  const deploys = relatedChanges.map(({ deploy: { sentence }, reasons }) => ({ sentence, reasons }));
  const lines = [...deploys.slice(0, shownChanges), ...relatedFlagChanges.slice(0, shownChanges)].map(
    ({ sentence, reasons }) => `  ${sentence} ${dim(`(${reasons.join(", ")})`)}`,
  );
  return lines.length === 0 ? [] : ["", "What changed before it, the most suspect first", ...lines];
}

/** An incident for people. */
export function incidentLines(incident: IncidentRow, { now }: { readonly now: number }): readonly string[] {
  const { figures, milestones = [], roles = [], links = [], review } = incident;
  return [
    bold(`${incident.reference}: ${incident.title}`),
    ...(incident.sentence === undefined ? [] : [incident.sentence]),
    ...facts([
      ["state", stateMark(incident)],
      ["severity", severityWord(incident)],
      ["declared", `${exact(incident.declaredAt)} by ${incident.declaredBy?.name ?? "–"} (${relative(incident.declaredAt, now)})`],
      ["services", incident.services.map(({ slug }) => slug).join(", ")],
      ["components", incident.components?.join(", ")],
      [
        "people",
        roles.filter(({ to }) => to === null).map(({ role, person }) => `${role} ${person.name}`).join(", "),
      ],
      [
        "customers",
        incident.affectedCustomerCount === null || incident.affectedCustomerCount === undefined
          ? null
          : `${String(incident.affectedCustomerCount)} affected`,
      ],
      [
        "figures",
        figures === undefined
          ? null
          : `impact ${duration(figures.impactMs)}, detected after ${duration(figures.detectMs)}, acknowledged after ${duration(figures.acknowledgeMs)}, mitigated after ${duration(figures.mitigateMs)}, resolved after ${duration(figures.resolveMs)}`,
      ],
      [
        "next update",
        incident.nextUpdateDueAt === null || incident.nextUpdateDueAt === undefined ? null : relative(incident.nextUpdateDueAt, now),
      ],
      ["review", review === undefined ? null : `${review.state}${review.dueAt === null ? "" : ` ${relative(review.dueAt, now)}`}`],
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
              `${type}: ${record?.sentence ?? record?.reference ?? record?.version ?? kind} ${dim(`(${[confidence, note].filter((part) => part !== "").join("; ")})`)}`,
          ),
        ]),
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
