import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { line, severity, text, uuid } from "../scalars.ts";

/** An effect, and what it looks like by how severe it is, the worst first. */
export const matrixRow = z.object({ effect: line, cells: z.array(z.object({ severity, says: line })).min(1).max(8) });

export const severityMatrixEvents = {
  /** What severities are proposed by from then on; each writing is a version. */
  SeverityMatrixWritten: defineEvent({
    type: "SeverityMatrixWritten",
    schema: z.object({ severityMatrixId: uuid, version: z.int().min(1), rows: z.array(matrixRow).min(1).max(10), reason: text }),
  }),
};
export type SeverityMatrixEvent = EventsOf<typeof severityMatrixEvents>;
