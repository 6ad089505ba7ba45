import { ids } from "@ballast/eventlog";
import type { DataOf, DeployPlan } from "@ballast/schema";
import { recordedHistory, type RecordedHistory, type Said } from "./recordedHistory.ts";

const analysis = { minSamples: 50, maxErrorsPer100k: 1_000, minEffectPer100k: 500, maxP95Ms: null };
const plan: DeployPlan = { steps: [10, 50, 100].map((percent) => ({ percent, customers: [], bakeMs: 5_000, analysis })), soakMs: 5_000 };

/** A shop with one service in production, told step by step; minutes count from noon. */
export interface Shop {
  readonly history: RecordedHistory;
  readonly serviceId: string;
  readonly laneId: string;
  readonly at: (minute: number) => string;
  release(version: string, minute: number, unsafe?: string): string;
  /** Requested, one step served to some. */
  begin(version: string, minute: number, kind?: "deploy" | "rollback"): string;
  succeed(deployId: string, version: string, minute: number): void;
  rollBack(deployId: string, version: string, minute: number): void;
  say(deployId: string, event: Parameters<RecordedHistory["add"]>[2], minute: number): void;
}

/** Opens the shop. */
export function shopHistory(): Shop {
  const history = recordedHistory();
  const serviceId = ids.service("shop");
  const laneId = ids.lane(serviceId, "production");
  const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 12, minute)).toISOString();
  const said = (minute: number): Said => ({ at: at(minute) });
  const releaseId = (version: string) => ids.release(serviceId, version);
  let live: { releaseId: string; version: string } | null = null;
  history.add("service", serviceId, { type: "ServiceRegistered", data: { serviceId, slug: "shop", name: "Shop", description: "Sells things" } }, said(-60));
  history.add("service", serviceId, { type: "EnvironmentDefined", data: { serviceId, environment: "production", kind: "production", target: { kind: "fleet" }, order: 0 } }, said(-60));
  history.add("lane", laneId, { type: "LaneOpened", data: { laneId, serviceId, environment: "production" } }, said(-60));
  const lane = (event: Parameters<RecordedHistory["add"]>[2], minute: number) => void history.add("lane", laneId, event, said(minute));
  const say: Shop["say"] = (deployId, event, minute) => void history.add("deploy", deployId, event, said(minute));
  return {
    history, serviceId, laneId, at, say,
    release(version, minute, unsafe) {
      const id = releaseId(version);
      const commit = { sha: `${version.replaceAll(/\D/g, "")}abcdef0`, authorAt: at(minute - 30), author: "Ada", subject: `Work for ${version}`, merge: false, reverts: [] };
      history.add("release", id, { type: "ReleaseCommitsListed", data: { releaseId: id, chunk: 0, commits: [commit] } }, said(minute));
      const data: DataOf<"ReleaseRecorded"> = {
        releaseId: id, serviceId, version, releasedAt: at(minute), sha: null, artifact: { command: "node", args: [], env: {} }, commitCount: 1, commitsHash: "", rollbackSafe: unsafe === undefined,
        rollbackUnsafeReason: unsafe ?? null, notes: "", order: 0,
      };
      history.add("release", id, { type: "ReleaseRecorded", data }, said(minute));
      return id;
    },
    begin(version, minute, kind = "deploy") {
      const deployId = ids.deploy(`${kind} ${version} ${minute}`);
      const ref = { deployId, releaseId: releaseId(version), version };
      lane({ type: "LaneLocked", data: { laneId, ...ref, kind } }, minute);
      say(deployId, {
        type: "DeployRequested",
        data: {
          ...ref, kind, laneId, serviceId, environment: "production", fromReleaseId: live?.releaseId ?? null, fromVersion: live?.version ?? null, plan: kind === "deploy" ? plan : null,
          reason: "because", automatic: false, incidentId: null, preempts: null, deadlineAt: null, direct: false, warnings: [],
        },
      }, minute);
      say(deployId, { type: "DeployStarted", data: { deployId, requestEventId: deployId, workflowId: "w", runId: "r" } }, minute);
      if (kind === "rollback") return deployId;
      say(deployId, { type: "DeployPrepared", data: { deployId, durationMs: 100 } }, minute);
      say(deployId, { type: "StepStarted", data: { deployId, step: 0, percent: 10, customers: [], bakeMs: 5_000 } }, minute + 1);
      say(deployId, { type: "TrafficShifted", data: { deployId, step: 0, percent: 10, customers: [], measuredPercent: 9.8, durationMs: 50 } }, minute + 1);
      lane({ type: "ExposureShifted", data: { laneId, ...ref, percent: 10, customers: [] } }, minute + 1);
      return deployId;
    },
    succeed(deployId, version, minute) {
      const ref = { deployId, releaseId: releaseId(version), version };
      for (const step of [0, 1, 2]) say(deployId, { type: "StepPassed", data: { deployId, step } }, minute);
      say(deployId, { type: "TrafficShifted", data: { deployId, step: 2, percent: 100, customers: [], measuredPercent: 100, durationMs: 50 } }, minute);
      lane({ type: "ReleaseServedEveryone", data: { laneId, ...ref } }, minute);
      lane({ type: "ReleaseProvedGood", data: { laneId, ...ref } }, minute + 1);
      say(deployId, { type: "DeploySucceeded", data: { deployId, durationMs: 120_000 } }, minute + 1);
      lane({ type: "LaneUnlocked", data: { laneId, deployId, reason: null } }, minute + 1);
      live = { releaseId: ref.releaseId, version };
    },
    rollBack(deployId, version, minute) {
      const ref = { deployId, releaseId: releaseId(version), version };
      say(deployId, { type: "RollbackBegan", data: { deployId, reason: "errors 6.1 %", automatic: true, toReleaseId: live?.releaseId ?? null, toVersion: live?.version ?? null } }, minute);
      say(deployId, { type: "TrafficShifted", data: { deployId, step: null, percent: 0, customers: [], measuredPercent: 0, durationMs: 50 } }, minute);
      lane({ type: "ExposureShifted", data: { laneId, ...ref, percent: 0, customers: [] } }, minute);
      lane({ type: "ReleaseFoundFaulty", data: { laneId, ...ref, reason: "errors 6.1 %" } }, minute);
      lane({ type: "LaneHeld", data: { laneId, ...ref, reason: "rolled back" } }, minute);
      say(deployId, { type: "DeployRolledBack", data: { deployId, toReleaseId: live?.releaseId ?? null, toVersion: live?.version ?? null, durationMs: 1_200 } }, minute);
      lane({ type: "LaneUnlocked", data: { laneId, deployId, reason: null } }, minute);
    },
  };
}
