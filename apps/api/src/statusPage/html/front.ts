import { rankOf, worstOf, type ComponentDay } from "@ballast/domain/statusPage";
import type { ComponentStatus } from "@ballast/schema";
import type { PublishedComponent, PublishedGroup, TimeUp } from "../published/publishedPage.ts";
import type { Report } from "../published/report.ts";
import {
  dayWords, framed, momentWords, percentWords, spanWords, stateMark, statusOf, timeMark, titleOf, toneOf, type View,
} from "./frame.ts";
import { markup, type Markup } from "./markup.ts";

/** So many days a phone has bars of. */
const NARROW_DAYS = 45;
/** So many reports that are over stand below. */
const EARLIER = 5;

const CLASSES: Readonly<Record<ComponentStatus, string>> = {
  operational: "", degraded: "d", partialOutage: "o", majorOutage: "o", maintenance: "m",
};
const MINUTE = 60_000;

/** What a day was like, in words. */
export function dayTitle(view: View, day: ComponentDay): string {
  const { words } = view;
  const date = dayWords(view, day.from);
  if (day.worst === null) return `${date}: ${words.notObserved}`;
  const parts = (["majorOutage", "partialOutage", "degraded", "maintenance"] as const).flatMap((status) =>
    day.hurtMs[status] > 0 ? [words.hurtFor(status, day.hurtMs[status] / MINUTE)] : []);
  return `${date}: ${parts.length === 0 ? words.noIncident : parts.join(", ")}`;
}

/** A strip of days. Its links are for hands: keys and screen readers have the figure below, which opens the same as a list. */
export function bars(view: View, { days }: Pick<PublishedComponent, "days">): Markup {
  const marks = days.map((day) => {
    const kind = day.worst === null ? "n" : CLASSES[day.worst];
    return markup`<a${kind === "" ? null : markup` class="${kind}"`} href="${view.base}/days/${day.date}.html" tabindex="-1" title="${dayTitle(view, day)}"></a>`;
  });
  return markup`<div class="bars" aria-hidden="true">${marks}</div>`;
}

const quarter = (uptime: readonly TimeUp[]): TimeUp | undefined => uptime.find(({ days }) => days === 90);

function row(view: View, published: PublishedComponent): Markup {
  const { words, base } = view;
  const { component, uptime, days } = published;
  const address = `${base}/components/${component.componentId}.html`;
  const figure = quarter(uptime);
  return markup`<li><div class="row"><h3 class="name"><a href="${address}">${component.name}</a></h3>
<span class="grow meta">${component.about}</span>${stateMark(view, published)}</div>
${component.notice === null ? null : markup`<p class="notice">${component.notice}</p>`}${bars(view, published)}
<div class="under"><span class="wide">${words.daysAgo(days.length)}</span><a class="narrow" href="${address}"
aria-label="${words.daysAgo(NARROW_DAYS)}, ${words.older}">${words.daysAgo(NARROW_DAYS)}</a><a href="${address}">${
    figure === undefined ? null : words.withoutIncident(percentWords(figure.now))}</a></div></li>`;
}

const isShown = ({ component, status }: PublishedComponent): boolean => !component.onlyWhenHurt || status !== "operational";

function list(view: View, { group, components, uptime }: PublishedGroup): Markup | null {
  const shown = components.filter(isShown);
  if (shown.length === 0) return null;
  const figure = quarter(uptime);
  const head = group === null ? null : markup`<li class="head"><div class="row"><h2 class="name grow">${group.name}</h2><span class="meta">${
    figure === undefined ? null : view.words.withoutIncident(percentWords(figure.now))}</span></div>${
    group.about === "" ? null : markup`<p class="notice">${group.about}</p>`}</li>`;
  return markup`<ul class="list">${head}${shown.map((one) => row(view, one))}</ul>`;
}

/** What was said of a report, the newest first. */
export function updatesOf(view: View, { updates, impact }: Report, far = false): Markup | null {
  if (updates.length === 0) return null;
  const said = updates.map(({ at, status, word, body }) => {
    const called = impact === "maintenance" ? maintenanceWord(view, word) : view.words.report[status];
    return markup`<li><span class="at">${timeMark(view, at)}</span><p class="said"><strong>${called}.</strong> ${body}</p></li>`;
  });
  return markup`<ol class="updates${far ? " far" : ""}">${said}</ol>`;
}

function maintenanceWord({ words }: View, word: string): string {
  const [key] = (["scheduled", "in_progress", "verifying", "completed"] as const).filter(
    (name) => name === word.trim().toLowerCase().replaceAll(" ", "_"),
  );
  return key === undefined ? word : words.maintenance[key];
}

/** Whether everything but what these concern does as it should. */
const elseWell = ({ page }: View, reports: readonly Report[]): boolean => {
  const concerned = new Set(reports.flatMap(({ componentIds }) => componentIds));
  const others = page.components.filter(({ component }) => !concerned.has(component.componentId));
  return others.length > 0 && worstOf(others.map(({ status }) => status)) === "operational";
};

function cardOf(view: View, report: Report, others: readonly Report[]): Markup {
  const { words, base } = view;
  const { shape, ink, card } = toneOf(statusOf(report));
  const due = report.nextUpdateDueAt === null ? null : words.nextUpdate(momentWords(view, Date.parse(report.nextUpdateDueAt)));
  const since = words.since(momentWords(view, Date.parse(report.startedAt)));
  const lead = elseWell(view, others) ? `${words.elseWell} ` : "";
  return markup`<section class="card now ${card}"><div class="lead"><span class="${ink}" aria-hidden="true">${shape}</span><div><h2><a
href="${base}/incidents/${report.id}.html">${titleOf(view, report)}</a></h2>
<p class="sub">${lead}${since}${due === null ? null : `; ${due}`}.</p></div></div>${updatesOf(view, report)}</section>`;
}

/** What nobody has said anything of yet: components that do not do as they should. */
function unsaid(view: View, reports: readonly Report[]): Markup | null {
  const { page, words } = view;
  const said = new Set(reports.flatMap(({ componentIds }) => componentIds));
  const hurt = page.components.filter(({ status, component }) => status !== "operational" && !said.has(component.componentId));
  if (hurt.length === 0) return null;
  const worst = worstOf(hurt.map(({ status }) => status));
  const names = words.listed(hurt.filter(({ status }) => status === worst).map(({ component }) => component.name));
  const starts = hurt.flatMap(({ since }) => (since === null ? [] : [since]));
  const { shape, ink, card } = toneOf(worst);
  const well = hurt.length < page.components.length && reports.length === 0 ? `${words.elseWell} ` : "";
  const since = starts.length === 0 ? "" : `${words.since(momentWords(view, Math.min(...starts)))}.`;
  return markup`<section class="card now ${card}"><div class="lead"><span class="${ink}" aria-hidden="true">${shape}</span><div>
<h2>${words.unnamed(worst, names)}</h2><p class="sub">${well}${since}</p></div></div></section>`;
}

const isOver = ({ resolvedAt }: Report, at: number): boolean => resolvedAt !== null && Date.parse(resolvedAt) <= at;
const beginsMs = ({ plan, startedAt }: Report): number => Date.parse(plan?.from ?? startedAt);

/** When something planned begins and ends, in words. */
export const planWords = (view: View, report: Report): string => {
  const until = report.plan?.until ?? report.resolvedAt;
  return spanWords(view, beginsMs(report), until === null ? null : Date.parse(until));
};

/** What goes on, the worst first. */
const runningOn = ({ page }: View): readonly Report[] =>
  [...page.incidents, ...page.maintenances]
    .filter((report) => report.open && !isOver(report, page.at) && (report.impact !== "maintenance" || beginsMs(report) <= page.at))
    .toSorted((one, other) => rankOf(statusOf(other)) - rankOf(statusOf(one)));

/** What a page says first: the worst thing, or that all is well. */
export function frontSentence(view: View): string {
  const { page, words } = view;
  if (page.components.length === 0) return words.nothingHere;
  const [worst] = runningOn(view);
  if (worst !== undefined) return titleOf(view, worst);
  if (page.overall === "operational") return words.allWell;
  const names = page.components.flatMap(({ status, component }) => (status === page.overall ? [component.name] : []));
  return words.unnamed(page.overall, words.listed(names));
}

/** What a page's first view says. */
export function frontHtml(view: View): string {
  const { page, words, base } = view;
  const running = runningOn(view);
  const quiet = unsaid(view, running);
  const cards = running.map((report) => cardOf(view, report, running));
  const well = words.allWell;
  const top = page.components.length === 0
    ? markup`<section class="card"><h2>${words.nothingHere}</h2></section>`
    : running.length === 0 && quiet === null
      ? markup`<div class="well"><span class="good" aria-hidden="true">●</span><h2>${well}</h2></div>`
      : markup`${cards}${quiet}`;
  const planned = page.maintenances.filter((report) => beginsMs(report) > page.at);
  const earlier = [...page.incidents, ...page.maintenances]
    .filter((report) => isOver(report, page.at))
    .toSorted((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt))
    .slice(0, EARLIER);
  const plans = planned.length === 0 ? null : markup`<section class="card">${planned.map((report) => markup`<h3><span class="plan-ink"
aria-hidden="true">◆</span> ${words.planned(titleOf(view, report))}</h3><p class="sub">${planWords(view, report)}. ${
    report.updates[0]?.body ?? ""}</p>`)}</section>`;
  const past = earlier.length === 0 ? null : markup`<section class="card"><h3>${words.earlier}</h3><ul class="plain">${
    earlier.map((report) => markup`<li class="sub">${spanWords(view, Date.parse(report.startedAt), Date.parse(report.resolvedAt ?? ""))}, ${
      titleOf(view, report)}. <a href="${base}/incidents/${report.id}.html" aria-label="${words.more}: ${
      titleOf(view, report)}">${words.more}</a></li>`)}</ul><p><a href="${base}/history.html">${words.history}</a></p></section>`;
  const both = plans !== null && past !== null;
  return framed(view, {
    title: page.page.name, dated: true,
    body: markup`${page.page.about === "" ? null : markup`<p class="sub">${page.page.about}</p>`}${top}${
      page.groups.map((group) => list(view, group))}${both ? markup`<div class="two">${plans}${past}</div>` : markup`${plans}${past}`}`,
  });
}
