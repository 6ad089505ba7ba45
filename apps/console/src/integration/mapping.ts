import type { JsonMapping } from "@ballast/schema";

/** A mapping as it stands in the fields of a form. */
export type MappingText = Readonly<Record<Exclude<keyof JsonMapping, "cleared"> | "cleared", string>>;

/** What many senders call things; the body is one alert. */
export const usualMapping: MappingText = {
  alerts: "", id: "{id}", name: "{name}", summary: "{message}", severity: "{severity}", service: "{service}", state: "{status}",
  cleared: "ok, resolved, up", url: "{url}",
};

/** The fields in their order, with what each says. */
export const mappingFields: readonly (readonly [keyof MappingText, string, string])[] = [
  ["alerts", "List of alerts", "Where it stands, as data.alerts; empty: the body is one alert."],
  ["id", "What tells one from another", "Text with {paths}: {host}/{check.id}."],
  ["name", "Name", ""],
  ["summary", "What it says", ""],
  ["severity", "Severity", "Its word is looked up above."],
  ["service", "Service", "A slug, as checkout."],
  ["state", "Says whether it fires", "Empty: it always does."],
  ["cleared", "Words for cleared", "In any case, with commas between."],
  ["url", "Where it leads to", ""],
];

/** The mapping that the fields say. */
export const mappingOf = ({ cleared, ...texts }: MappingText): JsonMapping => ({
  ...texts, cleared: cleared.split(",").map((word) => word.trim()).filter((word) => word !== ""),
});
