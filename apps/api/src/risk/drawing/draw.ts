import { simulation, type Exceedance, type ExceedanceQuestion, type SimulatedRisk } from "@ballast/domain/risk";
import type { RiskInputs } from "@ballast/schema";

/** What is drawn: the risks, the question, and what some of them would be instead, each "what if" by itself. */
export interface Drawing {
  readonly risks: readonly SimulatedRisk[];
  readonly question: ExceedanceQuestion;
  readonly whatIf: readonly { readonly id: string; readonly after: readonly (readonly [riskId: string, inputs: RiskInputs])[] }[];
}

/** The answer, and the chance with each "what if", in their order. */
export interface Drawn extends Exceedance {
  readonly whatIf: readonly { readonly id: string; readonly chance: number }[];
}

/** Draws the years: tenths of a second of nothing but sums. */
export function draw({ risks, question, whatIf }: Drawing): Drawn {
  const asked = simulation(risks, question);
  while (asked.left > 0) asked.next();
  return { ...asked.answer(), whatIf: whatIf.map(({ id, after }) => ({ id, chance: asked.chanceWith(new Map(after)) })) };
}
