import { incidentDecider, isActive } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { WorkerParts } from "./parts.ts";

/** The newest incident that people work on for this service; drills do not count. */
export async function openIncidentOn({ log, now }: Pick<WorkerParts, "log" | "now">, serviceId: string): Promise<string | null> {
  const seen = new Set<string>();
  // Newest first: an open incident stands near the end of the log, however long it is. Two days back is enough to
  // join one; an older one that is still open is another story.
  const horizon = now().getTime() - 48 * 60 * 60_000;
  for await (const recorded of log.readAll({ backwards: true, filter: { categories: ["incident"] } })) {
    if (Date.parse(recorded.metadata.recordedAt) < horizon) return null;
    if (recorded.metadata.source !== undefined || seen.has(recorded.id)) continue;
    seen.add(recorded.id);
    const state = await foldRecord(log, incidentDecider, recorded.id);
    if (
      state.status === "declared"
      && isActive(state)
      && !state.declaration.drill
      && !state.declaration.private
      && state.serviceIds.includes(serviceId)
    )
      return recorded.id;
  }
  return null;
}
