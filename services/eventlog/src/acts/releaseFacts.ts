import { releaseDecider, type FactsOf, type ReleaseFacts } from "@ballast/domain";
import type { Log } from "../connectLog.ts";
import { foldRecord } from "../record.ts";

/** So many releases are remembered; a lane rarely has more candidates. */
const MOST = 2_000;

// A release never changes once it is sealed, so that a rollback need not read the same commits again.
const known = new WeakMap<Log, Map<string, ReleaseFacts>>();

/** What these releases say about going back to or past them, from the log. */
export async function factsOfReleases(log: Log, releaseIds: readonly string[]): Promise<FactsOf> {
  const facts = known.get(log) ?? new Map<string, ReleaseFacts>();
  known.set(log, facts);
  await Promise.all(releaseIds.filter((id) => !facts.has(id)).map(async (id) => remember(facts, id, await readFacts(log, id))));
  return (releaseId) => facts.get(releaseId) ?? null;
}

async function readFacts(log: Log, releaseId: string): Promise<ReleaseFacts | null> {
  const release = await foldRecord(log, releaseDecider, releaseId);
  if (release.status !== "recorded") return null;
  const { artifact, rollbackSafe, rollbackUnsafeReason } = release;
  return { artifactAvailable: artifact !== null, rollbackSafe, rollbackUnsafeReason };
}

function remember(facts: Map<string, ReleaseFacts>, releaseId: string, found: ReleaseFacts | null): void {
  if (found === null) return;
  facts.set(releaseId, found);
  const oldest = facts.size > MOST ? facts.keys().next().value : undefined;
  if (oldest !== undefined) facts.delete(oldest);
}
