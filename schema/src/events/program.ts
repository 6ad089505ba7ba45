import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { line, uuid } from "../scalars.ts";

/** The availability program of the installation: whose calendar it goes by, and who reads its report. */
export const programEvents = {
  /** Its weeks begin, and the days of its report are, where this clock is. */
  ProgramZoneSet: defineEvent({ type: "ProgramZoneSet", schema: z.object({ programId: uuid, timeZone: line }) }),
  /** Somebody gets the report of each week: they asked for it, or were named. */
  ReportReaderAdded: defineEvent({ type: "ReportReaderAdded", schema: z.object({ programId: uuid, personId: uuid }) }),
  ReportReaderRemoved: defineEvent({ type: "ReportReaderRemoved", schema: z.object({ programId: uuid, personId: uuid }) }),
};
export type ProgramEvent = EventsOf<typeof programEvents>;
