import { percentOf } from "@ballast/domain/statusPage";
import type { ComponentStatus } from "@ballast/schema";
import { stateWord, type View } from "../html/frame.ts";
import { markup } from "../html/markup.ts";
import type { PublishedComponent, TimeUp } from "../published/publishedPage.ts";

const percent = (share: number | null): string | null => (share === null ? null : percentOf(share));

/** Figures for machines: the percentage as text, as it is shown, and what it is made of. */
export const uptimeJson = (uptime: readonly TimeUp[]): readonly object[] =>
  uptime.map(({ days, now, then }) => ({
    days, percent: percent(now.share), percent_as_published: percent(then), observed_minutes: now.observedMs / 60_000,
    counted_minutes: now.badMs / 60_000, from: new Date(now.from).toISOString(),
  }));

/** A component, small. */
export const componentDocument = ({ page: { page } }: View, { component, status, since, uptime }: PublishedComponent): object => ({
  id: component.componentId, name: component.name, status, since: since === null ? null : new Date(since).toISOString(),
  by_hand: component.held !== null, notice: component.notice, rule: page.rule,
  uptime: uptimeJson(uptime),
});

const COLOURS: Readonly<Record<ComponentStatus, string>> = {
  operational: "#17784a", degraded: "#9a5700", partialOutage: "#bf2418", majorOutage: "#bf2418", maintenance: "#6346b5",
};

/** About so wide is a character of the badge's type, px. */
const CHARACTER = 6.6;
const PADDING = 16;

/** A badge: the component's name, and how it does. */
export function badge(view: View, published: PublishedComponent): string {
  const { name } = published.component;
  const word = stateWord(view, published.status);
  const [left, right] = [name, word].map((text) => Math.ceil([...text].length * CHARACTER) + PADDING) as [number, number];
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${name}: ${word}">
<title>${name}: ${word}</title><clipPath id="r"><rect width="${left + right}" height="20" rx="3"/></clipPath><g clip-path="url(#r)">
<rect width="${left}" height="20" fill="#465467"/><rect x="${left}" width="${right}" height="20" fill="${COLOURS[published.status]}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Inter,Verdana,sans-serif" font-size="11"><text x="${left / 2}" y="14">${name}</text>
<text x="${left + right / 2}" y="14">${word}</text></g></svg>
`.text;
}
