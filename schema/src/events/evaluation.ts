import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, slug, uuid } from "../scalars.ts";
import { variantName } from "./targeting.ts";

/** Where flags were evaluated: by a server of ours, or in a client's process, as its telemetry says. */
export const evaluationSource = z.enum(["served", "telemetry"]);
export type EvaluationSource = z.infer<typeof evaluationSource>;

/** How often a flag gave a variant; null: the caller's code default. */
export const evaluationCount = z.object({ flagId: uuid, variant: variantName.nullable(), source: evaluationSource, count: z.int().min(1) });
export type EvaluationCount = z.infer<typeof evaluationCount>;

/** Evaluations of an environment's flags, added up: never one event an evaluation. */
export const evaluationEvents = {
  FlagEvaluationsCounted: defineEvent({
    type: "FlagEvaluationsCounted",
    schema: z.object({
      evaluationId: uuid, environment: slug,
      /** The hour in which they were, its beginning. */
      hour: instant,
      counts: z.array(evaluationCount).min(1).max(5_000),
    }),
  }),
};
export type EvaluationEvent = EventsOf<typeof evaluationEvents>;
