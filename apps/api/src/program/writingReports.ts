import { reportDecider } from "@ballast/domain/program";
import { handle, ids } from "@ballast/eventlog";
import type { AsOf } from "@ballast/readmodel";
import { placeOf } from "@ballast/readmodel/program";
import type { ApiServer } from "../graphql/context.ts";
import { publicScope } from "../graphql/publicScope.ts";
import { find } from "../graphql/records.ts";
import type { Duty } from "../slice.ts";
import { leadershipReport } from "./leadershipReport.ts";

/** What could not be written, as the log was away, is tried again after this, ms. */
const againAfterMs = 30_000;
/** A report that nobody wrote for so long is not sent any more, ms: everybody would get that of a week they know of. */
const forMs = 24 * 60 * 60_000;
/** Longest PDF that goes with a mail, in base64. */
const MOST_PDF = 400_000;

/** The report as PDF; null where nothing prints it, which keeps nobody from reading it. */
async function printed({ printer, logger }: ApiServer, page: { readonly html: string; readonly at: string }): Promise<string | null> {
  if (printer === undefined) return null;
  try {
    const base64 = (await printer.print(page)).toString("base64");
    return base64.length > MOST_PDF ? null : base64;
  } catch (error) {
    logger.info({ err: error }, "the week's report goes out without a PDF");
    return null;
  }
}

/**
 * Writes the newest report down for those who read it, as the log stood when it was made and anybody may know it: the same on every server,
 * so that it does not matter which of them is first. Whether there was anything to write.
 */
export async function writeReport(server: ApiServer): Promise<boolean> {
  const { readModel } = server;
  const row = readModel.weeklyReports.all()[0];
  if (row?.status !== "made" || server.now().getTime() - Date.parse(row.at) > forMs) return false;
  const place = placeOf(row);
  const scope = publicScope(server, { position: place });
  const readersAt = (asOf?: AsOf): readonly string[] => readModel.programSettings.found(asOf)?.readerIds ?? [];
  // Who came since gets the next one, who has had enough since gets none.
  const still = new Set(readersAt());
  const readerIds = readersAt({ position: place }).filter((id) => still.has(id) && find(publicScope(server), "Person", id) !== null);
  if (readerIds.length === 0) return false;
  const [{ text: markdown, subject }, { text: html, at }] =
    [leadershipReport(scope, place, "md"), leadershipReport(scope, place, "html")];
  const pdf = await printed(server, { html, at });
  const commandId = ids.command("written report", row.id);
  await handle(server.log, {
    aggregate: reportDecider, id: row.id,
    command: { type: "WriteLeadershipReport", reportId: row.id, place, subject, markdown, html, pdf, readerIds },
    context: {
      commandId, actor: { personId: null, name: "the week's report", means: "system" }, now: server.now().toISOString(),
      correlationId: commandId, causationId: row.id,
    },
  });
  return true;
}

/** Sees to it that the week's report is written for who reads it, as soon as it is made. */
export function writingReports(server: ApiServer): Duty {
  let working: Promise<unknown> | null = null;
  let stopped = false;
  const wake = (): void => {
    if (stopped || working !== null) return;
    working = writeReport(server)
      .catch((error: unknown) => { if (!stopped) server.logger.warn({ err: error }, "the week's report could not be written yet"); })
      .finally(() => void (working = null));
  };
  const unsubscribe = server.readModel.onApplied(({ events }) => {
    if (events.some(({ event }) => event.type === "LeadershipReportMade")) wake();
  });
  const timer = setInterval(wake, againAfterMs);
  timer.unref();
  wake();
  return {
    async stop() {
      stopped = true;
      unsubscribe();
      clearInterval(timer);
      await working;
    },
  };
}
