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
  /**
   * What is sent to those who read it: made from that place in the log, before anybody was told. Kept so that all get the same, whichever
   * worker sends it and however often it has to try.
   */
  LeadershipReportWritten: defineEvent({
    type: "LeadershipReportWritten",
    schema: z.object({
      /** The place in the log that it is about. */
      reportId: uuid, place: line, subject: line, markdown: z.string().max(100_000), html: z.string().max(200_000),
      /** In base64; null where nothing prints, or it is too long for a mail. */
      pdf: z.string().max(400_000).nullable(),
      readerIds: z.array(uuid).min(1).max(200),
    }),
  }),
  /** Somebody got it by these channels; by none where none of theirs takes it, or they have gone. */
  LeadershipReportSent: defineEvent({
    type: "LeadershipReportSent", schema: z.object({ reportId: uuid, personId: uuid, channels: z.array(z.enum(["mail", "chat"])) }),
  }),
};
export type ReportEvent = EventsOf<typeof reportEvents>;
