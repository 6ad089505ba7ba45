import type { PublicImpact } from "@ballast/schema/graphql";
import { globalId } from "../data/globalId.ts";
import type { Question } from "./reportQuestion.ts";

function href(list: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) search.set(name, value);
  return `/${list}?${search.toString()}`;
}

/** What to open of the incidents a report counts. */
export interface IncidentsBehind {
  /** Instead of the report's window: a month. */
  started?: string;
  impact?: string;
  lasted?: "known" | "some" | "unknown";
  longestFirst?: boolean;
}

/** Every repair: maintenance has no time to resolve. */
export const repairs = "none,minor,major,critical";

/** The incidents behind a figure of the incident report. */
export function incidentsHref(
  { service, window }: Question,
  { started, impact, lasted, longestFirst = false }: IncidentsBehind = {},
): string {
  return href("incidents", {
    service, started: started ?? window, counted: "yes", impact, lasted, sort: longestFirst ? "DURATION_DESC" : undefined,
  });
}

/** The incidents behind a figure of the availability report. */
export function downtimeHref({ service, impact }: Question, { during, component }: { during: string; component?: string }): string {
  return href("incidents", { service, down: impact.join(","), during, component, sort: "DURATION_DESC" });
}

/** Incidents at these levels that are over, though nothing says since when. */
export function endlessHref({ service, impact }: Question): string {
  return href("incidents", { service, counted: "yes", impact: impact.join(","), lasted: "unknown", open: "no" });
}

/** The releases or deploys behind a figure of the delivery report. `outcome`: those that failed, or were rework. */
export function deliveredHref(
  { service, window, basis, within }: Question,
  { days, outcome }: { days?: string; outcome?: "failed" | "rework" } = {},
): string {
  if (basis === "deploys")
    return href("deploys", {
      service, exposed: days ?? window ?? "1970-01-01..", outcome,
      within: outcome !== undefined && within !== undefined ? String(within) : undefined,
    });
  return href("releases", { service, released: days ?? window, reverted: outcome === "failed" ? "yes" : undefined });
}

/** One release, by its version. */
export function releaseHref(service: string, version: string): string {
  return href("releases", { service, version });
}

/** What lies between a release and the one that takes it back. */
export function compareHref(service: string, from: string, to: string): string {
  return href("releases/compare", { service, from, to });
}

export const incidentHref = (id: string): string => `/incidents/${globalId("Incident", id)}`;
export const deployHref = (id: string): string => `/deploys/${globalId("Deploy", id)}`;

/** The worst levels: what the picture shows in colour. */
export const gravest: readonly PublicImpact[] = ["critical", "major"];
