import type { CheckState, ReadinessState, TechnologyStatus, TrainedFor } from "@ballast/schema/readiness";
import type { CsvColumn } from "../lists/csv.ts";
import type { Tone } from "../marks/tone.ts";
import type { Check, Month, Scorecard, ServiceScore } from "./readinessDocuments.ts";

interface Said {
  readonly words: string;
  readonly tone: Tone;
}

/** How a service stands, as a word and a shape. */
export const stateWords: Readonly<Record<ReadinessState, Said>> = {
  ready: { words: "Ready", tone: "good" },
  nearly: { words: "Nearly", tone: "attention" },
  notReady: { words: "Not ready", tone: "bad" },
};

/** The shape of a cell, and its word for whoever does not see it. */
export const cellWords: Readonly<Record<CheckState, Said>> = {
  met: { words: "met", tone: "good" },
  exempt: { words: "exempt", tone: "planned" },
  overdue: { words: "overdue", tone: "attention" },
  open: { words: "open", tone: "bad" },
};

/** Where a technology stands. */
export const technologyWords: Readonly<Record<TechnologyStatus, Said>> = {
  core: { words: "Core", tone: "good" },
  allowed: { words: "Allowed", tone: "good" },
  exception: { words: "Exception", tone: "planned" },
  offList: { words: "Off the list", tone: "bad" },
};

/** Whom something is for. */
export const forWords: Readonly<Record<TrainedFor, string>> = {
  everybody: "everybody", responders: "who is paged", commanders: "who takes command",
};

/** Under a column's name: how old what it shows may be. */
export const columnNote = ({ fact, days }: Pick<Check, "fact" | "days">): string =>
  days === null ? (fact === null ? "stated" : "from the log") : `in ${String(days)} d`;

/** "Nov, 3 ready". */
export const monthName = (month: string): string =>
  new Date(`${month}-01T00:00:00Z`).toLocaleDateString("en-GB", { month: "short", timeZone: "UTC" });

/** What a month's shapes say, for whoever does not see them. */
export function monthWords({ month, version, ready, services }: Month): string {
  if (version === null) return `${month}: there were no checks`;
  return `${month}: ${String(ready)} of ${String(services.length)} ready`;
}

interface Counted extends Pick<Scorecard, "met" | "exempt" | "lacking"> {
  readonly services: { readonly length: number };
}

/** "6 services, 42 checks: 34 met, 2 exempt, 6 open". */
export function footWords({ services, met, exempt, lacking }: Counted): string {
  const many = services.length === 1 ? "1 service" : `${String(services.length)} services`;
  return `${many}, ${String(met + exempt + lacking)} checks: ${String(met)} met, ${String(exempt)} exempt, ${String(lacking)} open`;
}

/** What is missing of a few names, and how many more there are. */
export function missingWords(missing: readonly { readonly name: string }[], all: number): string {
  const shown = missing.slice(0, 3).map(({ name }) => name);
  return all > shown.length ? `${shown.join(", ")} and ${String(all - shown.length)} more` : shown.join(", ");
}

/** The scorecard as a table: a line for each service and check. */
export const csvColumns: readonly CsvColumn<readonly [ServiceScore, ServiceScore["checks"][number]]>[] = [
  ["service", ([service]) => service.service.slug],
  ["tier", ([service]) => service.tier],
  ["owner", ([service]) => service.owner?.name ?? null],
  ["readiness", ([service]) => service.state],
  ["check", ([, { check }]) => check.checkId],
  ["checkName", ([, { check }]) => check.name],
  ["state", ([, { state }]) => state],
  ["fact", ([, { fact }]) => fact],
  ["until", ([, { until }]) => until],
  ["exemptUntil", ([, { exemption }]) => exemption?.until ?? null],
  ["exemptBecause", ([, { exemption }]) => exemption?.reason ?? null],
  ["exemptBy", ([, { exemption }]) => exemption?.decidedBy?.name ?? null],
  ["evidence", ([, { evidence }]) => evidence.map(({ says }) => says).join("; ")],
];
