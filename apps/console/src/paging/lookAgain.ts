/** When one looks again, as it is chosen before a page is answered. */
export type Again = "no" | "30" | "60" | "120" | "at";

/** What is chosen: a length from the press on, or a moment. */
export interface ChosenAgain {
  readonly again: Again;
  /** ISO; of `at` alone. */
  readonly at: string | null;
}

export const notAgain: ChosenAgain = { again: "no", at: null };

/** The moment that is meant, epoch ms, as of the press; null: none. */
export function momentOf({ again, at }: ChosenAgain, now: number): number | null {
  if (again === "no") return null;
  if (again === "at") return at === null ? null : Date.parse(at);
  return now + Number(again) * 60_000;
}
