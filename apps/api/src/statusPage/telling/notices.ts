import { hearsOf } from "@ballast/domain/subscriber";
import type { Stored } from "@ballast/readmodel";
import type { SubscriberRow } from "@ballast/readmodel/subscriber";
import { MOST_IN_MAILING, subscriberChannels, type ByChannel, type PublicationSubject, type PublishedNotice } from "@ballast/schema";
import type { ApiServer } from "../../graphql/context.ts";
import { planWords } from "../html/front.ts";
import { titleOf, viewOf, type View } from "../html/frame.ts";
import { publishedPage, type PublishedPage } from "../published/publishedPage.ts";
import type { Report } from "../published/report.ts";
import { placeOf } from "../serving/site.ts";


/** The longest body that a message carries, characters: the whole stands on the page. */
const LONGEST = 10_000;
/** Mailings are meant to have so many in them: who comes meanwhile finds room. */
const USUAL_IN_MAILING = MOST_IN_MAILING / 2;

/**
 * What a page tells of a subject; undefined where it tells nothing of it. Of one that was merged no page tells any more: it is what the
 * page told of it, where the other one stands there.
 */
export function reportOn(
  server: ApiServer, page: PublishedPage, { kind, incidentId, maintenanceId }: PublicationSubject,
): Report | undefined {
  if (kind !== "merged")
    return page.all.find(({ id }) => id === incidentId) ?? page.maintenances.find(({ id }) => id === maintenanceId);
  const now = new Date(page.at).toISOString();
  const rows = incidentId === null ? [] : server.readModel.incidents.mergedForPublic(incidentId, now);
  if (rows.length === 0 || goesOnAs(server, page, incidentId) === undefined) return undefined;
  return publishedPage(server, page.page, { at: page.at, rows }).all.find(({ id }) => id === incidentId);
}

/** What the page tells of the one that another was merged into. */
function goesOnAs({ readModel }: ApiServer, page: PublishedPage, incidentId: string | null): Report | undefined {
  const into = incidentId === null ? null : (readModel.incidents.get(incidentId)?.mergedInto ?? null);
  return page.all.find(({ id }) => id === into);
}

/** Who of a page's subscribers hears of a report on it, by what groups have in them now. */
export function hearersOf(
  { readModel }: Pick<ApiServer, "readModel">, { page }: PublishedPage, { componentIds }: Report,
): readonly Stored<SubscriberRow>[] {
  const hit = page.components.filter(({ componentId }) => componentIds.includes(componentId));
  return readModel.subscribers.hearing(page.id).filter(({ hears }) => hears !== null && hearsOf(hears, hit));
}

/** How many of them by each channel. */
export const byChannel = (hearers: readonly Pick<SubscriberRow, "channel">[]): ByChannel => {
  const count = (channel: SubscriberRow["channel"]): number => hearers.filter((one) => one.channel === channel).length;
  return { mail: count("mail"), chat: count("chat"), webhook: count("webhook") };
};

/** In which of so many mailings somebody is: told by their id alone, so that nobody is in two however often this is worked out. */
export const mailingOf = (subscriberId: string, mailings: number): number => Number.parseInt(subscriberId.slice(0, 8), 16) % mailings;

function mailingsFor(ids: readonly string[]): number {
  let mailings = Math.ceil(ids.length / USUAL_IN_MAILING);
  const fullest = (): number => {
    const sizes = new Array<number>(mailings).fill(0);
    for (const id of ids) sizes[mailingOf(id, mailings)] = (sizes[mailingOf(id, mailings)] ?? 0) + 1;
    return Math.max(...sizes);
  };
  while (mailings > 0 && fullest() > MOST_IN_MAILING) mailings += 1;
  return mailings;
}

interface Said {
  readonly word: string;
  readonly body: string;
  readonly at: string;
}

/** What a notice is of, and, where it was merged, what it goes on as. */
interface Told {
  readonly report: Report;
  readonly goesOn: Report | undefined;
}

/** What is said, in the page's words; null where it is not there to be said any more. */
function saidOf(view: View, { report, goesOn }: Told, { kind, updateId }: PublicationSubject): Said | null {
  const { words, page } = view;
  const now = new Date(page.at).toISOString();
  switch (kind) {
    case "update": {
      const update = report.updates.find(({ id }) => id === updateId);
      return update === undefined ? null : { word: words.report[update.status], body: update.body, at: update.at };
    }
    case "resolved":
      // Of what readers never heard of they do not hear that it is over.
      return report.updates.length === 0 ? null : { word: words.report.resolved, body: "", at: report.resolvedAt ?? now };
    case "merged":
      return report.updates.length === 0 || goesOn === undefined
        ? null : { word: words.message.merged, body: words.message.goesOn(titleOf(view, goesOn)), at: now };
    case "announced": case "begun": case "completed": {
      const { scheduled: announced, in_progress: begun, completed } = words.maintenance;
      return { word: { announced, begun, completed }[kind], body: report.updates[0]?.body ?? "", at: now };
    }
  }
}

/** What one page's subscribers are told of a subject; null where it tells nothing of it. */
export function noticeOf(server: ApiServer, page: PublishedPage, subject: PublicationSubject): PublishedNotice | null {
  const report = reportOn(server, page, subject);
  if (report === undefined) return null;
  const view = viewOf(page);
  const goesOn = subject.kind === "merged" ? goesOnAs(server, page, subject.incidentId) : undefined;
  const said = saidOf(view, { report, goesOn }, subject);
  if (said === null) return null;
  const { words } = view;
  const { name, slug, address, id } = page.page;
  const path = `/status/${slug}`;
  const url = placeOf(address ?? `${server.publicUrl.replace(/\/$/u, "")}${path}`);
  const title = titleOf(view, report);
  const components = page.components.flatMap(({ component }) =>
    (report.componentIds.includes(component.componentId) ? [component.name] : []));
  const body = said.body.slice(0, LONGEST);
  const text = [
    title, "", `${said.word}. ${body}`.trim(), ...(subject.maintenanceId === null ? [] : ["", planWords(view, report)]),
    ...(components.length === 0 ? [] : ["", words.message.concerns(words.listed(components))]),
  ].join("\n");
  const hearers = hearersOf(server, page, report);
  const mailings = Object.fromEntries(subscriberChannels.map((channel) =>
    [channel, mailingsFor(hearers.flatMap((one) => (one.channel === channel ? [one.subscriberId] : [])))])) as ByChannel;
  return {
    statusPageId: id, name, url, path, subject: `${name}: ${title} (${said.word})`.slice(0, 1_000), text,
    // What goes on and was not told of yet has no document of its own.
    link: goesOn === undefined ? `${url}/incidents/${report.id}.html` : goesOn.told ? `${url}/incidents/${goesOn.id}.html` : url,
    footer: words.message.footer(name), mailings,
    about: { id: report.id, title: title.slice(0, 1_000), status: said.word, body, components, at: said.at },
  };
}
