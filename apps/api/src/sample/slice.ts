import type { SampleEvent } from "@ballast/schema";
import type { Sentences, Telling } from "../events/saying.ts";
import type { Slice } from "../slice.ts";

/** How the events of requests read. */
const sampleSentences: Sentences<SampleEvent> = {
  RequestsCounted: ({ objectiveId, hour, counts }, { objective }) => {
    const known = counts.filter((count) => count !== null);
    const valid = Math.round(known.reduce((sum, count) => sum + count.valid, 0));
    const bad = Math.round(known.reduce((sum, count) => sum + count.bad, 0));
    return `${objective(objectiveId)} had ${valid.toLocaleString("en")} requests in the hour from ${hour.slice(0, 16).replace("T", " ")}, ${bad.toLocaleString("en")} of them bad`;
  },
};

/** Whom they concern: nobody waits for an hour to be over. */
const sampleTelling: Telling<SampleEvent> = { RequestsCounted: { silent: "they come every hour, and are read as figures" } };

/** Requests that objectives are measured by: read as their figures, no records of their own. */
export const sampleSlice = { resolvers: [], sentences: sampleSentences, telling: sampleTelling } satisfies Slice;
