import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, uuid } from "../scalars.ts";

/** The report to the leadership, one a week. */
export const reportEvents = {
  /**
   * It is about the log up to this event, at this instant: from both it can be made again, to the last byte, by the build that is named.
   */
  LeadershipReportMade: defineEvent({
    type: "LeadershipReportMade",
    schema: z.object({ reportId: uuid, monday: z.iso.date(), timeZone: line, at: instant, build: line }),
  }),
};
export type ReportEvent = EventsOf<typeof reportEvents>;
