import type { ReadModel } from "@ballast/readmodel";
import { eventsByCategory } from "@ballast/schema";
import type { ApiServer } from "../../graphql/context.ts";
import { PublicIncidents, type PublicKnowledge } from "../published/publicIncidents.ts";
import { publishedPage, type PublishedPage } from "../published/publishedPage.ts";
import { siteOf, type Site } from "./site.ts";

/** Pages as they stand, kept until something of them changes. */
export interface KeptSite {
  /**
   * As of now: made anew where something changed since, or a minute has begun. In a storm of changes it may be one of a second ago, unless
   * it is asked for `fresh`.
   */
  site(asked?: { readonly fresh: boolean }): Site;
  /** Whether this server has read the log to its end since it began: before that, what it does not have may well be there. */
  isRead(): boolean;
  /** The same as pages, in the order in which they stand: the one that `/status` shows first. */
  pages(): readonly PublishedPage[];
  /** Is told whenever something changed. */
  onChange(hear: () => void): () => void;
}

const namesOf = (...categories: readonly ("statusPage" | "incident" | "service")[]): ReadonlySet<string> =>
  new Set(categories.flatMap((category) => Object.keys(eventsByCategory[category])));

/** Events that change what the public sees. */
const CONCERNED = namesOf("statusPage", "service");
/** Those that do where the public may know of their incident, or might until then. */
const OF_INCIDENTS = namesOf("incident");

/** Work on services of which readers are told, or were until then: of what they are not told, nothing is made anew. */
function isOfAnnounced({ maintenances }: ReadModel, type: string, data: object): boolean {
  if (type === "MaintenanceAnnounced" || type === "MaintenanceUnannounced") return true;
  const planned = type === "MaintenancePlanned" || type === "MaintenanceEnded";
  return planned && "maintenanceId" in data && (maintenances.get(String(data.maintenanceId))?.announced ?? null) !== null;
}

/** In a second no more than this is spent on making pages, ms: then the ones of before are served. */
const MOST_MS = 250;

/** What stands first: `public`, else the oldest page. */
const FIRST = "public";

interface Kept {
  readonly pages: readonly PublishedPage[];
  readonly site: Site;
  /** Of which minute. */
  readonly at: number;
  /** What the public might know of, when it was made. */
  readonly incidentIds: ReadonlySet<string>;
}

const keptSites = new WeakMap<ReadModel, KeptSite>();

/** The pages of a server. */
export function keptSite(server: ApiServer): KeptSite {
  const known = keptSites.get(server.readModel);
  if (known !== undefined) return known;
  const made = keep(server);
  keptSites.set(server.readModel, made);
  return made;
}

function keep(server: ApiServer): KeptSite {
  let kept: Kept | null = null;
  let changed = false;
  let wasRead = false;
  /** Incidents of which something was recorded since. */
  const touched = new Set<string>();
  let spent = { since: 0, ms: 0 };
  const known = new PublicIncidents();
  /** Where nothing is published, nothing of what happens is read. */
  const knowledgeFor = (pages: number): PublicKnowledge => {
    if (pages > 0) return known.look(server, touched);
    known.forget();
    return { at: server.now().getTime(), rows: [] };
  };
  const heard = new Set<() => void>();
  server.readModel.onApplied(({ events }) => {
    for (const { event: { type, data } } of events) {
      if (CONCERNED.has(type) || isOfAnnounced(server.readModel, type, data)) changed = true;
      else if (OF_INCIDENTS.has(type) && "incidentId" in data && data.incidentId !== null) touched.add(data.incidentId);
    }
    if (changed || touched.size > 0) for (const hear of heard) hear();
  });

  const isAffordable = (): boolean => {
    const now = performance.now();
    if (now - spent.since > 1_000) spent = { since: now, ms: 0 };
    return spent.ms < MOST_MS;
  };

  /**
   * Whether it differs from what is kept. What happens to an incident that the public may not know of makes nothing anew: the time at
   * which a page was made, and its tag, would tell whoever watches them.
   */
  const differs = (before: Kept, { rows }: PublicKnowledge): boolean => {
    if (changed) return true;
    return rows.some(({ row }) => touched.has(row.id)) || [...touched].some((id) => before.incidentIds.has(id));
  };

  const current = ({ fresh }: { readonly fresh: boolean }): Kept => {
    const minute = Math.floor(server.now().getTime() / 60_000);
    const inTime = kept !== null && minute === kept.at;
    if (kept !== null && inTime && !changed && touched.size === 0) return kept;
    if (kept !== null && !fresh && !isAffordable()) return kept;
    const began = performance.now();
    const rows = server.readModel.statusPages.all();
    const knowledge = knowledgeFor(rows.length);
    if (kept !== null && inTime && !differs(kept, knowledge)) {
      touched.clear();
      return kept;
    }
    const pages = rows
      .toSorted((one, other) => Number(other.slug === FIRST) - Number(one.slug === FIRST) || (one.definedAt < other.definedAt ? -1 : 1))
      .map((row) => publishedPage(server, row, knowledge));
    kept = { pages, site: siteOf(pages, server.publicUrl), at: minute, incidentIds: new Set(knowledge.rows.map(({ row }) => row.id)) };
    changed = false;
    touched.clear();
    spent = { ...spent, ms: spent.ms + performance.now() - began };
    return kept;
  };

  return {
    site: ({ fresh } = { fresh: false }) => current({ fresh }).site,
    pages: () => current({ fresh: false }).pages,
    isRead: () => (wasRead ||= !server.readModel.status().behind),
    onChange(hear) {
      heard.add(hear);
      return () => heard.delete(hear);
    },
  };
}
