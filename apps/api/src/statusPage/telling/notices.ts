import { hearsOf } from "@ballast/domain/subscriber";
import type { Stored } from "@ballast/readmodel";
import type { SubscriberRow } from "@ballast/readmodel/subscriber";
import { MOST_IN_MAILING, subscriberChannels, type ByChannel, type PublicationSubject, type PublishedNotice } from "@ballast/schema";
import type { ApiServer } from "../../graphql/context.ts";
import { planWords } from "../html/front.ts";
import { titleOf, viewOf, type View } from "../html/frame.ts";
import type { PublishedPage } from "../published/publishedPage.ts";
import type { Report } from "../published/report.ts";
import { placeOf } from "../serving/site.ts";

type Server = Pick<ApiServer, "readModel" | "publicUrl">;

/** The longest body that a message carries, characters: the whole stands on the page. */
const LONGEST = 10_000;
/** Mailings are meant to have so many in them: who comes meanwhile finds room. */
const USUAL_IN_MAILING = MOST_IN_MAILING / 2;

/** What a page tells of a subject; undefined where it tells nothing of it. */
export const reportOn = (page: PublishedPage, { incidentId, maintenanceId }: PublicationSubject): Report | undefined =>
  page.all.find(({ id }) => id === incidentId) ?? page.maintenances.find(({ id }) => id === maintenanceId);

/** Who of a page's subscribers hears of a report on it, by what groups have in them now. */
export function hearersOf({ readModel }: Server, { page }: PublishedPage, { componentIds }: Report): readonly Stored<SubscriberRow>[] {
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

/** What is said, in the page's words; null where it is not there to be said any more. */
function saidOf({ words, page }: View, report: Report, { kind, updateId }: PublicationSubject): Said | null {
  const now = new Date(page.at).toISOString();
  switch (kind) {
    case "update": {
      const update = report.updates.find(({ id }) => id === updateId);
      return update === undefined ? null : { word: words.report[update.status], body: update.body, at: update.at };
    }
    case "resolved":
      // Of what readers never heard of they do not hear that it is over.
      return report.updates.length === 0 ? null : { word: words.report.resolved, body: "", at: report.resolvedAt ?? now };
    case "announced": case "begun": case "completed": {
      const { scheduled: announced, in_progress: begun, completed } = words.maintenance;
      return { word: { announced, begun, completed }[kind], body: report.updates[0]?.body ?? "", at: now };
    }
  }
}

/** What one page's subscribers are told of a subject; null where it tells nothing of it. */
export function noticeOf(server: Server, page: PublishedPage, subject: PublicationSubject): PublishedNotice | null {
  const report = reportOn(page, subject);
  if (report === undefined) return null;
  const view = viewOf(page);
  const said = saidOf(view, report, subject);
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
    link: `${url}/incidents/${report.id}.html`, footer: words.message.footer(name), mailings,
    about: { id: report.id, title: title.slice(0, 1_000), status: said.word, body, components, at: said.at },
  };
}
