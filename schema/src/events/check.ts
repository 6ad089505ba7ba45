import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, uuid } from "../scalars.ts";

/** One look at a site from outside: whether it answered as it should. */
export const check = z.object({
  at: instant, state: z.enum(["up", "down"]), httpStatus: z.int().min(0).max(999).nullable(), responseMs: z.number().min(0).nullable(),
});
export type Check = z.infer<typeof check>;

/** `2026-03`, of the UTC calendar. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/u, "a month, as 2026-03");

/** So many checks at most go into one event. */
export const MOST_CHECKS = 2_000;

/** Looks at a service's sites from outside, a stream for each site and month. */
export const checkEvents = {
  /** `checkId` is the stream's: of service, site and month. In the order of their times, none twice. */
  ChecksRecorded: defineEvent({
    type: "ChecksRecorded",
    schema: z.object({ checkId: uuid, serviceId: uuid, site: line, month, checks: z.array(check).min(1).max(MOST_CHECKS) }),
  }),
};
export type CheckEvent = EventsOf<typeof checkEvents>;
