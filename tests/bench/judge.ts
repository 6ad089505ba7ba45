import { readFileSync, writeFileSync } from "node:fs";
import { equals, worse, type Scenario } from "../../services/domain/src/judgement/simulation/scenario.ts";
import { LOOKS, simulateDeploy, type Outcome } from "../../services/domain/src/judgement/simulation/simulate.ts";
import { shareAtLeast, shareAtMost } from "../../services/domain/src/statistics/proportion.ts";
import { summarise, type BenchResult } from "./result.ts";

/** Deploys a scenario: 2,000, or what BALLAST_DEPLOYS says; fewer change no figure of the documentation. */
const full = 2_000;
const runs = Number(process.env.BALLAST_DEPLOYS ?? full);
const page = new URL("../../services/domain/src/judgement/README.md", import.meta.url);

/** It takes an hour. */
export const onlyWhenNamed = true;

interface Simulated {
  readonly scenario: Scenario;
  readonly outcomes: readonly Outcome[];
  readonly samplesMs: readonly number[];
}

/**
 * Simulates whole deploys with the judge's own code, seeded; run in full, it writes the tables of the judge's README, each when it is
 * complete.
 */
export async function run(): Promise<readonly BenchResult[]> {
  const same = await all(equals, falseAlarmTable);
  tell("false alarms", falseAlarmTable(same));
  const other = await all(worse, powerTable);
  tell("power", powerTable(other));
  return [...same, ...other].map(({ scenario, samplesMs }) =>
    summarise({ name: scenario.name, samplesMs, elapsedMs: samplesMs.reduce((a, b) => a + b, 0) }),
  );
}

/** An hour of simulations says each scenario's result as soon as it is there. */
async function all(scenarios: readonly Scenario[], tableOf: (simulated: readonly Simulated[]) => string): Promise<readonly Simulated[]> {
  const simulated: Simulated[] = [];
  for (const scenario of scenarios) {
    const [outcomes, samplesMs]: [Outcome[], number[]] = [[], []];
    for (let seed = 1; seed <= runs; seed += 1) {
      const begun = performance.now();
      outcomes.push(await simulateDeploy(scenario, seed));
      samplesMs.push(performance.now() - begun);
    }
    simulated.push({ scenario, outcomes, samplesMs });
    console.log(tableOf(simulated.slice(-1)).split("\n").at(-1));
  }
  return simulated;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
const whole = (share: number): string => `${Math.round(share * 100)} %`;
const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

function falseAlarmTable(simulated: readonly Simulated[]): string {
  return table(
    ["the same release on both sides", "deploys", "sent back", "at most (95 %)", "called an outage", "steps left to a person"],
    simulated.map(({ scenario, outcomes }) => {
      const events = outcomes.filter(({ failed }) => failed !== null).length;
      const asked = outcomes.reduce((sum, { undecided }) => sum + undecided, 0) / outcomes.length;
      return [
        scenario.name,
        String(outcomes.length),
        String(events),
        percent(shareAtMost({ events, trials: outcomes.length })),
        String(outcomes.filter(({ elsewhere }) => elsewhere).length),
        asked.toFixed(1),
      ];
    }),
  );
}

function powerTable(simulated: readonly Simulated[]): string {
  return table(
    [
      "the new release", "customers", "requests a look", "deploys", "found", "at least (95 %)", "at 1 %", "by 10 %", "by 50 %",
      "median look",
    ],
    simulated.map(({ scenario, outcomes }) => {
      const found = outcomes.flatMap(({ failed }) => failed ?? []);
      const by = (stretch: number): string => whole(found.filter((failed) => failed.stretch <= stretch).length / outcomes.length);
      const looks = found.map(({ stretch, look }) => stretch * LOOKS + look).toSorted((a, b) => a - b);
      return [
        scenario.name,
        String(scenario.customers),
        String(scenario.requestsPerLook),
        String(outcomes.length),
        whole(found.length / outcomes.length),
        percent(shareAtLeast({ events: found.length, trials: outcomes.length })),
        by(0),
        by(1),
        by(2),
        looks.length === 0 ? "–" : String(looks[Math.floor(looks.length / 2)]),
      ];
    }),
  );
}

function tell(name: string, filled: string): void {
  console.log(`\n${filled}\n`);
  if (runs === full) writeTable(name, filled);
}

/** Puts a table between its marks. */
function writeTable(name: string, filled: string): void {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [head, rest] = readFileSync(page, "utf8").split(begin);
  const tail = rest?.split(end)[1];
  if (head === undefined || tail === undefined) throw new Error(`The page has no place for ${name}.`);
  writeFileSync(page, `${head}${begin}\n${filled}\n${end}${tail}`);
}
