import { mondayOf, reportDecider, USUAL_PROGRAM_ZONE } from "@ballast/domain/program";
import { handle, idOf, ids } from "@ballast/eventlog";
import packageFile from "../../package.json" with { type: "json" };
import type { OpenRecords } from "../reactor/slice.ts";
import { systemActor } from "../systemActor.ts";

/**
 * Every Monday on the program's clock the report of the week is made: it is about the log up to the event that says so. One that was away
 * on Monday makes it when it is back. There is nothing to report before there is an objective or a risk.
 */
export function weeklyReports(): OpenRecords {
  let last = "";
  let timeZone = USUAL_PROGRAM_ZONE;
  let begun = false;
  const begin = (): void => void (begun = true);
  return {
    notes: {
      ObjectiveDefined: begin, RiskRegistered: begin,
      ProgramZoneSet: ({ event: { data } }) => void ({ timeZone } = data),
      LeadershipReportMade: ({ event: { data } }) => void (last = data.monday > last ? data.monday : last),
    },
    candidates: (now) => (begun && mondayOf(now, timeZone) > last ? [mondayOf(now, timeZone)] : []),
    async look({ log, now }, monday) {
      const at = now().toISOString();
      const reportId = idOf(reportDecider, monday);
      const commandId = ids.command("report of the week", monday);
      await handle(log, {
        aggregate: reportDecider, id: reportId,
        command: { type: "MakeLeadershipReport", reportId, monday, timeZone, at, build: packageFile.version },
        context: { commandId, actor: systemActor("the week's report"), now: at, correlationId: commandId, causationId: reportId },
      });
      last = monday;
      return null;
    },
  };
}
