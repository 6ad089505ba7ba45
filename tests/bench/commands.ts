import { randomUUID } from "node:crypto";
import { connectLog, ids, type Log, type NewEvent } from "@ballast/eventlog";
import { streamName, type BallastEvent } from "@ballast/schema";
import { toGlobalId } from "../../apps/api/src/graphql/globalId.ts";
import { askFor } from "../harness/graphql.ts";
import type { JoinedServer } from "../harness/joinedServer.ts";
import { fillStore } from "./list/ballast.ts";
import { serviceAt } from "./list/rows.ts";
import type { Figure } from "./figure.ts";
import { summarise, type BenchResult } from "./result.ts";

const lengths = [10, 100, 1_000, 10_000];
const commands = 100;
const at = "2026-01-05T10:00:00.000Z";
const actor = { personId: ids.person("bench"), name: "Bench", means: "system" } as const;

const mutation = "mutation Add($input: AddEntryInput!) { addEntry(input: $input) { position } }";

/** An incident with so many entries, written into the log as they would stand there. */
async function incidentWith(log: Log, entries: number): Promise<string> {
  const incidentId = randomUUID();
  const stream = streamName("incident", incidentId);
  const declared: BallastEvent = {
    type: "IncidentDeclared",
    data: {
      incidentId, number: entries, title: `Errors, ${String(entries)} entries`, summary: "", severity: 2, publicImpact: "minor",
      serviceIds: [serviceAt(0).id], components: [], impactStartAt: at, drill: false, private: false, declaredAutomatically: false,
    },
  };
  const facts = [
    declared,
    ...Array.from({ length: entries }, (_, n): BallastEvent => ({
      type: "EntryAdded", data: { incidentId, entryId: randomUUID(), at, text: `Looked at graph ${String(n)}`, pinned: false },
    })),
  ];
  const toNew = (event: BallastEvent, n: number): NewEvent => {
    const id = randomUUID();
    return {
      eventId: ids.event(id, stream, n), event,
      metadata: { actor, occurredAt: at, recordedAt: at, commandId: id, $correlationId: id, $causationId: id },
    };
  };
  for (let from = 0; from < facts.length; from += 500)
    await log.append(stream, facts.slice(from, from + 500).map(toNew), from === 0 ? "no_stream" : BigInt(from - 1));
  return incidentId;
}

async function added(server: JoinedServer, token: string, incidentId: string): Promise<void> {
  await askFor({
    url: server.url, token, query: mutation,
    variables: { input: { incidentId: toGlobalId("Incident", incidentId), text: `Said ${randomUUID()}`, at } },
  });
}

/** Entries added over GraphQL to incidents of ten to ten thousand, one after the other, until this server can read them. */
export async function run(): Promise<readonly BenchResult[]> {
  const filled = await fillStore(1_000);
  const log = connectLog({ address: filled.address });
  const incidents: (readonly [number, string])[] = [];
  for (const length of lengths) incidents.push([length, await incidentWith(log, length)]);
  const server = await filled.api();
  try {
    const results: BenchResult[] = [];
    for (const [length, incidentId] of incidents) {
      await added(server, filled.credential, incidentId);
      const samplesMs: number[] = [];
      const began = performance.now();
      for (let n = 0; n < commands; n += 1) {
        const before = performance.now();
        await added(server, filled.credential, incidentId);
        samplesMs.push(performance.now() - before);
      }
      const result = summarise({
        name: `an entry added to an incident of ${length.toLocaleString("en")}`, samplesMs, elapsedMs: performance.now() - began,
      });
      const [shortest] = results;
      results.push(shortest === undefined ? result : {
        ...result, reference: shortest.name, ratioToReference: result.throughputPerSecond / shortest.throughputPerSecond,
      });
    }
    return results;
  } finally {
    await server.stop();
    await log.close();
    await filled.close();
  }
}

/** Flat from ten entries to ten thousand. */
export function figures(results: readonly BenchResult[]): readonly Figure[] {
  const [shortest, ...longer] = results;
  const flat = longer.at(-1);
  return [
    ...results.flatMap(({ name, p50Ms, p99Ms }): readonly Figure[] => [
      { what: `${name}, p50 ms`, ours: [p50Ms], goal: { of: "ours", atMost: 6 } },
      { what: `${name}, p99 ms`, ours: [p99Ms], goal: { of: "ours", atMost: 25 } },
    ]),
    ...(shortest === undefined || flat === undefined ? [] : [{
      what: `${flat.name}, p50 ms beside ${shortest.name}`, ours: [flat.p50Ms], reference: { what: "ms there", values: [shortest.p50Ms] },
      goal: { of: "ratio", atMost: 1.5 } as const,
    }]),
  ];
}
