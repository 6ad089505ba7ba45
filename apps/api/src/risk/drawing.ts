import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
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

/** Draws the years. Everybody else is served between two risks: each takes some thousandths of a second. */
export async function draw({ risks, question, whatIf }: Drawing): Promise<Drawn> {
  const asked = simulation(risks, question);
  while (asked.left > 0) {
    asked.next();
    await turn();
  }
  const chances: Drawn["whatIf"][number][] = [];
  for (const { id, after } of whatIf) {
    chances.push({ id, chance: asked.chanceWith(new Map(after)) });
    await turn();
  }
  return { ...asked.answer(), whatIf: chances };
}

/** So many answers are kept: a console asks for the same one again and again, and an answer is some kilobytes. */
const KEPT = 32;

/**
 * What is asked twice is drawn once, and different questions one after the other: however many people look at a forecast, or
 * ask for it with whatever targets, a node draws one at a time. What fails is drawn anew.
 */
export function drawnOnce(drawing: (asked: Drawing) => Promise<Drawn>): (asked: Drawing) => Promise<Drawn> {
  const kept = new Map<string, Promise<Drawn>>();
  let before: Promise<unknown> = Promise.resolve();
  return (asked) => {
    const key = createHash("sha256").update(JSON.stringify(asked)).digest("base64");
    const known = kept.get(key);
    kept.delete(key);
    const answer = known ?? before.then(() => drawing(asked));
    kept.set(key, answer);
    if (known === undefined) {
      before = answer.catch(() => kept.delete(key));
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    }
    return answer;
  };
}
