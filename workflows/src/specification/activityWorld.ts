import type { DeployTarget, MetricProvider, MetricWindow } from "@ballast/delivery";
import {
  deployDecider, incidentDecider, laneDecider, pageDecider, personDecider, serviceDecider, type Aggregate, type DeployCommand,
  type IncidentCommand, type PageCommand, type PersonCommand,
} from "@ballast/domain";
import { handle, ids, type KeyRing } from "@ballast/eventlog";
import type { Message } from "@ballast/notifications";
import { defaultPagePolicy, type Actor, type BallastEvent, type Contacts, type PageEscalation, type Role } from "@ballast/schema";
import type { WorkerParts } from "../parts.ts";
import type { DeployRef } from "../traffic/deployRef.ts";
import { MemoryLog } from "./memoryLog.ts";

export const minute = 60_000;
export const serviceId = ids.service("shop");
export const place = { laneId: ids.lane(serviceId, "production"), serviceId, environment: "production" } as const;
export const release = (version: string) => ({ releaseId: ids.release(serviceId, version), version });
export const deployId = ids.deploy("d");
export const incidentId = ids.incident("i");
export const ana: Actor = { personId: ids.person("ana"), name: "Ana", means: "console" };

const analysis = {
  minSamples: 1, maxErrorsPer100k: 1, minEffectPer100k: 1, maxP95Ms: null, judgesLatency: false, minSlowerMs: 0, minSlowerPercent: 0,
};
export const plan = { steps: [10, 100].map((percent) => ({ percent, customers: [], bakeMs: 1_000, analysis })), soakMs: 5_000 };

/** The deploy of v2 over v1 as its activities are told of it. */
export const deploy: DeployRef = {
  deployId, ...place, service: "shop", ...release("v2"), fromReleaseId: release("v1").releaseId, fromVersion: "v1",
  correlationId: ids.part("d", "correlation"), requestEventId: ids.part("d", "request"), actor: ana,
};
/** The incident as its activities are told of it. */
export const incident = { incidentId, requestEventId: ids.part("i", "request"), correlationId: ids.part("i", "correlation"), actor: ana };

/** What a target was asked. */
export interface Asked {
  readonly what: string;
  readonly request: Readonly<Record<string, unknown>>;
}

/** A log in memory, a clock that the specification moves, and what activities ask of the world, written down. */
export class ActivityWorld {
  readonly memory = new MemoryLog();
  readonly asked: Asked[] = [];
  readonly delivered: Message[] = [];
  now = Date.parse("2026-03-02T10:00:00.000Z");
  /** What the target answers; everything else it does at once. */
  answers = new Map<string, () => unknown>();
  /** What was measured; null: the provider cannot be asked. */
  measured: (asked: { readonly from: Date; readonly to: Date }) => MetricWindow["releases"] | null = () => null;
  deliver: (message: Message) => Promise<void> = () => Promise.resolve();
  /** The installation's keys; null: this worker has none. */
  keys: KeyRing | null = null;
  /** Who does what the specification tells. */
  actor: Actor = ana;
  #commands = 0;

  at(): string {
    return new Date(this.now).toISOString();
  }

  get parts(): WorkerParts {
    const target: unknown = new Proxy({}, {
      get: (_, what: string) => (request: Asked["request"]) => {
        this.asked.push({ what, request });
        return new Promise((resolve) => resolve(this.answers.get(what)?.()));
      },
    });
    const metrics: unknown = {
      window: ({ from, to }: { from: Date; to: Date }) => {
        const releases = this.measured({ from, to });
        return releases === null ? Promise.reject(new Error("not asked")) : Promise.resolve({ releases });
      },
      neighbours: () => Promise.resolve([]),
    };
    const notifier: unknown = {
      deliver: async (message: Message) => {
        await this.deliver(message);
        this.delivered.push(message);
      },
    };
    const logger: unknown = { info: () => undefined, warn: () => undefined };
    return {
      log: this.memory.asLog(), targetOf: () => target as DeployTarget, metricsOf: () => metrics as MetricProvider,
      sampleTraffic: (_, request) => Promise.resolve(void this.asked.push({ what: "sampleTraffic", request })),
      notifier: notifier as WorkerParts["notifier"], webhooks: { deliver: () => Promise.resolve() }, keys: () => this.keys,
      publicUrl: "https://ballast.example", now: () => new Date(this.now),
      logger: logger as WorkerParts["logger"],
    };
  }

  async act<State, Command, Event extends BallastEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    command: Command,
  ): Promise<void> {
    const commandId = ids.command("spec", (this.#commands += 1));
    const context = { commandId, actor: this.actor, now: this.at(), correlationId: commandId, causationId: commandId };
    await handle(this.memory.asLog(), { aggregate, id, command, context });
  }

  ofDeploy(command: DeployCommand): Promise<void> {
    return this.act(deployDecider, command.deployId, command);
  }

  ofIncident(command: IncidentCommand): Promise<void> {
    return this.act(incidentDecider, command.incidentId, command);
  }

  ofPage(command: PageCommand): Promise<void> {
    return this.act(pageDecider, command.pageId, command);
  }

  /** The service, its environment, and v1 serving everybody. */
  async serving(traffic: { readonly trafficPerSecond?: number } = {}): Promise<void> {
    const now = this.at();
    await this.act(serviceDecider, serviceId, { type: "RegisterService", now, serviceId, slug: "shop", name: "Shop", description: "" });
    await this.act(serviceDecider, serviceId, {
      type: "DefineEnvironment", now, serviceId, environment: "production", kind: "production", target: { kind: "fleet", ...traffic },
      order: 0,
    });
    const before = { laneId: place.laneId, deployId: ids.deploy("before"), ...release("v1") };
    await this.act(laneDecider, place.laneId, { type: "LockLane", now, ...place, service: "shop", ...before });
    await this.act(laneDecider, place.laneId, { type: "ServeEveryone", now, ...place, ...before });
    await this.act(laneDecider, place.laneId, { type: "UnlockLane", now, laneId: place.laneId, deployId: before.deployId, reason: null });
  }

  /** The same, and the deploy of v2, asked for and with its lane. */
  async deploying(traffic: { readonly trafficPerSecond?: number } = {}): Promise<void> {
    await this.serving(traffic);
    await this.act(laneDecider, place.laneId, { type: "LockLane", now: this.at(), ...place, service: "shop", deployId, ...release("v2") });
    await this.ofDeploy({
      type: "RequestDeploy", now: this.at(), deployId, ...place, ...release("v2"), fromReleaseId: release("v1").releaseId,
      fromVersion: "v1", plan, reason: "", automatic: false, incidentId: null, warnings: [],
    });
  }

  /** Somebody with these roles, reached by mail unless told otherwise. */
  async person(login: string, roles: readonly Role[], contacts: Contacts = { email: `${login}@example.org`, chatWebhookUrl: null }) {
    const personId = ids.person(login);
    const joined: PersonCommand = {
      type: "JoinPerson", now: this.at(), personId, login, name: login, roles: [...roles], contacts, timeZone: "UTC",
    };
    await this.act(personDecider, personId, joined);
    return personId;
  }

  /** An incident of the service, declared now. */
  async declared(change: { readonly severity?: number; readonly drill?: boolean; readonly private?: boolean } = {}): Promise<void> {
    await this.ofIncident({
      type: "DeclareIncident", now: this.at(), incidentId, number: 7, title: "Shop fails", summary: "", severity: 2, publicImpact: "none",
      serviceIds: [serviceId], components: [], impactStartAt: null, drill: false, private: false, declaredAutomatically: false,
      ...change,
    });
  }

  /** A page of the incident's responders, and how activities are told of it. */
  async paged(
    request: { readonly rotationIds?: string[]; readonly personIds?: string[]; readonly escalations?: PageEscalation[] } = {}, number = 0,
  ) {
    const pageId = ids.page(incidentId, "responders", `response-${number}`);
    await this.ofPage({
      type: "RequestPage", now: this.at(), pageId, incidentId, purpose: "responders", severity: 2, rotationIds: [],
      escalations: [], personIds: [],
      reason: "it fails", policy: defaultPagePolicy, ...request,
    });
    return { ...incident, pageId };
  }

  /** What a record's stream tells, by names of events. */
  facts(category: "deploy" | "lane" | "incident" | "page", id: string): readonly string[] {
    return this.memory.facts(`${category}-${id}`);
  }

  /** The data of the last event of this name. */
  last(type: BallastEvent["type"]): unknown {
    return this.memory.events.findLast(({ event }) => event.type === type)?.event.data;
  }
}

/** Stands for `@temporalio/activity`: an activity that nobody cancels, in its first try. */
export const uncancelled = {
  Context: { current: () => ({ cancellationSignal: new AbortController().signal, heartbeat: () => undefined, info: { attempt: 1 } }) },
};
