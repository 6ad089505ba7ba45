import { releaseDecider } from "@ballast/domain";
import type { TargetRelease } from "@ballast/delivery";
import { foldRecord, type Log } from "@ballast/eventlog";

/** A release as its target needs it; without an artifact the target must know it already. */
export async function targetRelease(log: Log, { releaseId, version }: { releaseId: string; version: string }): Promise<TargetRelease> {
  const state = await foldRecord(log, releaseDecider, releaseId);
  return state.status === "recorded" && state.artifact !== null ? { version, artifact: state.artifact } : { version };
}
