import { mentionedIn, releaseDecider, type FactsOf, type Lane, type ReleaseFacts } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { WorkerParts } from "./parts.ts";

/** What the releases of a lane, and those `also` named, say about going back to them. */
export async function releaseFacts({ log }: Pick<WorkerParts, "log">, lane: Lane, also: readonly string[] = []): Promise<FactsOf> {
  const facts = new Map<string, ReleaseFacts>();
  for (const id of new Set([...mentionedIn(lane), ...also])) {
    const state = await foldRecord(log, releaseDecider, id);
    if (state.status === "recorded") facts.set(id, { artifactAvailable: state.artifact !== null, rollbackSafe: state.rollbackSafe, rollbackUnsafeReason: state.rollbackUnsafeReason });
  }
  return (releaseId) => facts.get(releaseId) ?? null;
}
