import { mailingDecider, publicationDecider, type PublicationCommand } from "@ballast/domain/publication";
import { overAt } from "@ballast/domain/maintenance";
import { foldRecord, gathered, handle, idOf, ids, type Gathering } from "@ballast/eventlog";
import type { Stored } from "@ballast/readmodel";
import type { MaintenanceRow } from "@ballast/readmodel/maintenance";
import type { PublicationRow } from "@ballast/readmodel/publication";
import { MOST_IN_MAILING, subscriberChannels, type ByChannel, type PublicationSubject, type PublishedNotice } from "@ballast/schema";
import { ASK_HOLDS_MS, subscriberDecider } from "@ballast/domain/subscriber";
import type { ApiServer } from "../../graphql/context.ts";
import type { Duty } from "../../slice.ts";
import { keptSite } from "../serving/kept.ts";
import { byTime, keepReach, stop } from "../subscribing/subscriptions.ts";
import { hearersOf, mailingOf, noticeOf, reportOn } from "./notices.ts";

/** It is looked so often what has to be said, ms. */
const EVERY_MS = 5_000;
/** What nobody could say for so long is not said any more, ms: it is no news. */
const STALE_MS = 24 * 3_600_000;
/** Of maintenance that began, or ended, so long ago nothing is said, ms. */
const LATE_MS = 3_600_000;

const actor = { personId: null, name: "Status pages", means: "system" } as const;

async function give(server: ApiServer, publicationId: string, command: PublicationCommand): Promise<void> {
  const commandId = ids.command("publication", publicationId, command.type);
  await handle(server.log, {
    aggregate: publicationDecider, id: publicationId, command,
    context: { commandId, actor, now: server.now().toISOString(), correlationId: commandId, causationId: publicationId },
  });
}

/** Writes down what is said to whom: the words first, so that every server goes on with the same ones. */
export async function address(server: ApiServer, row: Stored<PublicationRow>): Promise<void> {
  const { publicationId } = row;
  const kept = keptSite(server);
  kept.site({ fresh: true });
  const pages = kept.pages();
  const notices = row.status === "addressed" ? row.notices : pages.flatMap((page) => noticeOf(server, page, row) ?? []);
  if (row.status === "released") {
    await give(server, publicationId, { type: "AddressPublication", publicationId, notices: [...notices] });
    // Another server may have been faster, with other words: the log says which hold, and the next look goes on with them.
    return;
  }
  const told = { mail: 0, chat: 0, webhook: 0 };
  for (const notice of notices) {
    const page = pages.find((one) => one.page.id === notice.statusPageId);
    const report = page === undefined ? undefined : reportOn(server, page, row);
    if (page === undefined || report === undefined) continue;
    const hearers = hearersOf(server, page, report);
    for (const channel of subscriberChannels) {
      const own = hearers.flatMap((one) => (one.channel === channel ? [one.subscriberId] : []));
      told[channel] += await listed(server, { publicationId, notice, channel, ids: own });
    }
  }
  await give(server, publicationId, { type: "ListPublication", publicationId, told });
}

interface Listing {
  readonly publicationId: string;
  readonly notice: PublishedNotice;
  readonly channel: keyof ByChannel;
  readonly ids: readonly string[];
}

/** Writes a channel's mailings; how many get one. What was written before stays as it is. */
async function listed(server: ApiServer, { publicationId, notice, channel, ids: hearers }: Listing): Promise<number> {
  const { statusPageId, mailings } = notice;
  let told = 0;
  for (let batch = 0; batch < mailings[channel]; batch += 1) {
    const subscriberIds = hearers.filter((id) => mailingOf(id, mailings[channel]) === batch).slice(0, MOST_IN_MAILING);
    if (subscriberIds.length === 0) continue;
    const mailingId = idOf(mailingDecider, { publicationId, statusPageId, channel, batch });
    const commandId = ids.command("mailing", mailingId);
    await handle(server.log, {
      aggregate: mailingDecider, id: mailingId,
      command: { type: "ListMailing", mailingId, publicationId, statusPageId, channel, subscriberIds },
      context: { commandId, actor, now: server.now().toISOString(), correlationId: commandId, causationId: publicationId },
    });
    told += subscriberIds.length;
  }
  return told;
}

/** What is to be said of a maintenance at a moment, with what makes it a saying of its own. */
function dueOf(
  { from, until, ended, maintenanceId }: Pick<MaintenanceRow, "from" | "until" | "ended" | "maintenanceId">,
  at: number,
): readonly { readonly subject: PublicationSubject; readonly occasion: string }[] {
  const over = overAt({ until, ended });
  const just = (iso: string): boolean => Date.parse(iso) <= at && at - Date.parse(iso) < LATE_MS;
  // What was called off before it began never did.
  if (Date.parse(over) <= Date.parse(from)) return [];
  const about = { incidentId: null, updateId: null, maintenanceId };
  return [
    ...(just(from) && Date.parse(over) > at ? [{ subject: { kind: "begun" as const, ...about }, occasion: from }] : []),
    ...(just(over) ? [{ subject: { kind: "completed" as const, ...about }, occasion: from }] : []),
  ];
}

/** Says of announced maintenance that it began, and that it is over: found by time, by whichever server looks. */
export async function tellOfMaintenance(server: ApiServer): Promise<void> {
  const at = server.now().getTime();
  const rows = server.readModel.maintenances.announcedSince(new Date(at - LATE_MS).toISOString());
  for (const row of rows)
    for (const { subject, occasion } of dueOf(row, at)) {
      const publicationId = idOf(publicationDecider, subject, occasion);
      if (server.readModel.publications.get(publicationId) !== undefined) continue;
      await give(server, publicationId, { type: "ReleasePublication", publicationId, ...subject });
    }
}

/** Who never confirmed what was asked for at their address: it is taken away. */
export async function forgetUnconfirmed(server: ApiServer): Promise<void> {
  const before = new Date(server.now().getTime() - ASK_HOLDS_MS).toISOString();
  for (const { subscriberId } of server.readModel.subscribers.unconfirmedSince(before))
    await stop(server, subscriberId, { actor: byTime, as: "time" });
}

/** An address that nobody has asked for after so long, ms, is asked for by nobody: who kept it died before the question was written. */
const STRAY_MS = 60 * 60_000;
/** It is looked for such addresses so often, ms. */
const SWEEP_EVERY_MS = 6 * 3_600_000;

/** Addresses that are kept, and since when, ms since 1970. */
const keptAddresses: Gathering<Map<string, number>> = {
  filter: { categories: ["reach"] }, nothing: () => new Map(),
  note: (found, { id, event, metadata }) => {
    if (event.type === "ReachSet" && event.data.sealed !== null) found.set(id, Date.parse(metadata.recordedAt));
    else found.delete(id);
  },
};

/** Takes away addresses that are kept of nobody who hears of a page, or asked to. */
export async function forgetStray(server: ApiServer): Promise<void> {
  const before = server.now().getTime() - STRAY_MS;
  for (const [id, keptAt] of [...await gathered(server.log, keptAddresses)]) {
    if (keptAt > before) continue;
    // The log is asked of those whom this server does not know: it may be behind.
    if (server.readModel.subscribers.get(id) !== undefined) continue;
    if ((await foldRecord(server.log, subscriberDecider, id)).status !== "absent") continue;
    await keepReach(server, { subscriberId: id, address: null }, byTime);
  }
}

/** One look at everything that has to be said. What fails is looked at again, and keeps nothing else. */
export async function tellWhatIsDue(server: ApiServer): Promise<void> {
  const since = new Date(server.now().getTime() - STALE_MS).toISOString();
  const attempt = async (what: () => Promise<void>): Promise<void> => {
    try {
      await what();
    } catch (error) {
      server.logger.warn({ err: error }, "subscribers could not be told yet");
    }
  };
  await attempt(() => tellOfMaintenance(server));
  for (const row of server.readModel.publications.underWay(since)) await attempt(() => address(server, row));
  await attempt(() => forgetUnconfirmed(server));
}

/** Sees to it that subscribers are told of what was released, as soon as it is. */
export function telling(server: ApiServer): Duty {
  let working: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let sweptAt = 0;
  const work = async (): Promise<void> => {
    await tellWhatIsDue(server);
    const now = server.now().getTime();
    if (now - sweptAt < SWEEP_EVERY_MS) return;
    sweptAt = now;
    await forgetStray(server).catch((error: unknown) => server.logger.warn({ err: error }, "addresses of nobody could not be looked for"));
  };
  const wake = (): void => {
    if (stopped) return;
    if (working !== null) {
      again = true;
      return;
    }
    // A server that begins knows neither all subscribers nor what was taken back.
    if (!keptSite(server).isRead()) return;
    working = work().finally(() => {
      working = null;
      if (!again) return;
      again = false;
      wake();
    });
  };
  const unsubscribe = server.readModel.onApplied(({ events }) => {
    if (events.some(({ event: { type } }) => type === "PublicationReleased" || type === "PublicationAddressed")) wake();
  });
  const timer = setInterval(wake, EVERY_MS);
  timer.unref();
  return {
    async stop() {
      stopped = true;
      unsubscribe();
      clearInterval(timer);
      await working;
    },
  };
}
