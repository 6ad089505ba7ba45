import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import { becomeCurrent, currentVersion, moveToCurrent, pinnedRuns, type Deployment } from "./deployment.ts";
import type { WorkflowCode } from "./workflowCode.ts";

/** A worker that finishes what a former version began. */
export interface FormerWorker {
  stop(): Promise<void>;
}

/** What looking after the versions needs. */
export interface Versions {
  readonly deployment: Deployment;
  readonly current: WorkflowCode;
  /** Where the code of former versions is; null where others see to that (several workers side by side in a cluster). */
  readonly kept: { former(current: string): readonly WorkflowCode[]; forget(buildId: string): void } | null;
  readonly start: (code: WorkflowCode) => Promise<FormerWorker>;
}

const everyMs = 10_000;

/**
 * Sees to it that deploys are finished by the version that began them: runs former versions of which the code is kept,
 * until nothing is pinned to them any more, and has the rest carried by the current one rather than by nobody.
 */
export async function lookAfterVersions(versions: Versions, { signal, logger }: { signal: AbortSignal; logger: Logger }): Promise<void> {
  const running = new Map<string, FormerWorker>();
  const idle = new Map<string, number>();
  while (!signal.aborted) {
    try {
      await lookOnce(versions, { running, idle, logger, signal });
    } catch (error) {
      logger.warn({ err: error }, "could not look after the versions of workflows");
    }
    await wait(everyMs, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all([...running.values()].map((worker) => worker.stop()));
}

/** What runs, and since how many looks it has had nothing to do. */
export interface Looking {
  readonly running: Map<string, FormerWorker>;
  readonly idle: Map<string, number>;
  readonly logger: Pick<Logger, "info" | "warn">;
  readonly signal: AbortSignal;
}

/** Lists are a moment behind: a version has drained when it was seen without a run so often. */
const looksUntilDrained = 2;

export async function lookOnce({ deployment, current, kept, start }: Versions, { running, idle, logger, signal }: Looking): Promise<void> {
  // An engine with a new database knows no version, and would give nobody anything to do.
  if ((await currentVersion(deployment)) === null) await becomeCurrent(deployment, current.buildId, signal);
  if (kept === null) return;
  const former = kept.former(current.buildId);
  const pinned = (await pinnedRuns(deployment)).filter(({ buildId }) => buildId !== current.buildId);
  const gone = new Set<string>();
  for (const code of former) {
    const { buildId } = code;
    idle.set(buildId, pinned.some((run) => run.buildId === buildId) ? 0 : (idle.get(buildId) ?? 0) + 1);
    if (idle.get(buildId) === 0 && !running.has(buildId)) {
      try {
        running.set(buildId, await start(code));
        logger.info({ buildId }, "a former version finishes what it began");
      } catch (error) {
        // As of another release of the engine's client: the current version does it, which replays what was.
        logger.warn({ err: error, buildId }, "a former version cannot be run any more");
        gone.add(buildId);
        kept.forget(buildId);
      }
    }
    if ((idle.get(buildId) ?? 0) < looksUntilDrained) continue;
    await running.get(buildId)?.stop();
    running.delete(buildId);
    kept.forget(buildId);
    logger.info({ buildId }, "a former version has drained");
  }
  for (const run of pinned.filter(({ buildId }) => gone.has(buildId) || former.every((code) => code.buildId !== buildId))) {
    await moveToCurrent(deployment, run);
    logger.warn(run, "the version that began this is gone: the current one finishes it");
  }
}
