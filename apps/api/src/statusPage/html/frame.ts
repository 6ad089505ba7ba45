import { percentOf, type Uptime } from "@ballast/domain/statusPage";
import type { ComponentStatus } from "@ballast/schema";
import { wordsOf, type PageWords } from "../languages/index.ts";
import type { PublishedComponent, PublishedPage } from "../published/publishedPage.ts";
import type { Report } from "../published/report.ts";
import { Markup, markup } from "./markup.ts";
import { style } from "./style.ts";

/** A page with what its views need to be written. */
export interface View {
  readonly page: PublishedPage;
  readonly words: PageWords;
  /** Where its views stand, without a slash at its end: `/status/public`. */
  readonly base: string;
}

export const viewOf = (page: PublishedPage): View => ({ page, words: wordsOf(page.page.language), base: baseOf(page.page.slug) });

/** Where a page's views stand. */
export const baseOf = (slug: string): string => `/status/${slug}`;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, known);
  return known;
}

const dateOf = ({ page: { page } }: View, at: number): string =>
  format("sv-SE", { timeZone: page.timeZone, dateStyle: "short" }).format(at);

/** A day in words; with its year where that is another one. */
export function dayWords(view: View, at: number): string {
  const { page: { page, at: now }, words } = view;
  const year = dateOf(view, at).slice(0, 4) === dateOf(view, now).slice(0, 4) ? {} : ({ year: "numeric" } as const);
  return format(words.locale, { timeZone: page.timeZone, day: "numeric", month: "long", ...year }).format(at);
}

const clock = ({ page: { page }, words }: View, at: number): string =>
  format(words.locale, { timeZone: page.timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);

/** A moment: the time alone where it is today. */
export const momentWords = (view: View, at: number): string =>
  dateOf(view, at) === dateOf(view, view.page.at) ? clock(view, at) : `${dayWords(view, at)}, ${clock(view, at)}`;

/** From when to when, the day once. */
export function spanWords(view: View, from: number, to: number | null): string {
  if (to === null) return view.words.from(momentWords(view, from), null);
  return dateOf(view, from) === dateOf(view, to) ? `${momentWords(view, from)}–${clock(view, to)}`
    : `${momentWords(view, from)} – ${momentWords(view, to)}`;
}

/** A moment for a browser, with UTC for whoever reads elsewhere. */
export const timeMark = (view: View, iso: string): Markup => {
  const exact = new Date(iso).toISOString();
  return markup`<time datetime="${exact}" title="${exact.slice(0, 16).replace("T", " ")} UTC">${momentWords(view, Date.parse(iso))}</time>`;
};

/** "Zagreb, UTC+1". */
function zoneWords({ page: { page, at } }: View): string {
  const offset = format("en-GB", { timeZone: page.timeZone, timeZoneName: "shortOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value.replace("GMT", "UTC");
  const city = page.timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? page.timeZone;
  return offset === undefined || city === "UTC" ? city : `${city}, ${offset}`;
}

interface Tone {
  readonly shape: string;
  readonly ink: string;
  readonly card: string;
}

const TONES: Readonly<Record<ComponentStatus, Tone>> = {
  operational: { shape: "●", ink: "good", card: "" },
  degraded: { shape: "▲", ink: "warn", card: "" },
  partialOutage: { shape: "■", ink: "bad-ink", card: "bad" },
  majorOutage: { shape: "■", ink: "bad-ink", card: "bad" },
  maintenance: { shape: "◆", ink: "plan-ink", card: "plan" },
};

export const toneOf = (status: ComponentStatus): Tone => TONES[status];

/** How something does, in a reader's word. */
export const stateWord = ({ words }: View, status: ComponentStatus): string => words.status[status];

/** A status with its shape and word; ◆ where a person set it. */
export function stateMark({ words }: View, { status, component: { held } }: Pick<PublishedComponent, "status" | "component">): Markup {
  const { shape, ink } = toneOf(status);
  const hand = held === null ? null : markup` <span class="plan-ink" title="${words.byHand(held.reason)}">◆</span>`;
  return markup`<span class="state ${ink}"><span aria-hidden="true">${shape}</span> ${words.status[status]}${hand}</span>`;
}

const IMPACTS: Readonly<Record<Report["impact"], ComponentStatus>> = {
  none: "operational", minor: "degraded", major: "partialOutage", critical: "majorOutage", maintenance: "maintenance",
};

/** How badly a report says that it is. */
export const statusOf = ({ impact }: Pick<Report, "impact">): ComponentStatus => IMPACTS[impact];

/** What readers call a report: what somebody called it for them, else what it does to what they use. */
export function titleOf({ page, words }: View, report: Report): string {
  if (report.title !== null) return report.title;
  const names = page.components.flatMap(({ component }) => (report.componentIds.includes(component.componentId) ? [component.name] : []));
  return words.unnamed(statusOf(report), names.length === 0 ? page.page.name : words.listed(names));
}

/** A share in percent; a dash where nothing was observed. */
export const percentWords = ({ share }: Pick<Uptime, "share">): string => (share === null ? "–" : percentOf(share));

const linkOf = (href: string, text: string): Markup => markup`<a href="${href}">${text}</a>`;

/** A whole document around a view. */
export function framed(
  view: View,
  { title, body, dated = false }: { readonly title: string; readonly body: Markup; readonly dated?: boolean },
): string {
  const { page: { page, at }, words, base } = view;
  const feeds = [
    linkOf(`${base}/subscribe.html`, words.subscribe.by.mail), linkOf(`${base}/history.atom`, words.by.atom),
    linkOf(`${base}/history.rss`, words.by.rss),
    linkOf(`${base}/maintenance.ics`, words.by.calendar), linkOf(`${base}/api/v2/summary.json`, words.by.json),
  ].flatMap((link, index) => (index === 0 ? [link] : [markup` · `, link]));
  const logo = page.logoUrl === null ? null : markup`<img src="${page.logoUrl}" alt="">`;
  const written = !dated ? null : markup`<time datetime="${new Date(at).toISOString()}">${dayWords(view, at)}, ${clock(view, at)}</time>`;
  const [before = "", after = ""] = words.written("\u0000").split("\u0000");
  return markup`<!doctype html>
<html lang="${page.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><meta name="color-scheme" content="light dark">
<link rel="alternate" type="application/atom+xml" title="${page.name}" href="${base}/history.atom">
<link rel="alternate" type="application/rss+xml" title="${page.name}" href="${base}/history.rss">
<style>${new Markup(style)}</style></head><body><div class="all">
<header>${logo}<h1><a href="${base}">${page.name}</a></h1><span class="zone">${words.timesIn(zoneWords(view))}</span>
<a class="button" href="${base}/subscribe.html">${words.getUpdates}</a></header>
<main>${body}</main>
<footer><nav id="updates" aria-label="${words.getUpdates}">${feeds}</nav><span>${dated ? [before, written, after] : words.basis}</span></footer>
</div></body></html>
`.text;
}
