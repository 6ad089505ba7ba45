import { planWords } from "../html/front.ts";
import { titleOf, viewOf, type View } from "../html/frame.ts";
import { markup, type Markup } from "../html/markup.ts";
import { escaped, folded } from "../../icalText.ts";
import type { PublishedPage } from "../published/publishedPage.ts";
import type { Report } from "../published/report.ts";
import { changedAt, type Address } from "./statuspageV2.ts";

/** So many entries a feed has. */
const MOST = 50;

const addressOf = ({ url }: Address, { id }: Report): string => `${url}/incidents/${id}.html`;

const reportsOf = ({ incidents, maintenances }: PublishedPage): readonly Report[] =>
  [...incidents, ...maintenances].toSorted((one, other) => Date.parse(other.updatedAt) - Date.parse(one.updatedAt)).slice(0, MOST);

/** What was said, as HTML that a feed carries as text. */
function said(view: View, report: Report): string {
  const when = report.impact === "maintenance" ? [markup`<p>${planWords(view, report)}</p>`] : [];
  const updates = report.updates.map(({ at, status, body }) =>
    markup`<p><strong>${view.words.report[status]}</strong>, ${new Date(at).toISOString()}<br>${body}</p>`);
  return [...when, ...updates].map(({ text }) => text).join("");
}

const xml = (body: Markup): string => `<?xml version="1.0" encoding="utf-8"?>\n${body.text}\n`;

/** The page's incidents as Atom (RFC 4287): one entry each, under one id for ever, whose `updated` moves. */
export function atomFeed(published: PublishedPage, address: Address): string {
  const view = viewOf(published);
  const { page } = published;
  const entries = reportsOf(published).map((report) => markup`
<entry><id>urn:uuid:${report.id}</id><title>${titleOf(view, report)}</title><published>${
  new Date(report.createdAt).toISOString()
}</published>
<updated>${report.updatedAt}</updated><link rel="alternate" type="text/html" href="${addressOf(address, report)}"/>
<content type="html">${said(view, report)}</content></entry>`);
  return xml(markup`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${page.language}"><id>urn:uuid:${page.id}</id><title>${page.name}</title>
<updated>${changedAt(published)}</updated><link rel="alternate" type="text/html" href="${address.url}"/>
<link rel="self" type="application/atom+xml" href="${address.url}/history.atom"/><author><name>${page.name}</name></author>${entries}
</feed>`);
}

/** The same as RSS 2.0. */
export function rssFeed(published: PublishedPage, address: Address): string {
  const view = viewOf(published);
  const { page } = published;
  const items = reportsOf(published).map((report) => markup`
<item><title>${titleOf(view, report)}</title><link>${
  addressOf(address, report)
}</link><guid isPermaLink="false">urn:uuid:${report.id}</guid>
<pubDate>${new Date(report.updatedAt).toUTCString()}</pubDate><description>${said(view, report)}</description></item>`);
  return xml(markup`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${page.name}</title><link>${address.url}</link>
<atom:link href="${address.url}/history.rss" rel="self" type="application/rss+xml"/><description>${
  page.about === "" ? page.name : page.about
}</description>
<language>${page.language}</language><lastBuildDate>${new Date(changedAt(published)).toUTCString()}</lastBuildDate>${items}
</channel></rss>`);
}

const instant = (iso: string): string => `${new Date(iso).toISOString().slice(0, 19).replace(/[-:]/gu, "")}Z`;

/** Planned maintenance as iCalendar (RFC 5545): each under a name that stays when its times move. */
export function maintenanceCalendar(published: PublishedPage, address: Address): string {
  const view = viewOf(published);
  const events = published.maintenances.flatMap((report) => {
    const from = report.plan?.from ?? report.startedAt;
    const until = report.plan?.until ?? report.resolvedAt;
    return [
      "BEGIN:VEVENT", `UID:${report.id}@status`, `DTSTAMP:${instant(report.updatedAt)}`, `DTSTART:${instant(from)}`,
      ...(until === null ? [] : [`DTEND:${instant(until)}`]), `SUMMARY:${escaped(titleOf(view, report))}`,
      `DESCRIPTION:${escaped(report.updates[0]?.body ?? "")}`, `URL:${addressOf(address, report)}`, "STATUS:CONFIRMED",
      "TRANSP:TRANSPARENT", "END:VEVENT",
    ];
  });
  const { name } = published.page;
  const lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ballast//Status//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`, "REFRESH-INTERVAL;VALUE=DURATION:PT1H", ...events, "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}
