import { own } from "@ballast/schema/own";
import type { Tone } from "../marks/tone.ts";
import { counted } from "../data/words.ts";
import type { ImportLine, ImportRecord } from "./importDocuments.ts";

const states: Readonly<Record<string, readonly [Tone, string]>> = {
  running: ["info", "Running"], finished: ["good", "Finished"], cancelled: ["planned", "Cancelled"],
};

/** The state of an import as tone and word; finished with something left out wants a look. */
export function stateOf({ state, skippedCount }: Pick<ImportLine, "state" | "skippedCount">): { tone: Tone; words: string } {
  const [tone, words] = own(states, state) ?? ["idle", state];
  return state === "finished" && skippedCount > 0 ? { tone: "attention", words: "Finished" } : { tone, words };
}

const kinds: Readonly<Record<string, string>> = {
  incidents: "Incidents", statuspage: "Status page", releases: "Releases", git: "Git history", flags: "Flags", customers: "Customers",
  checks: "Looks at sites", actions: "Actions", jira: "Actions from Jira", opsgenie: "On-call from Opsgenie",
  pagerduty: "On-call from PagerDuty",
  "grafana-oncall": "On-call from Grafana OnCall", history: "A year of history",
};

/** The heading of an import's view. */
export const importTitle = ({ kind, service }: Pick<ImportLine, "kind" | "service">): string =>
  `${kindWords(kind)}${service === null ? "" : ` of ${service.slug}`}`;

/** What was imported, as a heading. */
export function kindWords(kind: ImportLine["kind"]): string {
  return own(kinds, kind) ?? kind;
}

/** How many records were looked at so far. */
export function recordsRead({
  imported, updated, unchanged, skippedCount,
}: Pick<ImportLine, "imported" | "updated" | "unchanged" | "skippedCount">): number {
  return imported + updated + unchanged + skippedCount;
}

/** How much of the source was read, per cent; null where its size is not known. */
export function percentRead(
  run: Pick<ImportLine, "imported" | "updated" | "unchanged" | "skippedCount" | "expectedRecords">,
): number | null {
  const { expectedRecords } = run;
  return expectedRecords === null || expectedRecords === 0 ? null : Math.min(100, Math.floor((recordsRead(run) / expectedRecords) * 100));
}

const incidents = { list: "incidents", words: "Imported incidents" };
const releases = { list: "releases", words: "Releases" };
const actions = { list: "actions", words: "Actions" };
const onCall = { list: "on-call", words: "Schedules" };

/** What an import of each kind brings, and where that is listed. */
const brought: Readonly<Record<string, { readonly list: string; readonly words: string }>> = {
  incidents, statuspage: incidents, releases, git: releases, flags: { list: "flags", words: "Flags" },
  customers: { list: "customers", words: "Customers" }, actions, jira: actions,
  opsgenie: onCall, pagerduty: onCall, "grafana-oncall": onCall, history: { list: "incidents", words: "Incidents" },
};

/** Where the imported records stand now, by what they are. */
export function recordsHref({ kind, service }: Pick<ImportLine, "kind" | "service">): { href: string; words: string } {
  const { list, words } = own(brought, kind) ?? incidents;
  if (service === null) return { href: `/${list}`, words };
  return {
    href: `/${list}?service=${encodeURIComponent(service.slug)}${list === "incidents" ? "&from=import" : ""}`,
    words: `${words} of ${service.slug}`,
  };
}

/** The sentence of an import's view. */
export function importSentence(
  run: Pick<ImportLine, "state" | "imported" | "updated" | "unchanged" | "skippedCount" | "expectedRecords">,
): string {
  const seen = recordsRead(run);
  const of = run.expectedRecords === null ? "" : ` of ${run.expectedRecords.toLocaleString("en")}`;
  const head =
    run.state === "running"
      ? `${seen.toLocaleString("en")}${of} records read so far`
      : run.state === "cancelled"
        ? `Stopped after ${counted(seen, "record")}${of}`
        : `${counted(seen, "record")} read`;
  const parts = [
    `${run.imported.toLocaleString("en")} new`,
    `${run.updated.toLocaleString("en")} changed`,
    `${run.unchanged.toLocaleString("en")} known already`,
  ];
  const left =
    run.skippedCount === 0 ? "Nothing was left out." : `${counted(run.skippedCount, "record")} could not be used; the reasons are below.`;
  return `${head}: ${parts.join(", ")}. ${left}`;
}

/** Records left out, by their reason, the most frequent first. */
export function byReason(skipped: ImportRecord["skipped"]): readonly { reason: string; lines: readonly number[] }[] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)]
    .map(([reason, own]) => ({ reason, lines: own.map(({ line }) => line) }))
    .sort((a, b) => b.lines.length - a.lines.length);
}
