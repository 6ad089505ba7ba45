import type { DataOf, EvaluationCount, EvaluationEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";

/** How often the flags of an environment gave what, in one hour. */
export interface Evaluations {
  /** By flag, variant and source, each once. */
  readonly counts: readonly EvaluationCount[];
}

/** Each server tells its own part, more than once an hour where there is much; all of them are added up. */
export type EvaluationCommand = { readonly type: "CountEvaluations"; readonly now: string } & DataOf<"FlagEvaluationsCounted">;

const keyOf = ({ flagId, variant, source }: EvaluationCount): string => JSON.stringify([flagId, variant, source]);

function evolve({ counts }: Evaluations, { data }: EvaluationEvent): Evaluations {
  const sums = new Map(counts.map((count) => [keyOf(count), count]));
  for (const one of data.counts) {
    const known = sums.get(keyOf(one));
    sums.set(keyOf(one), known === undefined ? one : { ...known, count: known.count + one.count });
  }
  return { counts: [...sums.values()] };
}

/** Evaluations of an environment in an hour, known by both. */
export const evaluationDecider = aggregate("evaluation", {
  initialState: { counts: [] } as Evaluations,
  evolve,
  decide: ({ type: _, now: __, ...data }: EvaluationCommand): readonly EvaluationEvent[] => [{ type: "FlagEvaluationsCounted", data }],
  keyOf: (environment: string, hour: string) => [environment, hour],
});
