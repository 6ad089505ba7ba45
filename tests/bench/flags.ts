import { startStack } from "../harness/index.ts";
import { apiOf, comeBefore, contextAt, evaluate, keyOf, registerFlags } from "./flags/fleetOfFlags.ts";
import { heard } from "./flags/heard.ts";
import { besideBare, Load, type Kind } from "./flags/load.ts";
import { valuesOf, type Figure } from "./figure.ts";
import type { BenchResult } from "./result.ts";

const flagCount = 200;
/** So few that what a stock client itself takes to read them does not count. */
const few = 10;

/** What is asked, over and over. */
const kindsOf = (etag: string): readonly Kind[] => [
  {
    name: "OFREP, one flag",
    status: 200,
    one: (to, turn) => to.post(`${evaluate}/${keyOf(turn % flagCount)}`, { context: contextAt(turn) }),
  },
  { name: `OFREP, all ${String(flagCount)} flags`, status: 200, one: (to, turn) => to.post(evaluate, { context: contextAt(turn) }) },
  {
    name: "OFREP, not changed (304)", status: 304,
    one: (to) => to.post(evaluate, { context: contextAt(1) }, `if-none-match: ${etag}\r\n`),
  },
];

/** Flags asked for over OFREP with the load on the same machine, and how soon a change is heard. */
export async function run(): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  const stack = await startStack({ env: { BALLAST_FLAG_REQUESTS: "1000000" } });
  try {
    const token = await registerFlags(stack, few);
    results.push(...(await heard(stack, token, few)));
    await registerFlags(stack, flagCount, few);
    const api = apiOf(stack, token);
    const first = new Load(api);
    const { etag = "" } = await first.post(evaluate, { context: contextAt(1) });
    await comeBefore(first);
    first.close();
    for (const kind of kindsOf(etag)) results.push(...(await besideBare(api, kind)));
    return [...results, ...(await heard(stack, token, flagCount))];
  } finally {
    await stack.stop();
  }
}

const goals: Readonly<Record<string, number>> = { "OFREP, one flag": 4_000, "OFREP, all": 1_200, "OFREP, not changed": 4_000 };

/** Until stock clients have their flags anew: the slowest of a hundred changes, ms. */
const heardGoals: Readonly<Record<string, number>> = {
  "append → stock in-process client": 100, "append → stock web client": 250,
};
const heardFigures = (results: readonly BenchResult[]): readonly Figure[] =>
  Object.entries(heardGoals).flatMap(([name, atMost]) =>
    [few, flagCount].map((flags) => ({
      what: `${name}, ${String(flags)} flags, p99 ms`,
      ours: valuesOf(results.filter((result) => result.name.endsWith(` ${String(flags)} flags`)), name, ({ p99Ms }) => p99Ms),
      goal: { of: "ours" as const, atMost },
    })));

/** What is asked a second, beside a server that does nothing but answer as many bytes; and how soon a change is heard of. */
export const figures = (results: readonly BenchResult[]): readonly Figure[] => [
  ...heardFigures(results),
  ...Object.entries(goals).map(([name, atLeast]) => {
    const perSecond = (bare: boolean): readonly number[] => valuesOf(
      results.filter((result) => result.name.includes("bare node:http") === bare), name, ({ throughputPerSecond }) => throughputPerSecond,
    );
    return {
      what: `${name}, a second`, ours: perSecond(false), reference: { what: "bare node:http", values: perSecond(true) },
      goal: { of: "ours" as const, atLeast },
    };
  }),
];
