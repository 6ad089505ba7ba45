import {
  deployDecider, incidentDecider, laneDecider, pageDecider, personDecider, releaseDecider, rotationDecider, serviceDecider, type Aggregate,
  type Deploy, type DeployCommand, type Lane,
} from "@ballast/domain";
import { foldRecord, handle, ids, type Handled } from "@ballast/eventlog";
import { setFleetTraffic } from "@ballast/delivery";
import { plainLayer, type Actor, type BallastEvent, type DeployPlan, type Thresholds } from "@ballast/schema";
import type { Engine } from "./engine.ts";
import { until } from "./until.ts";

/**
 * A plan whose steps last as long as they must for a verdict: 10 / 50 / 100 %. Latency is not judged: on a busy machine
 * a process that has just started *is* slower, and whoever says so is right (that judge has simulations of its own).
 */
export const quickPlan = (bakeMs = 1_500): DeployPlan => ({
  steps: [10, 50, 100].map((percent) => ({
    percent,
    customers: [],
    bakeMs,
    analysis: {
      minSamples: 20, maxErrorsPer100k: 2_000, minEffectPer100k: 1_000, maxP95Ms: null, judgesLatency: false, minSlowerMs: 250,
      minSlowerPercent: 50,
    },
  })),
  soakMs: 500,
});

/** Everybody in one step that nothing stops: for what is only to be there when a story begins. */
export const atOnce: DeployPlan = {
  steps: quickPlan(500).steps.slice(-1).map((step) => ({ ...step, analysis: { ...step.analysis, minSamples: 1 } })),
  soakMs: 0,
};

/** How the sample service behaves in a release. */
export type Behaviour = "healthy" | "failing" | "crash";

const environment = "production";

/** Tells a story to an engine: one service, its releases, its deploys; everything through the deciders, as the API does. */
export class Story {
  readonly engine: Engine;
  readonly service: string;
  readonly serviceId: string;
  readonly laneId: string;
  readonly person: Actor;
  #commands = 0;

  constructor(engine: Engine, service: string) {
    this.engine = engine;
    this.service = service;
    this.serviceId = ids.service(service);
    this.laneId = ids.lane(this.serviceId, environment);
    this.person = { personId: ids.person("ana"), name: "Ana Kovač", means: "cli" };
  }

  /** A service in production with traffic of its own, and Ana on call for it. */
  async begin({
    plan = quickPlan(), thresholds, requestsPerSecond = 120,
  }: { plan?: DeployPlan; thresholds?: Thresholds; requestsPerSecond?: number } = {}): Promise<void> {
    const { serviceId, service } = this;
    const now = this.now();
    const personId = ids.person("ana");
    const rotationId = ids.rotation(service);
    await this.handle(personDecider, personId, {
      type: "JoinPerson", now, personId, login: "ana", name: "Ana Kovač", roles: ["engineer", "responder"],
      contacts: { email: "ana@example.org", chatWebhookUrl: null }, timeZone: "UTC",
    });
    const layer = { layerId: rotationId, effectiveFrom: now, timeZone: "UTC", people: [personId], ...aWeekEach(now) };
    await this.handle(rotationDecider, rotationId, { type: "CreateRotation", now, rotationId, name: service, layer });
    await this.handle(serviceDecider, serviceId, {
      type: "RegisterService", now, serviceId, slug: service, name: service, description: "",
    });
    await this.handle(serviceDecider, serviceId, {
      type: "DefineEnvironment", now, serviceId, environment, kind: "production", target: { kind: "fleet" }, order: 0,
    });
    await this.handle(serviceDecider, serviceId, { type: "SetDeployPlan", now, serviceId, environment, plan });
    await this.handle(serviceDecider, serviceId, { type: "AssignRotation", now, serviceId, purpose: "responders", rotationId });
    if (thresholds !== undefined) await this.handle(serviceDecider, serviceId, { type: "SetThresholds", now, serviceId, thresholds });
    await setFleetTraffic(this.engine.lane(service, environment), {
      requestsPerSecond, customers: 500, signal: new AbortController().signal,
    });
  }

  /** Changes the plan for the deploys to come. */
  async plan(plan: DeployPlan): Promise<void> {
    await this.handle(serviceDecider, this.serviceId, {
      type: "SetDeployPlan", now: this.now(), serviceId: this.serviceId, environment, plan,
    });
  }

  async release(version: string, behaviour: Behaviour = "healthy"): Promise<void> {
    const now = this.now();
    const artifact = { command: "node", args: ["{sample}"], env: { VERSION: version, BEHAVIOUR: behaviour } };
    await this.handle(releaseDecider, this.releaseId(version), {
      type: "RecordRelease", now, releaseId: this.releaseId(version), serviceId: this.serviceId, version, releasedAt: now, sha: null,
      artifact, commits: [], commitsHash: "none", rollbackSafe: true, rollbackUnsafeReason: null, notes: "", order: 0,
    });
  }

  /** Asks for a deploy; answers its id. Refused as the lane's rules say. */
  async deploy(version: string): Promise<string> {
    const deployId = ids.deploy(ids.command(this.service, version, (this.#commands += 1)));
    const lane = await this.lane();
    const serving = lane.status === "open" ? lane.serving : null;
    const key = { laneId: this.laneId, serviceId: this.serviceId, environment };
    const release = { releaseId: this.releaseId(version), version };
    await this.handle(laneDecider, this.laneId, { type: "LockLane", now: this.now(), ...key, service: this.service, deployId, ...release });
    const service = await foldRecord(this.engine.log, serviceDecider, this.serviceId);
    const plan = service.status === "registered" ? service.plans.get(environment) : undefined;
    await this.handle(deployDecider, deployId, {
      type: "RequestDeploy", now: this.now(), deployId, ...key, ...release, fromReleaseId: serving?.releaseId ?? null,
      fromVersion: serving?.version ?? null, plan: plan ?? quickPlan(), reason: "", automatic: false, incidentId: null, warnings: [],
    });
    return deployId;
  }

  /** Presses the rollback button, now or at an earlier moment; answers the rollback's id. */
  async rollback(version: string, { pressedAt = this.now(), stay = false }: { pressedAt?: string; stay?: boolean } = {}): Promise<string> {
    const lane = await this.lane();
    if (lane.status !== "open") throw new Error("nothing was ever deployed");
    const deployId = ids.deploy(ids.command(this.service, "rollback", version, (this.#commands += 1)));
    const key = { laneId: this.laneId, serviceId: this.serviceId, environment };
    const release = { releaseId: this.releaseId(version), version };
    const left = lane.lock?.kind === "deploy" ? lane.lock : lane.serving;
    const factsOf = () => ({ artifactAvailable: true, rollbackSafe: true });
    await this.handle(laneDecider, this.laneId, {
      type: "TakeLaneForRollback", now: this.now(), ...key, service: this.service, deployId, to: release, factsOf,
    });
    await this.handle(deployDecider, deployId, {
      type: "RequestRollback", now: pressedAt, deployId, ...key, ...release, fromReleaseId: left?.releaseId ?? null,
      fromVersion: left?.version ?? null, reason: "pressed", automatic: false, incidentId: null, preempts: lane.lock?.deployId ?? null,
      direct: false, warnings: [], stay,
    });
    return deployId;
  }

  tell(deployId: string, command: DeployCommand): Promise<Handled<BallastEvent>> {
    return this.handle(deployDecider, deployId, command);
  }

  /** Waits until a deploy is where the condition says. */
  async untilDeploy(deployId: string, condition: (deploy: Deploy) => boolean): Promise<Deploy> {
    return until(async () => {
      const deploy = await this.deployed(deployId);
      return condition(deploy) ? deploy : undefined;
    });
  }

  async deployed(deployId: string): Promise<Deploy> {
    return foldRecord(this.engine.log, deployDecider, deployId);
  }

  async lane(): Promise<Lane> {
    return foldRecord(this.engine.log, laneDecider, this.laneId);
  }

  /** The lane once whoever worked there has given it free. */
  freeLane(): Promise<Lane> {
    return until(async () => {
      const lane = await this.lane();
      return lane.status === "open" && lane.lock === null ? lane : undefined;
    });
  }

  async releaseHold(reason: string): Promise<void> {
    await this.freeLane();
    await this.handle(laneDecider, this.laneId, { type: "ReleaseHold", now: this.now(), laneId: this.laneId, reason });
  }

  /** Ana declares an incident on the service; answers its id. */
  async declare({ severity, number }: { severity: number; number: number }): Promise<string> {
    const incidentId = ids.incident(ids.command("scenario", this.service, number));
    await this.handle(incidentDecider, incidentId, {
      type: "DeclareIncident", now: this.now(), incidentId, number, title: `${this.service} is slow`, summary: "", severity,
      publicImpact: "minor", serviceIds: [this.serviceId], components: [], impactStartAt: null, drill: false, private: false,
      declaredAutomatically: false,
    });
    return incidentId;
  }

  /** The newest page of an incident, once there is one. */
  async pageOf(incidentId: string): Promise<string | undefined> {
    let newest: string | undefined;
    for await (const { event, id } of this.engine.log.readAll({ filter: { types: ["PageRequested"] } })) {
      if (event.type === "PageRequested" && event.data.incidentId === incidentId) newest = id;
    }
    return newest;
  }

  /** Ana answers a page. */
  async acknowledge(pageId: string): Promise<void> {
    await this.handle(pageDecider, pageId, { type: "Acknowledge", now: this.now(), pageId, personId: ids.person("ana") });
  }

  /** Ana says that it is over. */
  async resolve(incidentId: string): Promise<void> {
    for (const to of ["investigating", "resolved"] as const) {
      await this.handle(incidentDecider, incidentId, { type: "ChangeState", now: this.now(), incidentId, to, reason: "seen" });
    }
  }

  /** Names of a stream's events, in order. */
  async facts(stream: `deploy-${string}` | `lane-${string}` | `incident-${string}` | `page-${string}`): Promise<readonly string[]> {
    return (await this.engine.log.read(stream)).events.map(({ event }) => event.type);
  }

  /** Incidents declared on the service so far. */
  async incidents(): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { event, id } of this.engine.log.readAll({ filter: { types: ["IncidentDeclared"] } })) {
      if (event.type === "IncidentDeclared" && event.data.serviceIds.includes(this.serviceId)) found.push(id);
    }
    return found;
  }

  /** What the target has in force for customers now. */
  async observed(): Promise<{ stable: string | undefined; canary: string | undefined }> {
    const { stable, canary } = await this.engine.parts
      .targetOf({ service: this.service, environment })
      .observe({ signal: new AbortController().signal });
    return { stable: stable?.release, canary: canary?.release };
  }

  releaseId(version: string): string {
    return ids.release(this.serviceId, version);
  }

  now(): string {
    return new Date().toISOString();
  }

  async incident(incidentId: string) {
    return foldRecord(this.engine.log, incidentDecider, incidentId);
  }

  async handle<State, Command, Event extends BallastEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    command: Command,
  ): Promise<Handled<Event>> {
    const commandId = ids.command("story", this.service, aggregate.category, id, (this.#commands += 1));
    return handle(this.engine.log, {
      aggregate, id, command, context: { commandId, actor: this.person, now: this.now(), correlationId: commandId, causationId: commandId },
    });
  }
}

/** Turns of a week, of which the first began at midnight: whatever the day and the hour, its first person is on call. */
export const aWeekEach = (now: string) => ({
  ...plainLayer,
  startsOn: now.slice(0, 10), handOver: { every: "week" as const, weekday: new Date(now).getUTCDay() || 7, at: "00:00" },
});
