import { connectLog } from "@ballast/eventlog";
import { added, incidentWith } from "./incidents/longIncident.ts";
import { fillStore } from "./list/ballast.ts";
import type { Figure } from "./figure.ts";
import { summarise, type BenchResult } from "./result.ts";

const lengths = [10, 100, 1_000, 10_000];
const commands = 200;
/** So many a server that has just started carries out while its code is compiled; they are shown, and not held to the goal. */
const firstCommands = 300;

/** Entries added over GraphQL to incidents of ten to ten thousand, one after the other, until this server can read them. */
export async function run(): Promise<readonly BenchResult[]> {
  const filled = await fillStore(1_000);
  const log = connectLog({ address: filled.address });
  const incidents: (readonly [number, string])[] = [];
  for (const length of lengths) incidents.push([length, await incidentWith(log, length)]);
  const forStart = await incidentWith(log, 10);
  const server = await filled.api();
  const timed = async (name: string, { incidentId, times }: { incidentId: string; times: number }): Promise<BenchResult> => {
    const samplesMs: number[] = [];
    const began = performance.now();
    for (let n = 0; n < times; n += 1) {
      const before = performance.now();
      await added(server, filled.credential, incidentId);
      samplesMs.push(performance.now() - before);
    }
    return summarise({ name, samplesMs, elapsedMs: performance.now() - began });
  };
  try {
    const start = await timed(`${startedJustNow}, ${String(firstCommands)} entries`, { incidentId: forStart, times: firstCommands });
    const results: BenchResult[] = [];
    for (const [length, incidentId] of incidents) {
      await added(server, filled.credential, incidentId);
      const result = await timed(`an entry added to an incident of ${length.toLocaleString("en")}`, { incidentId, times: commands });
      const [shortest] = results;
      results.push(shortest === undefined ? result : {
        ...result, reference: shortest.name, ratioToReference: result.throughputPerSecond / shortest.throughputPerSecond,
      });
    }
    return [start, ...results];
  } finally {
    await server.stop();
    await log.close();
    await filled.close();
  }
}

const startedJustNow = "just started";

/** Flat from ten entries to ten thousand. */
export function figures(results: readonly BenchResult[]): readonly Figure[] {
  const held = results.filter(({ name }) => !name.startsWith(startedJustNow));
  const [shortest, ...longer] = held;
  const flat = longer.at(-1);
  return [
    ...held.flatMap(({ name, p50Ms, p99Ms }): readonly Figure[] => [
      { what: `${name}, p50 ms`, ours: [p50Ms], goal: { of: "ours", atMost: 6 } },
      { what: `${name}, p99 ms`, ours: [p99Ms], goal: { of: "ours", atMost: 25 } },
    ]),
    ...(shortest === undefined || flat === undefined ? [] : [{
      what: `${flat.name}, p50 ms beside ${shortest.name}`, ours: [flat.p50Ms], reference: { what: "ms there", values: [shortest.p50Ms] },
      goal: { of: "ratio", atMost: 1.5 } as const,
    }]),
  ];
}
