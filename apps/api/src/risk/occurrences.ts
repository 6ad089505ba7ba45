import { historySays, occurrenceOf, type HistorySays, type Occurrence } from "@ballast/domain/risk";
import type { IncidentRow } from "@ballast/readmodel";
import type { RiskRow } from "@ballast/readmodel/risk";
import type { RecordOf, Scope } from "../graphql/context.ts";
import { find } from "../graphql/records.ts";
import { asAnybodySees, momentOf } from "../graphql/scope.ts";

/** A time that a risk came true, with its incident. */
export interface Came {
  readonly incident: RecordOf<"Incident">;
  readonly occurrence: Occurrence;
}

/** What was declared in error, or counts with another one, has hurt nobody; and an exercise is none. */
const hurtNobody = ({ drill, state }: IncidentRow): boolean =>
  drill || state === "declined" || state === "merged" || state === "cancelled";

/** Incidents in which a risk came true, as far as the scope may know of them; oldest first. */
export function timesItCame({ links, inputs }: Pick<RiskRow, "links" | "inputs">, scope: Scope): readonly Came[] {
  const now = momentOf(scope).toISOString();
  return links
    .flatMap(({ kind, recordId, impactPer100k }) => {
      const incident = kind === "incident" ? find(scope, "Incident", recordId) : null;
      if (incident === null || hurtNobody(incident.row)) return [];
      const { row } = incident;
      const detectedAt = row.milestones.find(({ milestone }) => milestone === "detected")?.at ?? null;
      const occurrence = occurrenceOf(
        { startedAt: row.startedAt ?? row.declaredAt, endedAt: row.resolvedAt, detectedAt, intervals: row.intervals, pauses: row.pauses },
        { now, said: impactPer100k, registered: inputs?.impactPer100k ?? 100_000 },
      );
      return [{ incident, occurrence }];
    })
    .toSorted((one, other) => Date.parse(one.occurrence.at) - Date.parse(other.occurrence.at));
}

/** What somebody last judged a risk at, among these; undefined where history alone has spoken. */
const judged = (estimates: RiskRow["estimates"]): RiskRow["estimates"][number]["inputs"] | undefined =>
  estimates.findLast(({ basis }) => basis === "judgement")?.inputs;

/** What history says of a risk by what everybody may know: the same whoever asks, and what may be registered where everybody reads it. */
export const historyForAll = (row: RiskRow, scope: Scope): HistorySays | null => historyOf(row, asAnybodySees(scope));

/** What history says of a risk, as far as the scope may know of its incidents; null while nobody has estimated it. */
export function historyOf(row: RiskRow, scope: Scope): HistorySays | null {
  const { inputs, observedSince } = row;
  if (inputs === null) return null;
  const occurrences = timesItCame(row, scope).map(({ occurrence }) => occurrence);
  return historySays({ inputs, prior: judged(row.estimates), observedSince, occurrences, now: momentOf(scope).toISOString() });
}

/** A point of the chart: what was registered then, and what history said. */
export interface CalibrationPoint {
  readonly at: string;
  readonly registered: RiskRow["estimates"][number]["inputs"];
  readonly says: HistorySays;
}

const POINTS = 60;

/** History's word over time, from when the risk is looked out for: in even steps, and just before and at each occurrence. */
export function calibrationOverTime(row: RiskRow, scope: Scope): readonly CalibrationPoint[] {
  const [from, to] = [Date.parse(row.observedSince), momentOf(scope).getTime()];
  if (row.estimates.length === 0 || to <= from) return [];
  const occurrences = timesItCame(row, scope).map(({ occurrence }) => occurrence);
  const steps = Array.from({ length: POINTS + 1 }, (_, index) => from + ((to - from) * index) / POINTS);
  const changes = [...occurrences.map(({ at }) => Date.parse(at)), ...row.estimates.map(({ at }) => Date.parse(at))];
  const moments = [...new Set([...steps, ...changes.flatMap((at) => [at - 1, at])])].filter((at) => at >= from && at <= to);
  return moments.toSorted((one, other) => one - other).flatMap((moment) => {
    const by = row.estimates.filter((estimate) => Date.parse(estimate.at) <= moment);
    const known = by.length === 0 ? row.estimates.slice(0, 1) : by;
    const registered = known.at(-1)?.inputs;
    if (registered === undefined) return [];
    const at = new Date(moment).toISOString();
    const says = historySays({ inputs: registered, prior: judged(known), observedSince: row.observedSince, occurrences, now: at });
    return [{ at, registered, says }];
  });
}
