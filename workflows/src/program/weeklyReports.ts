import { reportDecider } from "@ballast/domain/program";
import { handle, idOf, ids } from "@ballast/eventlog";
import packageFile from "../../package.json" with { type: "json" };
import type { OpenRecords } from "../reactor/slice.ts";
import { systemActor } from "../systemActor.ts";

const DAY_MS = 86_400_000;

/** The Monday (UTC) of the week that a moment lies in, as 2026-11-23. */
function mondayOf(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  return new Date((day - ((new Date(ms).getUTCDay() + 6) % 7)) * DAY_MS).toISOString().slice(0, 10);
}

/**
 * Every Monday the report of the week is made: it is about the log up to the event that says so. One that was away on Monday makes it when
 * it
 * is back. There is nothing to report before there is an objective or a risk.
 */
export function weeklyReports(): OpenRecords {
  let last = "";
  let begun = false;
  const begin = (): void => void (begun = true);
  return {
    notes: {
      ObjectiveDefined: begin, RiskRegistered: begin,
      LeadershipReportMade: ({ event: { data } }) => void (last = data.monday > last ? data.monday : last),
    },
    candidates: (now) => (begun && mondayOf(now) > last ? [mondayOf(now)] : []),
    async look({ log, now }, monday) {
      const at = now().toISOString();
      const reportId = idOf(reportDecider, monday);
      const commandId = ids.command("report of the week", monday);
      await handle(log, {
        aggregate: reportDecider, id: reportId,
        command: { type: "MakeLeadershipReport", reportId, monday, timeZone: "UTC", at, build: packageFile.version },
        context: { commandId, actor: systemActor("the week's report"), now: at, correlationId: commandId, causationId: reportId },
      });
      last = monday;
      return null;
    },
  };
}
