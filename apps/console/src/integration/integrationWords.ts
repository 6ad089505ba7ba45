import type { IntegrationKind } from "@ballast/schema/graphql";
import { counted } from "../data/words.ts";
import type { Delivery, Integration } from "./integrationDocuments.ts";

/** Kinds of integrations, as people call them. */
export const integrationKinds: Readonly<Record<IntegrationKind, string>> = {
  alertmanager: "Alertmanager", github: "GitHub", pagerduty: "PagerDuty events", opsgenie: "Opsgenie alerts",
  cloudevents: "CloudEvents and CDEvents", webhook: "Another product’s webhook", json: "JSON of any shape",
};

/** What is tried first of each kind: theirs = ours. */
export const usualSeverities: Readonly<Record<IntegrationKind, string>> = {
  alertmanager: "critical = 1, error = 2, warning = 3, info = none", github: "",
  pagerduty: "critical = 1, error = 2, warning = 3, info = none", opsgenie: "P1 = 1, P2 = 2, P3 = 3, P4 = 4, P5 = none",
  cloudevents: "critical = 1, high = 2, medium = 3, low = none", webhook: "critical = 1, HIGH = 2, warning = 3, info = none",
  json: "critical = 1, error = 2, warning = 3, info = none",
};

/** What became of a delivery, in words. */
export function deliverySays({ outcome, why, fired, cleared, repeated, refused }: Delivery): string {
  const parts = [
    ...(fired > 0 ? [`${counted(fired, "alert")} fired`] : []), ...(cleared > 0 ? [`${counted(cleared, "alert")} cleared`] : []),
    ...(repeated > 0 ? [`${repeated} known already`] : []), ...(refused > 0 && outcome !== "refused" ? [`${refused} not readable`] : []),
    ...(why === "" ? [] : [why]),
  ];
  return parts.length === 0 ? "Recorded" : parts.join(" · ");
}

/** `critical = 1, info = none` as a mapping; null when something in it cannot be read, or nothing is there. */
export function parseSeverities(text: string): Record<string, number | null> | null {
  const mapping = new Map<string, number | null>();
  for (const part of text.split(/[,\n]/u).map((each) => each.trim()).filter((each) => each !== "")) {
    const [, name, level] = /^([^=\s][^=]*?)\s*=\s*([1-4]|none)$/u.exec(part) ?? [];
    if (name === undefined || level === undefined) return null;
    mapping.set(name, level === "none" ? null : Number(level));
  }
  return mapping.size === 0 ? null : Object.fromEntries(mapping);
}

/** A mapping as people write it. */
export function severitiesText(severities: Readonly<Record<string, number | null>>): string {
  return Object.entries(severities).map(([name, level]) => `${name} = ${level ?? "none"}`).join(", ");
}

/** What an integration does, in words. */
export function integrationDoes({
  kind, service, severities, defaultSeverity,
}: Pick<Integration, "kind" | "service" | "severities" | "defaultSeverity">): string {
  if (kind === "github")
    return service === null ? "Releases and deploys of its repository are noted" : `Releases and deploys of ${service.slug} are noted`;
  const mapped = [...(Object.keys(severities).length === 0 ? [] : [severitiesText(severities)]), `others ${defaultSeverity}`].join(", ");
  return `${kind === "cloudevents" ? "Deploys are noted, and alerts" : "Alerts"} become incidents: ${mapped}${service === null ? "" : `; what names no service is ${service.slug}’s`}`;
}

/** Which alerts of an integration cleared and were never seen firing; null where there are none. */
export function unseenText(clearedUnseen: Integration["clearedUnseen"]): string | null {
  const [last, ...others] = clearedUnseen;
  if (last === undefined) return null;
  return `${last.name}${others.length === 0 ? "" : ` and ${counted(others.length, "other")}`} cleared, never seen firing: do firings arrive?`;
}
