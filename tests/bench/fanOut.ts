import { setTimeout as pause } from "node:timers/promises";
import { connectLog } from "@ballast/eventlog";
import { toGlobalId } from "../../apps/api/src/graphql/globalId.ts";
import { added, incidentWith } from "./incidents/longIncident.ts";
import { fillStore } from "./list/ballast.ts";
import { openWindows } from "./live/windows.ts";
import type { Figure } from "./figure.ts";
import { comparedWith, summarise, type BenchResult } from "./result.ts";

const many = 100;
const changes = 20;
const entries = 200;
/** More than any subscription waits between two answers, ms. */
const quietMs = 700;

const fields = "id reference title sentence severity state revision startedAt services { id slug name } milestones { milestone at } affectedCustomerCount";
/** What a window of an incident, and one of the first view, listens to. */
const documents = {
  "an incident": `subscription ($id: ID!) { incidentChanged(incidentId: $id) { ${fields} } }`,
  "the log": "subscription { log { id type sentence } }",
  "the first view": "subscription { nowChanged { sentence incidents { id title state } justHappened { id sentence } } }",
};

/** From the moment that an entry is sent until one window, and the last of a hundred, has heard of it. */
export async function run(): Promise<readonly BenchResult[]> {
  const filled = await fillStore(1_000);
  const log = connectLog({ address: filled.address });
  const incidentId = await incidentWith(log, entries);
  const server = await filled.api();
  try {
    const results: BenchResult[] = [];
    for (const [what, query] of Object.entries(documents)) {
      const heardBy = async (count: number): Promise<BenchResult> => {
        const variables = { id: toGlobalId("Incident", incidentId) };
        const atOnce = what !== "the log";
        const windows = await openWindows({ url: server.url, credential: filled.credential, query, variables, atOnce }, count);
        const samplesMs: number[] = [];
        for (let n = 0; n < changes; n += 1) {
          await pause(quietMs);
          const before = windows.heard();
          const sent = performance.now();
          const done = added(server, filled.credential, incidentId);
          await windows.until(before + count);
          samplesMs.push(performance.now() - sent);
          await done;
        }
        windows.close();
        return summarise({
          name: `a change of ${what} reaches ${String(count)}`, samplesMs, elapsedMs: samplesMs.reduce((sum, one) => sum + one, 0),
        });
      };
      const one = await heardBy(1);
      results.push(one, comparedWith(await heardBy(many), one));
    }
    return results;
  } finally {
    await server.stop();
    await log.close();
    await filled.close();
  }
}

/** A hundred hear of a change within twice the time that one takes. */
export const figures = (results: readonly BenchResult[]): readonly Figure[] =>
  Object.keys(documents).map((what) => {
    const middle = (count: number): readonly number[] =>
      results.filter(({ name }) => name === `a change of ${what} reaches ${String(count)}`).map(({ p50Ms }) => p50Ms);
    return {
      what: `a change of ${what} reaches ${String(many)}, ms`, ours: middle(many), reference: { what: "one", values: middle(1) },
      goal: { of: "ratio", atMost: 2 },
    };
  });
