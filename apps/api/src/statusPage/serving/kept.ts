import type { ReadModel } from "@ballast/readmodel";
import { eventsByCategory } from "@ballast/schema";
import type { ApiServer } from "../../graphql/context.ts";
import { publicKnowledge, publishedPage, type PublishedPage } from "../published/publishedPage.ts";
import { siteOf, type Site } from "./site.ts";

/** Pages as they stand, kept until something of them changes. */
export interface KeptSite {
  /** As of now: made anew where something changed since, or a minute has begun. */
  site(): Site;
  /** The same as pages, in the order in which they stand: the one that `/status` shows first. */
  pages(): readonly PublishedPage[];
  /** Is told whenever something changed. */
  onChange(hear: () => void): () => void;
}

/** Events that change what the public sees. */
const CONCERNED: ReadonlySet<string> = new Set(
  (["statusPage", "incident", "service"] as const).flatMap((category) => Object.keys(eventsByCategory[category])),
);

/** In a second no more than this is spent on making pages, ms: then the ones of before are served. */
const MOST_MS = 250;

/** What stands first: `public`, else the oldest page. */
const FIRST = "public";

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
  let kept: { readonly pages: readonly PublishedPage[]; readonly site: Site; readonly at: number } | null = null;
  let changed = false;
  let spent = { since: 0, ms: 0 };
  const heard = new Set<() => void>();
  server.readModel.onApplied(({ events }) => {
    if (!events.some(({ event }) => CONCERNED.has(event.type))) return;
    changed = true;
    for (const hear of heard) hear();
  });

  const isAffordable = (): boolean => {
    const now = performance.now();
    if (now - spent.since > 1_000) spent = { since: now, ms: 0 };
    return spent.ms < MOST_MS;
  };

  const current = (): NonNullable<typeof kept> => {
    const minute = Math.floor(server.now().getTime() / 60_000);
    if (kept !== null && !changed && minute === kept.at) return kept;
    if (kept !== null && !isAffordable()) return kept;
    const began = performance.now();
    changed = false;
    const knowledge = publicKnowledge(server);
    const pages = server.readModel.statusPages
      .all()
      .toSorted((one, other) => Number(other.slug === FIRST) - Number(one.slug === FIRST) || (one.definedAt < other.definedAt ? -1 : 1))
      .map((row) => publishedPage(server, row, knowledge));
    kept = { pages, site: siteOf(pages, server.publicUrl), at: minute };
    spent = { ...spent, ms: spent.ms + performance.now() - began };
    return kept;
  };

  return {
    site: () => current().site,
    pages: () => current().pages,
    onChange(hear) {
      heard.add(hear);
      return () => heard.delete(hear);
    },
  };
}
