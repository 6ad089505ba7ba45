import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { line, reason, text, uuid } from "../scalars.ts";

export const updateTemplateEvents = {
  /** What an update that starts from it says, from then on; `{{started}}` and the like stand where a fact of the incident comes. */
  UpdateTemplateWritten: defineEvent({
    type: "UpdateTemplateWritten",
    schema: z.object({
      updateTemplateId: uuid, name: line, visibility: z.enum(["internal", "public"]), state: line, body: text,
      nextUpdateInMinutes: z.int().min(1).max(1_440).nullable(),
    }),
  }),
  UpdateTemplateRemoved: defineEvent({ type: "UpdateTemplateRemoved", schema: z.object({ updateTemplateId: uuid, reason }) }),
};
export type UpdateTemplateEvent = EventsOf<typeof updateTemplateEvents>;
