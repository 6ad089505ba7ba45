import type { DataOf } from "@ballast/schema";

/** What a page says of an alert. */
export interface ToldAlert {
  readonly name: string;
  readonly summary: string;
  /** Those that tell where and what, in their order; a redacted one is "…". */
  readonly labels: readonly (readonly [name: string, value: string])[];
  /** Where the alert can be seen at its source. */
  readonly sourceUrl: string | null;
  readonly runbookUrl: string | null;
}

/** Said elsewhere in the page, or of interest to machines only. */
const saidElsewhere: ReadonlySet<string> = new Set(["alertname", "severity", "service", "prometheus", "prometheus_replica", "monitor"]);
const mostLabels = 8;
const longestValue = 80;
const hidden = "…";

/** Hides the values of redacted labels, wherever they stand in a text. */
export type Redaction = (text: string) => string;

/**
 * The redaction of an alert's texts by names of labels, whatever their case. Values of one or two characters are too common to look for.
 */
export function redactionOf(alerts: readonly Pick<DataOf<"AlertFired">, "labels">[], redactedLabels: readonly string[]): Redaction {
  const names = new Set(redactedLabels.map((name) => name.toLowerCase()));
  const values = alerts.flatMap(({ labels }) =>
    Object.entries(labels).flatMap(([name, value]) =>
      names.has(name.toLowerCase()) && value.length > 2 ? [value, encodeURIComponent(value)] : [],
    ),
  );
  const longestFirst = [...new Set(values)].toSorted((one, other) => other.length - one.length);
  return (text) => longestFirst.reduce((left, value) => left.replaceAll(value, hidden), text);
}

/** What a page says of one alert: its name, what it says, where, and what to do. */
export function tellAlert(
  { name, summary, labels, annotations, generatorUrl }: DataOf<"AlertFired">,
  { redactedLabels, redact }: { readonly redactedLabels: readonly string[]; readonly redact: Redaction },
): ToldAlert {
  const marked = new Set(redactedLabels.map((label) => label.toLowerCase()));
  const telling = Object.entries(labels).filter(([label]) => !saidElsewhere.has(label) && !label.startsWith("__"));
  const runbook = new Map(Object.entries(annotations)).get("runbook_url");
  return {
    name: redact(name),
    summary: redact(summary),
    labels: telling
      .slice(0, mostLabels)
      .map(([label, value]) => [label, marked.has(label.toLowerCase()) ? hidden : redact(value).slice(0, longestValue)]),
    sourceUrl: generatorUrl === null ? null : redact(generatorUrl),
    runbookUrl: runbook === undefined ? null : redact(runbook),
  };
}
