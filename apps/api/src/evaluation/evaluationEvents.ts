import type { EvaluationEvent } from "@ballast/schema";
import type { Sentences, Telling } from "../events/saying.ts";

/** How the events of evaluations read. */
export const evaluationSentences: Sentences<EvaluationEvent> = {
  FlagEvaluationsCounted: ({ environment, counts }) =>
    `Flags of ${environment} were evaluated ${String(counts.reduce((sum, { count }) => sum + count, 0))} times`,
};

/** Whom they concern. */
export const evaluationTelling: Telling<EvaluationEvent> = {
  FlagEvaluationsCounted: { silent: "counts of every hour, shown with the flags" },
};
