import { baseOf, viewOf } from "../html/frame.ts";
import { componentHtml, dayHtml, historyHtml, reportHtml } from "../html/details.ts";
import { frontHtml } from "../html/front.ts";
import { policyOf } from "../html/style.ts";
import { subscribeHtml } from "../html/subscribing.ts";
import { badge, componentDocument } from "../machine/component.ts";
import { atomFeed, maintenanceCalendar, rssFeed } from "../machine/feeds.ts";
import { statuspageDocuments } from "../machine/statuspageV2.ts";
import type { PublishedPage } from "../published/publishedPage.ts";
import { documentOf, type Document } from "./document.ts";

/** Documents by their paths, each made when it is asked for first. */
export type Site = ReadonlyMap<string, () => Document>;

const once = (make: () => Document): (() => Document) => {
  let made: Document | undefined;
  return () => (made ??= make());
};

const JSON_TYPE = "application/json; charset=utf-8";
const ATOM = "application/atom+xml; charset=utf-8";
const RSS = "application/rss+xml; charset=utf-8";

/** Everything that one page is, below the paths where it stands. `url`: where its views are reached from outside. */
function documentsOf(page: PublishedPage, url: string): Map<string, () => Document> {
  const view = viewOf(page);
  const policy = policyOf(page.page.logoUrl);
  const html = (write: () => string) => once(() => documentOf(write(), { type: "text/html; charset=utf-8", open: false, policy }));
  const data = (type: string, write: () => string) => once(() => documentOf(write(), { type, open: true }));
  const documents = new Map<string, () => Document>([
    ["", html(() => frontHtml(view))],
    ["/history.html", html(() => historyHtml(view))],
    ["/subscribe.html", html(() => subscribeHtml(view))],
    ["/history.atom", data(ATOM, () => atomFeed(page, { url }))],
    ["/history.rss", data(RSS, () => rssFeed(page, { url }))],
    ["/maintenance.ics", data("text/calendar; charset=utf-8", () => maintenanceCalendar(page, { url }))],
  ]);
  for (const day of page.days) documents.set(`/days/${day.date}.html`, html(() => dayHtml(view, day)));
  for (const report of [...page.incidents, ...page.maintenances])
    documents.set(`/incidents/${report.id}.html`, html(() => reportHtml(view, report)));
  for (const component of page.components) {
    const at = `/components/${component.component.componentId}`;
    documents.set(`${at}.html`, html(() => componentHtml(view, component)));
    documents.set(`${at}.svg`, data("image/svg+xml; charset=utf-8", () => badge(view, component)));
    documents.set(`${at}.json`, data(JSON_TYPE, () => JSON.stringify(componentDocument(view, component))));
  }
  for (const [name, json] of statuspageDocuments(page, { url }))
    documents.set(`/api/v2/${name}`, data(JSON_TYPE, () => JSON.stringify(json())));
  return documents;
}

/** What of a page also stands at the origin's root, where programs that know Statuspage look for it. */
const atRoot = (path: string): boolean => path.startsWith("/api/v2/") || path === "/history.atom" || path === "/history.rss";

/** Of an address what views can be put behind: without a query, a fragment, or anybody's password. */
export function placeOf(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`.replace(/\/+$/u, "");
}

/** All pages; the first of them is the one that `/status` and the origin's root show. */
export function siteOf(pages: readonly PublishedPage[], publicUrl: string): Site {
  const site = new Map<string, () => Document>();
  for (const [index, page] of pages.entries()) {
    const base = baseOf(page.page.slug);
    const url = placeOf(page.page.address ?? `${publicUrl.replace(/\/$/u, "")}${base}`);
    for (const [path, document] of documentsOf(page, url)) {
      site.set(`${base}${path}`, document);
      if (index === 0 && path === "") site.set("/status", document);
      if (index === 0 && atRoot(path)) site.set(path, document);
    }
  }
  return site;
}
