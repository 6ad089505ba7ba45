import {
  deployDecider, incidentDecider, laneDecider, serviceDecider, type Aggregate, type DeployCommand, type LaneCommand,
} from "@ballast/domain";
import { handle, ids, keyRing } from "@ballast/eventlog";
import type { DeployTarget, MetricProvider } from "@ballast/delivery";
import type { Message, SignedPost } from "@ballast/notifications";
import type { BallastEvent, DataOf, Verdict } from "@ballast/schema";
import { pino } from "pino";
import type { DeployRef } from "../traffic/deployRef.ts";
import type { PartsWithFlags } from "../parts.ts";
import { MemoryLog } from "./memoryLog.ts";

const ana = { personId: ids.person("ana"), name: "Ana", means: "console" } as const;
const serviceId = ids.service("shop");
const release = (version: string) => ({ releaseId: ids.release(serviceId, version), version });
const place = { laneId: ids.lane(serviceId, "production"), serviceId, environment: "production" } as const;
const analysis = {
  minSamples: 1, maxErrorsPer100k: 1, minEffectPer100k: 1, maxP95Ms: null, judgesLatency: false, minSlowerMs: 0, minSlowerPercent: 0,
};
const begin = Date.parse("2026-03-02T10:00:00Z");

/** A worker with a log in memory, a clock that stands, and a deploy of v2 over v1 of the shop in its first step. */
export class WorkerWorld {
  readonly memory = new MemoryLog();
  readonly sent: Message[] = [];
  readonly posted: SignedPost[] = [];
  readonly target: Partial<DeployTarget> = {};
  readonly metrics: Partial<MetricProvider> = {};
  readonly place = place;
  readonly release = release;
  now = begin;
  #commands = 0;

  readonly deploy: DeployRef = {
    deployId: ids.deploy("d"), ...place, service: "shop", ...release("v2"), fromReleaseId: release("v1").releaseId, fromVersion: "v1",
    correlationId: ids.part("c", "story"), requestEventId: ids.part("e", "request"), actor: ana,
  };

  #changedFor(deployId: string): readonly string[] {
    const named = this.memory.events.filter(
      ({ category, event }) => category === "targeting" && "deployId" in event.data && event.data.deployId === deployId,
    );
    return [...new Set(named.map(({ id }) => id))];
  }

  get parts(): PartsWithFlags {
    const target: unknown = this.target;
    const metrics: unknown = this.metrics;
    const unasked = (): never => {
      throw new Error("nobody is to ask for flags here");
    };
    return {
      flags: { cohort: unasked, sides: unasked, changedFor: (deployId) => Promise.resolve(this.#changedFor(deployId)) },
      log: this.memory.asLog(),
      logger: pino({ level: "silent" }),
      publicUrl: "http://ballast.test",
      now: () => new Date(this.now),
      sampleTraffic: () => Promise.resolve(),
      // What an activity asks of them, its spec gives them.
      targetOf: () => target as DeployTarget,
      metricsOf: () => metrics as MetricProvider,
      keys: () => keyRing(Buffer.alloc(32, 7)),
      webhooks: { deliver: (signed) => Promise.resolve(void this.posted.push(signed)) },
      notifier: {
        deliver: (message) => Promise.resolve((this.sent.push(message), { delivered: true as const, channel: message.channel })),
        close: () => undefined,
      },
    };
  }

  at(): string {
    return new Date(this.now).toISOString();
  }

  async handle<State, Command, Event extends BallastEvent>(
    { aggregate, id }: { readonly aggregate: Aggregate<State, Command, Event>; readonly id: string },
    command: Command,
  ): Promise<void> {
    const commandId = ids.command("world", (this.#commands += 1));
    await handle(this.memory.asLog(), {
      aggregate, id, command, context: { commandId, actor: ana, now: this.at(), correlationId: commandId, causationId: commandId },
    });
  }

  tell(command: DeployCommand): Promise<void> {
    return this.handle({ aggregate: deployDecider, id: this.deploy.deployId }, command);
  }

  lane(command: LaneCommand): Promise<void> {
    return this.handle({ aggregate: laneDecider, id: place.laneId }, command);
  }

  registerService(): Promise<void> {
    return this.handle(
      { aggregate: serviceDecider, id: serviceId },
      { type: "RegisterService", now: this.at(), serviceId, slug: "shop", name: "Shop", description: "" },
    );
  }

  /** v2 bakes its first step, at 10 %. */
  async baking(): Promise<void> {
    const { deployId } = this.deploy;
    const now = this.at();
    const step = { step: 0, percent: 10, customers: [] };
    await this.lane({ type: "LockLane", now, ...place, service: "shop", deployId, ...release("v2") });
    await this.tell({
      type: "RequestDeploy", now, deployId, ...place, ...release("v2"), fromReleaseId: release("v1").releaseId, fromVersion: "v1",
      plan: { steps: [{ percent: 100, customers: [], bakeMs: 1_000, analysis }], soakMs: 0 }, reason: "", automatic: false,
      incidentId: null, warnings: [],
    });
    await this.tell({
      type: "Start", now, deployId, requestEventId: this.deploy.requestEventId, workflowId: `deploy/${deployId}`, runId: "run-1",
    });
    await this.tell({ type: "RecordPrepared", now, deployId, durationMs: 1 });
    await this.tell({ type: "StartStep", now, deployId, ...step, bakeMs: 1_000 });
    await this.tell({ type: "ShiftTraffic", now, deployId, ...step, measuredPercent: 10, durationMs: 1 });
  }

  /** What the judge says, with the services that worsened too. */
  says(verdict: Verdict, reason: string, witnesses: string[] = []): Promise<void> {
    const evidence: DataOf<"VerdictReached">["evidence"] =
      witnesses.length === 0 ? null : { basis: "past", canaryCustomers: null, baselineCustomers: null, findings: [], witnesses };
    return this.tell({
      type: "ReachVerdict", now: this.at(), deployId: this.deploy.deployId, step: 0, look: 1, judge: "errors and latency, by customer",
      verdict, reason, canary: null, baseline: null, from: this.at(), to: this.at(), final: false, examples: [], failingCustomers: [],
      failingCustomerCount: 0, evidence,
    });
  }

  /** An incident on the shop; answers its id. */
  async declared({ severity = 3, private: isPrivate = false }: { severity?: number; private?: boolean } = {}): Promise<string> {
    const incidentId = ids.incident("known");
    await this.handle(
      { aggregate: incidentDecider, id: incidentId },
      {
        type: "DeclareIncident", now: this.at(), incidentId, number: 7, title: "Slow", summary: "", severity, publicImpact: "none",
        serviceIds: [serviceId], components: [], impactStartAt: null, drill: false, private: isPrivate, declaredAutomatically: false,
      },
    );
    return incidentId;
  }

  /** Every event of one name, in order. */
  all<Type extends BallastEvent["type"]>(type: Type): readonly DataOf<Type>[] {
    return this.memory.events.flatMap(({ event }) => (event.type === type ? [event.data as DataOf<Type>] : []));
  }
}
