import { percentOf, type PageDay } from "@ballast/domain/statusPage";
import type { PublishedComponent, TimeUp } from "../published/publishedPage.ts";
import type { Report } from "../published/report.ts";
import { bars, dayTitle, planWords, updatesOf } from "./front.ts";
import { dayWords, framed, momentWords, percentWords, spanWords, stateMark, statusOf, titleOf, toneOf, type View } from "./frame.ts";
import { markup, type Markup } from "./markup.ts";

const MINUTE = 60_000;

const backTo = ({ base, words }: View): Markup => markup`<p class="meta"><a href="${base}">${words.back}</a></p>`;

const spanOf = (view: View, { from, to }: { readonly from: string; readonly to: string | null }): string =>
  spanWords(view, Date.parse(from), to === null ? null : Date.parse(to));

function correctionsOf(view: View, corrections: Report["corrections"]): readonly Markup[] {
  return corrections.map(({ at, reason, was, is }) => markup`<p class="notice">${
    view.words.corrected({ at: momentWords(view, Date.parse(at)), was: spanOf(view, was), is: spanOf(view, is), reason })}</p>`);
}

/** A report's title, leading to all that was said of it, where something was. */
const named = (view: View, report: Report | undefined): Markup | null =>
  report === undefined ? null : markup`<a href="${view.base}/incidents/${report.id}.html">${titleOf(view, report)}</a>`;

const reportWith = ({ page }: View, id: string): Report | undefined =>
  [...page.incidents, ...page.maintenances].find((report) => report.id === id);

function uptimeTable(view: View, uptime: readonly TimeUp[]): Markup {
  const { words } = view;
  const rows = uptime.map(({ days, now, then }) => {
    const differs = then !== null && now.share !== null && percentOf(then) !== percentOf(now.share);
    return markup`<tr><th scope="row">${words.lastDays(days)}</th><td class="figure">${percentWords(now)} %${
      differs ? markup` <span class="meta">${words.asPublished(percentOf(then))}</span>` : null}</td><td>${
      now.badMs === 0 ? "" : words.minutes(now.badMs / MINUTE)}</td></tr>`;
  });
  return markup`<table><tbody>${rows}</tbody></table>`;
}

/** Everything behind a component's figures: times, rule, corrections. */
export function componentHtml(view: View, published: PublishedComponent): string {
  const { page, words } = view;
  const { component, uptime, hurt } = published;
  const year = uptime.at(-1)?.now.from ?? page.at;
  const times = hurt.filter(({ to }) => to > year).toSorted((one, other) => other.from - one.from);
  const list = times.map(({ incidentId, status, from, to, open }) => {
    const report = reportWith(view, incidentId);
    const { shape, ink } = toneOf(status);
    return markup`<li><p><span class="${ink}" aria-hidden="true">${shape}</span> ${spanWords(view, from, open ? null : to)}: ${
      words.hurtFor(status, (to - from) / MINUTE)}. ${named(view, report)}</p>${
      report === undefined ? null : correctionsOf(view, report.corrections)}</li>`;
  });
  return framed(view, {
    title: `${component.name} · ${page.page.name}`,
    body: markup`${backTo(view)}<section class="card"><div class="row"><h2 class="grow">${component.name}</h2>${stateMark(view, published)}</div>
${component.about === "" ? null : markup`<p class="sub">${component.about}</p>`}${
      component.notice === null ? null : markup`<p class="notice">${component.notice}</p>`}${
      component.held === null ? null : markup`<p class="notice">◆ ${words.byHand(component.held.reason)}</p>`}${bars(view, published)}</section>
<section class="card"><h3>${words.uptimeTitle}</h3>${uptimeTable(view, uptime)}</section>
<section class="card"><h3>${words.whyTitle}</h3>${
      list.length === 0 ? markup`<p class="sub">${words.noIncident}</p>` : markup`<ul class="plain">${list}</ul>`}</section>
<section class="card"><h3>${words.ruleTitle}</h3><p class="sub">${words.rule(page.page.rule)} ${words.groupRule}</p></section>`,
  });
}

/** What happened on a day. */
export function dayHtml(view: View, day: PageDay): string {
  const { page, words } = view;
  const title = dayWords(view, day.from);
  const rows = page.components.flatMap((published) => {
    const own = published.days.find(({ date }) => date === day.date);
    if (own === undefined || own.worst === "operational") return [];
    const { shape, ink } = own.worst === null ? { shape: "▬", ink: "meta" } : toneOf(own.worst);
    const reports = own.incidentIds.map((id) => markup` ${named(view, reportWith(view, id))}`);
    return [markup`<li><p><span class="${ink}" aria-hidden="true">${shape}</span> <strong>${published.component.name}</strong>, ${
      dayTitle(view, own)}.${reports}</p></li>`];
  });
  return framed(view, {
    title: `${title} · ${page.page.name}`,
    body: markup`${backTo(view)}<section class="card"><h2>${title}</h2>${
      rows.length === 0 ? markup`<p class="sub">${words.noIncident}</p>` : markup`<ul class="plain">${rows}</ul>`}</section>`,
  });
}

const whenOf = (view: View, report: Report): string =>
  report.impact === "maintenance" ? planWords(view, report) : spanOf(view, { from: report.startedAt, to: report.resolvedAt });

/** All that was said of an incident or a maintenance. */
export function reportHtml(view: View, report: Report): string {
  const { page } = view;
  const title = titleOf(view, report);
  const { shape, ink } = toneOf(statusOf(report));
  const names = page.components.flatMap(({ component }) => (report.componentIds.includes(component.componentId) ? [component.name] : []));
  return framed(view, {
    title: `${title} · ${page.page.name}`,
    body: markup`${backTo(view)}<section class="card"><div class="lead"><span class="${ink}" aria-hidden="true">${shape}</span><div><h2>${title}</h2>
<p class="sub">${whenOf(view, report)}${names.length === 0 ? null : `. ${view.words.listed(names)}`}.</p></div></div>${
      updatesOf(view, report, true)}${correctionsOf(view, report.corrections)}</section>`,
  });
}

/** All incidents and maintenances that the page tells of, the newest first. */
export function historyHtml(view: View): string {
  const { page, words, base } = view;
  const all = [...page.incidents, ...page.maintenances].toSorted((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt));
  const list = all.map((report) => {
    const { shape, ink } = toneOf(statusOf(report));
    return markup`<li><p><span class="${ink}" aria-hidden="true">${shape}</span> <a href="${base}/incidents/${report.id}.html">${
      titleOf(view, report)}</a> <span class="meta">${whenOf(view, report)}</span></p></li>`;
  });
  return framed(view, {
    title: `${words.history} · ${page.page.name}`,
    body: markup`${backTo(view)}<section class="card"><h2>${words.history}</h2>${
      list.length === 0 ? markup`<p class="sub">${words.noIncident}</p>` : markup`<ul class="plain">${list}</ul>`}</section>`,
  });
}
