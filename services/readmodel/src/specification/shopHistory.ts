import { ids } from "@ballast/eventlog";
import type { DataOf, DeployPlan } from "@ballast/schema";
import { recordedHistory, type RecordedHistory } from "./recordedHistory.ts";

const analysis = {
  minSamples: 50,
  maxErrorsPer100k: 1_000,
  minEffectPer100k: 500,
  maxP95Ms: null,
  judgesLatency: true,
  minSlowerMs: 50,
  minSlowerPercent: 20,
};
const plan: DeployPlan = { steps: [10, 50, 100].map((percent) => ({ percent, customers: [], bakeMs: 5_000, analysis })), soakMs: 5_000 };

type Event = Parameters<RecordedHistory["add"]>[1];

/** A shop with one service in production, told step by step; minutes count from noon. */
export class Shop {
  readonly history = recordedHistory();
  readonly serviceId = ids.service("shop");
  readonly laneId = ids.lane(ids.service("shop"), "production");
  #live: { releaseId: string; version: string } | null = null;

  constructor() {
    const { serviceId, laneId } = this;
    const said = { at: this.at(-400) };
    this.history.add(
      ["service", serviceId],
      { type: "ServiceRegistered", data: { serviceId, slug: "shop", name: "Shop", description: "Sells things" } },
      said,
    );
    this.history.add(
      ["service", serviceId],
      {
        type: "EnvironmentDefined",
        data: { serviceId, environment: "production", kind: "production", target: { kind: "fleet" }, order: 0 },
      },
      said,
    );
    this.history.add(["lane", laneId], { type: "LaneOpened", data: { laneId, serviceId, environment: "production" } }, said);
  }

  at(minute: number): string {
    return new Date(Date.UTC(2026, 10, 2, 12, minute)).toISOString();
  }

  say(deployId: string, event: Event, minute: number): void {
    this.history.add(["deploy", deployId], event, { at: this.at(minute) });
  }

  release(version: string, minute: number, unsafe?: string): string {
    const releaseId = this.#releaseId(version);
    const at = this.at(minute);
    const commit = {
      sha: `${version.replaceAll(/\D/g, "")}abcdef0`,
      authorAt: this.at(minute - 30),
      author: "Ada",
      subject: `Work for ${version}`,
      merge: false,
      reverts: [],
    };
    this.history.add(["release", releaseId], { type: "ReleaseCommitsListed", data: { releaseId, chunk: 0, commits: [commit] } }, { at });
    const data: DataOf<"ReleaseRecorded"> = {
      releaseId,
      serviceId: this.serviceId,
      version,
      releasedAt: at,
      sha: null,
      artifact: { command: "node", args: [], env: {} },
      commitCount: 1,
      commitsHash: "",
      rollbackSafe: unsafe === undefined,
      rollbackUnsafeReason: unsafe ?? null,
      notes: "",
      order: 0,
    };
    this.history.add(["release", releaseId], { type: "ReleaseRecorded", data }, { at });
    return releaseId;
  }

  /** Requested, and, for a deploy, one step served to some. */
  begin(version: string, minute: number, kind: "deploy" | "rollback" = "deploy"): string {
    const deployId = ids.deploy(`${kind} ${version} ${minute}`);
    const ref = { deployId, releaseId: this.#releaseId(version), version };
    this.#lane({ type: "LaneLocked", data: { laneId: this.laneId, ...ref, kind } }, minute);
    this.say(
      deployId,
      {
        type: "DeployRequested",
        data: {
          ...ref,
          kind,
          laneId: this.laneId,
          serviceId: this.serviceId,
          environment: "production",
          fromReleaseId: this.#live?.releaseId ?? null,
          fromVersion: this.#live?.version ?? null,
          plan: kind === "deploy" ? plan : null,
          reason: "because",
          automatic: false,
          incidentId: null,
          preempts: null,
          deadlineAt: null,
          direct: false,
          warnings: [],
          stay: false,
        },
      },
      minute,
    );
    this.say(deployId, { type: "DeployStarted", data: { deployId, requestEventId: deployId, workflowId: "w", runId: "r" } }, minute);
    if (kind === "deploy") this.#firstStep(ref, minute);
    return deployId;
  }

  succeed(deployId: string, version: string, minute: number): void {
    const ref = { deployId, releaseId: this.#releaseId(version), version };
    for (const [step, percent] of [10, 50, 100].entries()) {
      if (step > 0) {
        this.say(deployId, { type: "StepStarted", data: { deployId, step, percent, customers: [], bakeMs: 5_000 } }, minute);
        this.say(
          deployId,
          { type: "TrafficShifted", data: { deployId, step, percent, customers: [], measuredPercent: percent, durationMs: 50 } },
          minute,
        );
      }
      this.say(deployId, { type: "StepPassed", data: { deployId, step } }, minute);
    }
    this.#lane({ type: "ReleaseServedEveryone", data: { laneId: this.laneId, ...ref } }, minute);
    this.#lane({ type: "ReleaseProvedGood", data: { laneId: this.laneId, ...ref } }, minute + 1);
    this.say(deployId, { type: "DeploySucceeded", data: { deployId, durationMs: 120_000 } }, minute + 1);
    this.#lane({ type: "LaneUnlocked", data: { laneId: this.laneId, deployId, reason: null } }, minute + 1);
    this.#live = { releaseId: ref.releaseId, version };
  }

  rollBack(deployId: string, version: string, minute: number): void {
    const ref = { deployId, releaseId: this.#releaseId(version), version };
    const to = { toReleaseId: this.#live?.releaseId ?? null, toVersion: this.#live?.version ?? null };
    this.say(deployId, { type: "RollbackBegan", data: { deployId, reason: "errors 6.1 %", automatic: true, ...to } }, minute);
    this.say(
      deployId,
      { type: "TrafficShifted", data: { deployId, step: null, percent: 0, customers: [], measuredPercent: 0, durationMs: 50 } },
      minute,
    );
    this.#lane({ type: "ExposureShifted", data: { laneId: this.laneId, ...ref, percent: 0, customers: [] } }, minute);
    this.#lane({ type: "ReleaseFoundFaulty", data: { laneId: this.laneId, ...ref, reason: "errors 6.1 %" } }, minute);
    this.#lane({ type: "LaneHeld", data: { laneId: this.laneId, ...ref, reason: "rolled back" } }, minute);
    this.say(deployId, { type: "DeployRolledBack", data: { deployId, ...to, durationMs: 1_200 } }, minute);
    this.#lane({ type: "LaneUnlocked", data: { laneId: this.laneId, deployId, reason: null } }, minute);
  }

  #firstStep(ref: { deployId: string; releaseId: string; version: string }, minute: number): void {
    const { deployId } = ref;
    this.say(deployId, { type: "DeployPrepared", data: { deployId, durationMs: 100 } }, minute);
    this.say(deployId, { type: "StepStarted", data: { deployId, step: 0, percent: 10, customers: [], bakeMs: 5_000 } }, minute + 1);
    this.say(
      deployId,
      { type: "TrafficShifted", data: { deployId, step: 0, percent: 10, customers: [], measuredPercent: 9.8, durationMs: 50 } },
      minute + 1,
    );
    this.#lane({ type: "ExposureShifted", data: { laneId: this.laneId, ...ref, percent: 10, customers: [] } }, minute + 1);
  }

  #releaseId(version: string): string {
    return ids.release(this.serviceId, version);
  }

  #lane(event: Event, minute: number): void {
    this.history.add(["lane", this.laneId], event, { at: this.at(minute) });
  }
}
