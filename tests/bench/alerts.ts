import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { connectLog, ids } from "@ballast/eventlog";
import { startStack, until, type Stack } from "../harness/index.ts";
import { valuesOf, type Figure } from "./figure.ts";
import { someoneOnCall, type OnCall } from "./onCall.ts";
import { summarise, type BenchResult } from "./result.ts";
import { spending, spentOnEach, untilAtRest } from "./spent.ts";

/** So many alerts: 60,000, or what BALLAST_ROWS says; in whole rounds of notifications. */
const alertCount = Number(process.env["BALLAST_ROWS"] ?? 60_000);
/** Ends with the storm itself where BALLAST_ONLY says "storm": for a profile, or to compare its CPU. */
const onlyStorm = process.env["BALLAST_ONLY"] === "storm";
const perNotification = 20;
const connections = 8;
const services = 10;
/** Every so many notifications, the one before it is sent once more. */
const duplicateEvery = 5;
const startsAt = "2026-11-23T08:58:00Z";

const fingerprintOf = (n: number): string => n.toString(16).padStart(16, "0");

/** A notification of Alertmanager's with the alerts from `first` on, as it would send it. */
function notification(first: number, count = perNotification): string {
  const alerts = Array.from({ length: count }, (_, index) => {
    const n = first + index;
    return {
      status: "firing",
      fingerprint: fingerprintOf(n),
      startsAt,
      endsAt: "0001-01-01T00:00:00Z",
      generatorURL: "http://prometheus.example/graph",
      labels: {
        alertname: "HighErrors", severity: n % 4 === 0 ? "info" : "critical", service: `storm-${(first / perNotification) % services}`,
        instance: `10.0.${(n >> 8) & 255}.${n & 255}:9100`,
      },
      annotations: { summary: `Errors of instance ${n} are high`, runbook_url: "https://runbooks.example/high-errors" },
    };
  });
  return JSON.stringify({
    version: "4",
    groupKey: `{}:{storm="${first}"}`,
    truncatedAlerts: 0,
    status: "firing",
    receiver: "ballast",
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: "http://alertmanager.example",
    alerts,
  });
}

interface Storm {
  readonly address: URL;
  /** How long each accepted notification took, its repetitions included, in ms. */
  readonly samplesMs: number[];
  readonly refused: Map<number | "no answer", number>;
}

/** Posts once; the status, or undefined when the connection ended without one. */
function post(agent: Agent, { address }: Storm, body: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const sent = request(
      address,
      { method: "POST", agent, headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) } },
      (response) => {
        response
          .resume()
          .once("end", () => {
            resolve(response.statusCode);
          })
          .once("error", () => {
            resolve(undefined);
          });
      },
    );
    sent
      .once("error", () => {
        resolve(undefined);
      })
      .end(body);
  });
}

/** Sends until it is accepted, as Alertmanager does: again after 5xx and lost connections, and never after 4xx. */
async function deliver(agent: Agent, storm: Storm, body: string): Promise<void> {
  const began = performance.now();
  for (;;) {
    const status = await post(agent, storm, body);
    if (status === 200) break;
    const why = status ?? "no answer";
    storm.refused.set(why, (storm.refused.get(why) ?? 0) + 1);
    if (status !== undefined && status < 500) throw new Error(`a notification was refused for good: ${status}`);
    await delay(100);
  }
  storm.samplesMs.push(performance.now() - began);
}

/** All notifications over the connections; at half of them the API is killed once. */
async function rage(storm: Storm, stack: Stack): Promise<number> {
  const notifications = alertCount / perNotification;
  let next = 0;
  let restart: Promise<void> | undefined;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let index = next++; index < notifications; index = next++) {
        if (index === notifications / 2) restart = stack.restartOf("api");
        const body = notification(index * perNotification);
        await deliver(agent, storm, body);
        if (index % duplicateEvery === 0) await deliver(agent, storm, body);
      }
      agent.destroy();
    }),
  );
  await restart;
  return performance.now() - began;
}

/** What the log says of a storm. */
interface InLog {
  /** How often each alert is in it: fired, and attached to an incident. */
  readonly fired: ReadonlyMap<string, number>;
  readonly attached: ReadonlyMap<string, number>;
  readonly declared: number;
  /** From the first alert that can lead to a service's incident until the first page of that was handed to a channel, ms each. */
  readonly untilPagedMs: readonly number[];
}

async function readStorm(address: string): Promise<InLog> {
  const log = connectLog({ address });
  const fired = new Map<string, number>();
  const attached = new Map<string, number>();
  const firstAlert = new Map<string | null, number>();
  const serviceOf = new Map<string, string | null>();
  const incidentOf = new Map<string, string>();
  const paged = new Map<string, number>();
  const types = ["AlertFired", "AlertAttached", "IncidentDeclared", "PageRequested", "PageSent"] as const;
  for await (const { event, id, metadata } of log.readAll({ filter: { types } })) {
    const at = Date.parse(metadata.recordedAt);
    if (event.type === "AlertFired") {
      const { alertId, ordinal, serviceId, severity } = event.data;
      const episodeId = ids.episode(alertId, ordinal);
      fired.set(episodeId, (fired.get(episodeId) ?? 0) + 1);
      if (severity === "critical" && !firstAlert.has(serviceId)) firstAlert.set(serviceId, at);
    }
    if (event.type === "AlertAttached") attached.set(event.data.episodeId, (attached.get(event.data.episodeId) ?? 0) + 1);
    if (event.type === "IncidentDeclared") serviceOf.set(event.data.incidentId, event.data.serviceIds[0] ?? null);
    if (event.type === "PageRequested") incidentOf.set(id, event.data.incidentId);
    // The console's inbox wakes nobody.
    if (event.type === "PageSent" && event.data.channel === "push") {
      const incidentId = incidentOf.get(id) ?? "";
      if (!paged.has(incidentId)) paged.set(incidentId, at);
    }
  }
  await log.close();
  const untilPagedMs = [...paged].map(([incidentId, at]) => at - (firstAlert.get(serviceOf.get(incidentId) ?? null) ?? Number.NaN));
  return { fired, attached, declared: serviceOf.size, untilPagedMs };
}

/**
 * How long each service's first page took, ms.
 * @throws when an alert is missing or there twice
 */
async function check(stack: Stack, integrationId: string): Promise<readonly number[]> {
  const { fired, attached, declared, untilPagedMs } = await readStorm(stack.record().addresses["eventstore"] ?? "");
  const all = Array.from({ length: alertCount }, (_, n) => ids.episode(ids.alert(integrationId, fingerprintOf(n)), 1));
  const wrong = [
    ["lost", all.filter((id) => !fired.has(id)).length],
    ["fired twice", [...fired.values()].filter((times) => times !== 1).length],
    ["without their incident", all.filter((id, n) => n % 4 !== 0 && !attached.has(id)).length],
    ["attached twice", [...attached.values()].filter((times) => times !== 1).length],
    ["incidents too many", declared - services],
    ["services that called nobody", services - untilPagedMs.length],
  ].filter(([, count]) => count !== 0);
  console.log(`in the log: ${fired.size} alerts, ${attached.size} of them in ${declared} incidents`);
  if (wrong.length > 0) throw new Error(`the log is not as it should be: ${wrong.map(([what, count]) => `${count} ${what}`).join(", ")}`);
  return untilPagedMs;
}

const inOne = 9_900;

/** As many alerts as one notification holds: when the first of them has called people, and when all were taken. */
async function oneNotification(stack: Stack, address: URL): Promise<readonly BenchResult[]> {
  const log = connectLog({ address: stack.record().addresses["eventstore"] ?? "" });
  const stop = new AbortController();
  const called = Promise.withResolvers<number>();
  // Each service of the storm has its incident: these alerts are of none, which has none yet.
  const body = notification(alertCount, inOne).replaceAll(/"service":"storm-[^"]*",/g, "");
  const from = await log.lastPosition();
  const following = log.subscribeAll({
    from, signal: stop.signal, filter: { types: ["IncidentDeclared"] },
    onBatch: ({ events }) => { if (events.length > 0) called.resolve(performance.now()); },
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const began = performance.now();
  const status = await post(agent, { address, samplesMs: [], refused: new Map() }, body);
  const elapsedMs = performance.now() - began;
  agent.destroy();
  if (status !== 200) throw new Error(`the notification was answered with ${status ?? "nothing"}`);
  const declaredMs = (await called.promise) - began;
  stop.abort();
  await following;
  await log.close();
  return [
    summarise({ name: `${inOne} alerts in one notification: declared`, samplesMs: [declaredMs], elapsedMs: declaredMs }),
    summarise({ name: `${inOne} alerts in one notification: all taken`, samplesMs: [elapsedMs], elapsedMs, n: inOne }),
  ];
}

/** A rule is tried on every alert of the storm, and others ask for something small meanwhile, one after the other. */
async function tried(stack: Stack): Promise<readonly BenchResult[]> {
  const [samplesMs, began]: [number[], number] = [[], performance.now()];
  const trial = stack.gql<{ alertRuleTrial: { sentence: string } }>(
    "query($rule: AlertRuleContent!) { alertRuleTrial(rule: $rule) { sentence } }",
    { rule: { name: "Five of an instance", groupBy: ["instance"], count: 5, withinMinutes: 10 } },
  );
  let over = false;
  void trial.finally(() => { over = true; }).catch(() => undefined);
  while (!over) {
    const asked = performance.now();
    await stack.gql("{ health { behind } }");
    samplesMs.push(performance.now() - asked);
  }
  console.log((await trial).alertRuleTrial.sentence);
  const elapsedMs = performance.now() - began;
  return [
    summarise({ name: "a rule tried on all of them", samplesMs: [elapsedMs], elapsedMs }),
    summarise({ name: "asked meanwhile", samplesMs, elapsedMs }),
  ];
}

/** A storm of alerts, with duplicates and a restart of the API in its middle: what was accepted is in the log, once. */
export async function run(): Promise<readonly BenchResult[]> {
  const stack = await startStack({ env: { BALLAST_ALLOW_PRIVATE_WEBHOOKS: "1" } });
  let onCall: OnCall | undefined;
  try {
    for (let n = 0; n < services; n += 1)
      await stack.gql("mutation($input: RegisterServiceInput!) { registerService(input: $input) { position } }", {
        input: { slug: `storm-${n}`, name: `Storm ${n}` },
      });
    onCall = await someoneOnCall(stack, Array.from({ length: services }, (_, n) => `storm-${n}`));
    const added = await stack.gql<{ addIntegration: { url: string; integration: { id: string } } }>(
      "mutation($input: AddIntegrationInput!) { addIntegration(input: $input) { url integration { id } } }",
      { input: { kind: "alertmanager", name: "Storm", severities: { critical: 2 } } },
    );
    const address = new URL(new URL(added.addIntegration.url).pathname, stack.url);
    const integrationId = address.pathname.split("/").at(-1)?.split(".")[0] ?? "";
    const storm: Storm = { address, samplesMs: [], refused: new Map() };
    // What was asked until now has woken a reader that takes a core while it begins.
    await untilAtRest(stack);
    const spent = spending(stack);
    const elapsedMs = await rage(storm, stack);
    console.log(`${Math.round((alertCount * 1_000) / elapsedMs)} alerts a second, ${spentOnEach(spent(), alertCount)}`);
    console.log(`sent again after: ${[...storm.refused].map(([why, times]) => `${why} × ${times}`).join(", ") || "nothing"}`);
    const untilPagedMs = await check(stack, integrationId);
    const caughtUp = performance.now();
    await until(async () => !(await stack.gql<{ health: { behind: boolean } }>("{ health { behind } }")).health.behind, {
      within: 300_000,
    });
    const lag = performance.now() - caughtUp;
    // What was accepted is not all of the work: rows, pages and what else the storm set off come behind it.
    const all = spent();
    console.log(`until the read model has it all: ${spentOnEach(all, alertCount)}`);
    const beside = onlyStorm ? [] : [...await oneNotification(stack, address), ...await tried(stack)];
    return [
      ...beside,
      {
        ...summarise({
          name: `alerts accepted, ${connections} connections, ${perNotification} a notification, one API killed`,
          samplesMs: storm.samplesMs, elapsedMs, n: alertCount,
        }),
        cpuMicros: (all.installationMs * 1_000) / alertCount,
      },
      summarise({ name: "first alert of a service until its first page", samplesMs: untilPagedMs, elapsedMs }),
      summarise({ name: "read model caught up after the last one", samplesMs: [lag], elapsedMs: lag }),
    ];
  } finally {
    onCall?.stop();
    await stack.stop();
  }
}

/** A thousand a second, with duplicates and a restart, and people called within a second by what is worst for them: its beginning. */
export const figures = (results: readonly BenchResult[]): readonly Figure[] => [
  {
    what: "alerts accepted a second, the API killed once", goal: { of: "ours", atLeast: 1_000 },
    ours: valuesOf(results, "alerts accepted", ({ throughputPerSecond }) => throughputPerSecond),
  },
  {
    what: "first alert of a service until its first page, p95 ms", goal: { of: "ours", atMost: 1_000 },
    ours: valuesOf(results, "first alert of a service", ({ p95Ms }) => p95Ms),
  },
];
