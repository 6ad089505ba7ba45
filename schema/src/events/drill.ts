import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, milliseconds, reason, severity, text, uuid } from "../scalars.ts";

/** What a drill is scored by. */
export const drillMarks = ["acknowledged", "commander", "firstUpdate", "updatesOnTime", "roles", "checklist", "finished"] as const;
export type DrillMarkName = (typeof drillMarks)[number];

/** One of them: how much of it was met, and how long it took against how long it may take, where that is what is asked. */
export const drillMark = z.object({
  mark: z.enum(drillMarks), met: z.int().min(0), of: z.int().min(1), tookMs: milliseconds.nullable(), goalMs: milliseconds.nullable(),
});
export type DrillMark = z.infer<typeof drillMark>;

const id = { drillId: uuid };

/** An exercise: an incident that is none, begun by itself at its time and scored afterwards. */
export const drillEvents = {
  /** What it is from then on. It begins at some moment from `from` to `until`, which nobody knows before; `planId` names this plan. */
  DrillPlanned: defineEvent({
    type: "DrillPlanned",
    schema: z.object({
      ...id, planId: uuid, title: line, scenario: text, serviceId: uuid, severity, from: instant, until: instant,
      /** Whether those on call are told of it beforehand. */
      announced: z.boolean(),
      /** It ends by itself after so long. */
      lastsMinutes: z.int().min(5).max(240),
    }),
  }),
  /** Its incident is declared, under the drill's own id. `calledIds`: who was on call then. */
  DrillBegun: defineEvent({
    type: "DrillBegun", schema: z.object({ ...id, planId: uuid, at: instant, calledIds: z.array(uuid).max(200) }),
  }),
  /** Who was told of it and expects it, by this plan; nobody: those who expected it were told that it does not come. */
  DrillAnnounced: defineEvent({
    type: "DrillAnnounced", schema: z.object({ ...id, planId: uuid, at: instant, toldIds: z.array(uuid).max(1_000) }),
  }),
  DrillCalledOff: defineEvent({ type: "DrillCalledOff", schema: z.object({ ...id, at: instant, reason }) }),
  /** How it went, from its incident's log; said again where that is corrected. */
  DrillScored: defineEvent({
    type: "DrillScored", schema: z.object({ ...id, at: instant, marks: z.array(drillMark).min(1).max(20) }),
  }),
};
export type DrillEvent = EventsOf<typeof drillEvents>;
