import { incidentSpan } from "@ballast/domain";
import type { DataOf, PublicImpact } from "@ballast/schema";
import type { RecordedEvent } from "@ballast/eventlog";
import { wordOf } from "../incidents/importedIncident.ts";
import { entryOf } from "./entryBase.ts";
import { entryIds, type TimelineEntryRow, type Tone } from "./timelineEntry.ts";

/** What the source said, kept in the entry's evidence so that updates can move its ends. */
interface Told {
  readonly impact: PublicImpact;
  readonly startedAt: string | null;
  readonly resolvedAt: string | null;
  readonly updates: readonly { readonly id: string; readonly at: string; readonly status: string }[];
}

const TONES: Readonly<Record<PublicImpact, Tone>> = { none: "idle", minor: "attention", major: "bad", critical: "bad", maintenance: "planned" };

/** The time of an imported incident: a bar in the impact lane, or in a lane of its own for maintenance. */
export const importedSpan = (_: TimelineEntryRow | null, data: DataOf<"IncidentImported">, recorded: RecordedEvent): TimelineEntryRow =>
  withEnds(
    entryOf(recorded, { id: entryIds.span(recorded.id), lane: "impact", kind: "span", title: data.title, visibility: "public" }),
    { impact: data.impact, startedAt: data.startedAt, resolvedAt: data.resolvedAt, updates: [] },
    data.components,
  );

/** The source has changed what it said. */
export const spanCorrected = (row: TimelineEntryRow, data: DataOf<"IncidentImportCorrected">): TimelineEntryRow =>
  withEnds({ ...row, title: data.title }, { ...toldOf(row), impact: data.impact, startedAt: data.startedAt, resolvedAt: data.resolvedAt }, data.components);

/** An update may start or end it. */
export function spanUpdated(row: TimelineEntryRow, { updateId, at, status }: DataOf<"StatusUpdateImported">): TimelineEntryRow {
  const told = toldOf(row);
  return withEnds(row, { ...told, updates: [...told.updates.filter(({ id }) => id !== updateId), { id: updateId, at, status }] });
}

/** The evidence is ours: written by `withEnds` and read nowhere else. */
const toldOf = (row: TimelineEntryRow): Told => row.evidence["told"] as Told;

function withEnds(row: TimelineEntryRow, told: Told, components?: readonly string[]): TimelineEntryRow {
  const { at, endAt } = told.impact === "maintenance" ? maintenanceEnds(told, row.at) : incidentEnds(told, row.at);
  const detail = components === undefined ? row.detail : [told.impact, ...components].join(" · ");
  return { ...row, lane: told.impact === "maintenance" ? "maintenance" : "impact", tone: TONES[told.impact], at, endAt, ongoing: endAt === null, detail, evidence: { ...row.evidence, told } };
}

function incidentEnds(told: Told, otherwise: string): { at: string; endAt: string | null } {
  const span = incidentSpan(told);
  return { at: span.startedAt ?? otherwise, endAt: span.resolvedAt };
}

/** From In progress to Completed: the announcement before is no work. */
function maintenanceEnds({ updates, startedAt, resolvedAt }: Told, otherwise: string): { at: string; endAt: string | null } {
  const inOrder = updates.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const began = inOrder.find(({ status }) => wordOf(status) === "in progress")?.at;
  const ended = inOrder.findLast(({ status }) => ["completed", "resolved"].includes(wordOf(status)))?.at;
  return { at: began ?? startedAt ?? inOrder[0]?.at ?? otherwise, endAt: ended ?? resolvedAt };
}
