import { randomUUID } from "node:crypto";
import { ids, type Log, type NewEvent } from "@ballast/eventlog";
import { streamName, type BallastEvent } from "@ballast/schema";
import { toGlobalId } from "../../../apps/api/src/graphql/globalId.ts";
import { askFor } from "../../harness/graphql.ts";
import type { JoinedServer } from "../../harness/joinedServer.ts";
import { serviceAt } from "../list/rows.ts";

const at = "2026-01-05T10:00:00.000Z";
const actor = { personId: ids.person("bench"), name: "Bench", means: "system" } as const;

const mutation = "mutation Add($input: AddEntryInput!) { addEntry(input: $input) { position } }";

/** An incident with so many entries, written into the log as they would stand there. */
export async function incidentWith(log: Log, entries: number): Promise<string> {
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

/** Adds an entry to it over GraphQL; answered when this server can read it. */
export async function added(server: JoinedServer, token: string, incidentId: string): Promise<void> {
  await askFor({
    url: server.url, token, query: mutation,
    variables: { input: { incidentId: toGlobalId("Incident", incidentId), text: `Said ${randomUUID()}`, at } },
  });
}
