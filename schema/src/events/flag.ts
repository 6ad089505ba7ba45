import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, text, uuid } from "../scalars.ts";

/** Deepest nesting of a flag's value: deeper is no setting that somebody wrote. */
const DEEPEST = 32;
/** Longest value, as JSON text, in characters. */
const LONGEST = 64_000;

/** Looks no deeper than it has to: a value of a thousand brackets must not exhaust the stack. */
const isWithin = (value: unknown, depth: number): boolean =>
  typeof value !== "object" || value === null || (depth > 0 && Object.values(value).every((inner) => isWithin(inner, depth - 1)));

/** Any JSON value, of the size of a setting. */
export const settingValue = z
  .unknown()
  .refine((value) => value !== undefined, "a value is missing")
  .refine((value) => isWithin(value, DEEPEST), `it is nested more than ${DEEPEST} levels deep`)
  .refine((value) => !isWithin(value, DEEPEST) || (JSON.stringify(value) ?? "").length <= LONGEST, `it has more than ${LONGEST} characters`);

/** A flag's name at its source: free text. */
export const observedKey = z.string().min(1).max(300);

/** What a source says of one change of one flag; `seq` is its place there and, with the service, its id. */
export const flagChange = z.object({
  seq: z.int().min(0),
  /** When it happened, with the offset that the source gave. */
  at: instant,
  /** `added`, `removed`, or the source's word for another change. */
  change: line,
  /** The member of the state that changed; null where the whole did. */
  field: z.string().min(1).max(300).nullable(),
  from: settingValue,
  to: settingValue,
  who: line.nullable(),
  commit: z.string().min(1).max(64).nullable(),
  /** Version of the release that brought it, where the source names one. */
  release: line.nullable(),
  note: text,
});
export type FlagChange = z.infer<typeof flagChange>;

const flag = { flagId: uuid, serviceId: uuid, key: observedKey, environment: line.nullable() };

/** A flag that another system holds: Ballast hears of its changes and controls nothing. */
export const flagEvents = {
  FlagChangeImported: defineEvent({ type: "FlagChangeImported", schema: z.object({ ...flag, ...flagChange.shape }) }),
  /** Its source says another thing now of a change that it has told before. */
  FlagChangeImportCorrected: defineEvent({ type: "FlagChangeImportCorrected", schema: z.object({ flagId: uuid, ...flagChange.shape }) }),
};
export type FlagEvent = EventsOf<typeof flagEvents>;
