import type { CheckEvent } from "@ballast/schema";
import type { Sentences, Telling } from "../events/saying.ts";
import type { Slice } from "../slice.ts";
import { UptimeResolver } from "./uptimeResolver.ts";

const counted = (count: number): string => (count === 1 ? "a look" : `${String(count)} looks`);

/** How the events of checks read. */
const checkSentences: Sentences<CheckEvent> = {
  ChecksRecorded: ({ site, month, checks }, { by }) => `${by} recorded ${counted(checks.length)} at ${site} in ${month}`,
};

/** Whom they concern: nobody waits for a history. */
const checkTelling: Telling<CheckEvent> = { ChecksRecorded: { silent: "they come many at a time, and are read as figures" } };

/** Looks at sites from outside: read as figures, no records of their own. */
export const checkSlice = { resolvers: [UptimeResolver], sentences: checkSentences, telling: checkTelling } satisfies Slice;
