import { setTimeout as wait } from "node:timers/promises";
import { DeliveryError } from "@ballast/delivery";
import { Context } from "@temporalio/activity";
import { cancellable } from "../heartbeat.ts";
import type { WorkerParts } from "../parts.ts";
import { claim } from "../refusals.ts";
import type { DeployActivities, FailedUndo } from "./deployActivities.ts";
import type { DeployRef } from "../traffic/deployRef.ts";
import { formerFence, holdersFence, unlessLost } from "../traffic/fence.ts";
import { concludePreempted } from "../traffic/preempted.ts";
import { exposureOf, measureEffect, requestedAt } from "../traffic/effect.ts";
import { pauseForJudge, resumeForJudge } from "./judgesPause.ts";
import { look } from "./look.ts";
import { lookEveryMs } from "../traffic/looking.ts";
import { pauseForOutage, resumeAfterOutage } from "./outage.ts";
import { recorderOf } from "../traffic/recording.ts";
import { targetRelease } from "../traffic/releases.ts";
import { reportImpact } from "./reportImpact.ts";
import { takeUpDeploy } from "./takeUpDeploy.ts";
import { restoreTraffic, shiftTraffic } from "./traffic.ts";

/** The activities of `deployRelease`, over real targets, metrics and the log. */
export function deployActivities(parts: WorkerParts): DeployActivities {
  return { ...forwardActivities(parts), ...judgeActivities(parts), ...backwardActivities(parts) };
}

type Forward =
  "startDeploy" | "takeUpDeploy" | "prepareRelease" | "shiftTraffic" | "passStep" | "promoteRelease" | "startSoak" | "concludeDeploy";

function forwardActivities(parts: WorkerParts): Pick<DeployActivities, Forward> {
  const at = (): string => parts.now().toISOString();
  return {
    startDeploy: ({ deploy, workflowId, runId }) =>
      claim(() =>
        recorderOf(parts, deploy).deploy(["start", runId], {
          type: "Start", now: at(), deployId: deploy.deployId, requestEventId: deploy.requestEventId, workflowId, runId,
        }),
      ),
    takeUpDeploy: (input) => takeUpDeploy(parts, input),
    prepareRelease: ({ deploy }) =>
      cancellable(async (signal) => {
        const begun = parts.now().getTime();
        await parts
          .targetOf(deploy)
          .prepare({
            operationId: `${deploy.deployId}/prepare`, deployId: deploy.deployId, fence: await holdersFence(parts, deploy),
            release: await targetRelease(parts.log, deploy), signal,
          });
        await recorderOf(parts, deploy).deploy(["prepared"], {
          type: "RecordPrepared", now: at(), deployId: deploy.deployId, durationMs: parts.now().getTime() - begun,
        });
      }),
    shiftTraffic: (input) => cancellable((signal) => shiftTraffic(parts, { ...input, signal })),
    passStep: ({ deploy, step }) =>
      recorderOf(parts, deploy).deploy(["passed", step], { type: "PassStep", now: at(), deployId: deploy.deployId, step }),
    promoteRelease: ({ deploy }) =>
      cancellable(async (signal) => {
        await parts
          .targetOf(deploy)
          .promote({
            operationId: `${deploy.deployId}/promote`, deployId: deploy.deployId, fence: await holdersFence(parts, deploy),
            release: deploy.version, signal,
          });
        await recorderOf(parts, deploy).lane(["serveEveryone"], {
          type: "ServeEveryone", now: at(), ...laneRelease(deploy), serviceId: deploy.serviceId, environment: deploy.environment,
        });
      }),
    startSoak: ({ deploy, soakMs }) =>
      recorderOf(parts, deploy).deploy(["soak"], { type: "StartSoak", now: at(), deployId: deploy.deployId, soakMs }),
    concludeDeploy: (input) => cancellable((signal) => concludeDeploy(parts, { ...input, signal })),
  };
}

const laneRelease = ({ laneId, deployId, releaseId, version }: DeployRef) => ({ laneId, deployId, releaseId, version });

async function concludeDeploy(
  parts: WorkerParts,
  { deploy, soaked, signal }: { deploy: DeployRef; soaked: boolean; signal: AbortSignal },
): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  const begun = await requestedAt(parts, deploy.deployId);
  // First: where an abort was recorded meanwhile this is refused, and the release has not proved good.
  await recorder.deploy(["succeeded"], {
    type: "Succeed", now: recorder.now(), deployId: deploy.deployId, durationMs: parts.now().getTime() - begun.getTime(),
  });
  if (soaked) await recorder.lane(["provedGood"], { type: "ProveGood", now: recorder.now(), ...laneRelease(deploy) });
  await recorder.lane(["unlock"], {
    type: "UnlockLane", now: recorder.now(), laneId: deploy.laneId, deployId: deploy.deployId, reason: "the deploy succeeded",
  });
  await retireFormer(parts, deploy, signal);
}

/** Some tries, a minute in all: more is not worth it for processes that serve nobody. */
const retireTries = 30;

/** The deploy has succeeded: what cannot be tidied up behind it (a rollback may have it back already) is no reason to undo it. */
async function retireFormer(parts: WorkerParts, deploy: DeployRef, signal: AbortSignal): Promise<void> {
  if (deploy.fromVersion === null) return;
  try {
    await parts
      .targetOf(deploy)
      .retire({
        operationId: `${deploy.deployId}/retire-former`, fence: await formerFence(parts, deploy), release: deploy.fromVersion, signal,
      });
  } catch (error) {
    const final = error instanceof DeliveryError && !error.retryable;
    if (!final && Context.current().info.attempt < retireTries) throw error;
    parts.logger.warn({ err: error, deployId: deploy.deployId, release: deploy.fromVersion }, "the release before was not retired");
  }
}

type Judging = "watchStep" | "concludeStep" | "extendBake" | "pauseForJudge" | "resumeForJudge" | "pauseForOutage" | "resumeAfterOutage";

function judgeActivities(parts: WorkerParts): Pick<DeployActivities, Judging> {
  const at = (): string => parts.now().toISOString();
  return {
    watchStep: (judged) =>
      cancellable(async (signal) => {
        for (;;) {
          await wait(lookEveryMs(judged), undefined, { signal });
          const { verdict, elsewhere } = await look(parts, judged, { final: false, signal });
          if (verdict === "fail") return "fail" as const;
          if (judged.outage === true ? verdict === "pass" : elsewhere) return "elsewhere" as const;
          if (judged.doubt === true && verdict === "pass") return "clear" as const;
        }
      }),
    concludeStep: (judged) => cancellable(async (signal) => (await look(parts, judged, { final: true, signal })).verdict),
    pauseForOutage: (outage) => pauseForOutage(parts, outage),
    resumeAfterOutage: (outage) => resumeAfterOutage(parts, outage),
    extendBake: ({ deploy, step, bakeMs, reason }) =>
      recorderOf(parts, deploy).deploy(["extend", step], {
        type: "ExtendBake", now: at(), deployId: deploy.deployId, step, bakeMs, reason,
      }),
    pauseForJudge: (input) => cancellable((signal) => pauseForJudge(parts, { ...input, signal })),
    resumeForJudge: (input) => cancellable((signal) => resumeForJudge(parts, { ...input, signal })),
  };
}

type Backward = Exclude<keyof DeployActivities, Forward | Judging>;

function backwardActivities(parts: WorkerParts): Pick<DeployActivities, Backward> {
  const at = (): string => parts.now().toISOString();
  return {
    beginRollback: ({ deploy, reason, automatic }) =>
      recorderOf(parts, deploy).deploy(["beginRollback"], {
        type: "BeginRollback", now: at(), deployId: deploy.deployId, reason, automatic, toReleaseId: deploy.fromReleaseId,
        toVersion: deploy.fromVersion,
      }),
    restoreTraffic: ({ deploy }) => cancellable((signal) => restoreTraffic(parts, deploy, signal)),
    retireCanary: ({ deploy }) =>
      cancellable(async (signal) => {
        await unlessLost(async () =>
          parts
            .targetOf(deploy)
            .retire({
              operationId: `${deploy.deployId}/retire`, fence: await holdersFence(parts, deploy), release: deploy.version, signal,
            }),
        );
      }),
    holdLane: async ({ deploy, reason }) => {
      const recorder = recorderOf(parts, deploy);
      await recorder.lane(["faulty"], { type: "FindFaulty", now: at(), ...laneRelease(deploy), reason });
      await recorder.lane(["hold"], { type: "Hold", now: at(), ...laneRelease(deploy), reason });
    },
    recordRolledBack: async (input) => {
      await recordFailures(parts, input.deploy, input.failures);
      if (await concludePreempted(parts, input.deploy)) return "preempted";
      await recordEnd(parts, input, {
        type: "RecordRolledBack", toReleaseId: input.deploy.fromReleaseId, toVersion: input.deploy.fromVersion,
      });
      return "rolledBack";
    },
    recordAborted: (input) => recordEnd(parts, input, { type: "RecordAborted", reason: input.reason }),
    recordFailed: async ({ deploy, error, failures }) => {
      await recordFailures(parts, deploy, failures);
      await recorderOf(parts, deploy).deploy(["failed"], { type: "Fail", now: at(), deployId: deploy.deployId, error });
    },
    unlockLane: ({ deploy, reason }) =>
      recorderOf(parts, deploy).lane(["unlock"], {
        type: "UnlockLane", now: at(), laneId: deploy.laneId, deployId: deploy.deployId, reason,
      }),
    measureEffect: ({ deploy }) =>
      cancellable(async (signal) => {
        const { from, backAt } = await exposureOf(parts, deploy.deployId);
        const end = backAt ?? parts.now();
        return measureEffect(parts, deploy, { window: { leftVersion: deploy.version, from: from ?? end, backAt: end }, signal });
      }),
    reportImpact: (input) => cancellable((signal) => reportImpact(parts, { ...input, signal })),
  };
}

async function recordFailures(parts: WorkerParts, deploy: DeployRef, failures: readonly FailedUndo[] = []): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  for (const { name, error } of failures) {
    await recorder.deploy(["compensationFailed", name], {
      type: "FailCompensation", now: recorder.now(), deployId: deploy.deployId, compensation: name, error,
    });
  }
}

type Ending =
  | { readonly type: "RecordRolledBack"; readonly toReleaseId: string | null; readonly toVersion: string | null }
  | { readonly type: "RecordAborted"; readonly reason: string };

/** Writes every undo that did not work, then the end. A deploy whose traffic could not be restored has not rolled back. */
async function recordEnd(
  parts: WorkerParts,
  { deploy, failures }: { deploy: DeployRef; failures: readonly FailedUndo[] },
  ending: Ending,
): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  await recordFailures(parts, deploy, failures);
  const stuck = failures.find(({ name }) => name === "restoreTraffic");
  if (stuck !== undefined)
    return recorder.deploy(["ended"], { type: "FailRollback", now: recorder.now(), deployId: deploy.deployId, error: stuck.error });
  const begun = await requestedAt(parts, deploy.deployId);
  await recorder.deploy(["ended"], {
    ...ending, now: recorder.now(), deployId: deploy.deployId, durationMs: parts.now().getTime() - begun.getTime(),
  });
}
