import { own } from "@ballast/schema/own";
import type { IncidentLink } from "./incidentDocuments.ts";

/** A link's record in words and, where it has a view, its address. */
export interface LinkTarget {
  label: string;
  href: string | null;
}

/** What a link leads to. Entries of the timeline are found by their id among the titles given. */
export function linkTarget(link: Pick<IncidentLink, "kind" | "recordId" | "record">, entryTitles: ReadonlyMap<string, string>): LinkTarget {
  const { record } = link;
  if (record === null)
    return {
      label: link.kind === "entry" ? (entryTitles.get(link.recordId) ?? "an entry of the timeline") : `a ${link.kind} that is not there`,
      href: link.kind === "entry" ? `?entry=${encodeURIComponent(link.recordId)}` : null,
    };
  const id = encodeURIComponent(record.id);
  switch (record.__typename) {
    case "Deploy":
      return {
        label: `${record.deployKind === "rollback" ? "rollback of " : ""}${record.service.slug}${record.deployKind === "rollback" ? " to" : ""} ${record.version} → ${record.environment}`,
        href: `/deploys/${id}`,
      };
    case "Release":
      return { label: `${record.service.slug} ${record.version}`, href: `/releases/${id}` };
    case "Incident":
      return { label: `${record.reference} · ${record.title}`, href: `/incidents/${id}` };
    case "Alert":
      return { label: record.name, href: null };
    case "Lane":
      return { label: `${record.service.slug} ${record.environment}`, href: `/services/${record.service.slug}` };
    default:
      return { label: `a ${link.kind}`, href: null };
  }
}

const pages: Readonly<Record<string, string>> = { deploy: "deploys", release: "releases", incident: "incidents", page: "pages" };

/** The view of the record behind a timeline entry; `undefined` where it has none. */
export function recordHref(entry: { recordKind?: string; recordId?: string }): string | undefined {
  const list = own(pages, (entry.recordKind ?? "").toLowerCase());
  return list === undefined || entry.recordId === undefined ? undefined : `/${list}/${encodeURIComponent(entry.recordId)}`;
}
