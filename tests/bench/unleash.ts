import { startStack } from "../harness/index.ts";
import { apiOf, comeBefore, contextAt, evaluate, registerFlags } from "./flags/fleetOfFlags.ts";
import { Load, type Answer } from "./flags/load.ts";
import { startUnleash } from "./flags/unleash.ts";
import { valuesOf, type Figure } from "./figure.ts";
import { summarise, type BenchResult } from "./result.ts";

const flagCount = 200;

/** Where `npm install unleash-server` was run: it is no dependency of Ballast's. */
const folder = process.env["UNLEASH"];

const askBallast = (load: Load, turn: number): Promise<Answer> => load.post(evaluate, { context: contextAt(turn) });
function askUnleash(load: Load, turn: number): Promise<Answer> {
  const { targetingKey, plan, region } = contextAt(turn);
  return load.get(`/api/frontend?userId=${targetingKey}&properties%5Bplan%5D=${plan}&properties%5Bregion%5D=${region}`);
}

/**
 * All flags of a customer from Ballast over OFREP and from Unleash's frontend API, the same flags, rules and contexts, by the same load in
 * turns; CPU of everything that either started.
 */
export async function run(): Promise<readonly BenchResult[]> {
  if (folder === undefined) {
    const name = "UNLEASH is not set: run `npm install unleash-server@8.2` in a folder outside, and name that folder";
    return [summarise({ name, samplesMs: [], elapsedMs: 0 })];
  }
  const unleash = await startUnleash(folder, flagCount);
  const stack = await startStack({ env: { BALLAST_FLAG_REQUESTS: "1000000" } });
  try {
    const token = await registerFlags(stack, flagCount);
    const [ballast, other] = [new Load(apiOf(stack, token, "all")), new Load(unleash.target)];
    await comeBefore(ballast);
    const results: BenchResult[] = [];
    for (const round of ["1", "2"]) {
      const reference = await other.measure(`Unleash, frontend API, ${round}`, (turn) => askUnleash(other, turn), 200);
      const ours = await ballast.measure(`Ballast, OFREP bulk, ${round}`, (turn) => askBallast(ballast, turn), 200);
      results.push(reference, {
        ...ours, reference: reference.name, ratioToReference: ours.throughputPerSecond / reference.throughputPerSecond,
      });
    }
    ballast.close();
    other.close();
    return results;
  } finally {
    await stack.stop();
    await unleash.stop();
  }
}

/** At least as many as Unleash, the same flags and customers. */
export const figures = (results: readonly BenchResult[]): readonly Figure[] => {
  const perSecond = (begin: string): readonly number[] => valuesOf(results, begin, ({ throughputPerSecond }) => throughputPerSecond);
  const values = perSecond("Unleash, frontend API");
  return values.length === 0 ? [] : [{
    what: "all flags of a customer, a second", ours: perSecond("Ballast, OFREP bulk"), reference: { what: "Unleash", values },
    goal: { of: "ratio", atLeast: 1 },
  }];
};
