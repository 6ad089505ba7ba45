import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { contextOf, compileFlag, OpenFlag, type FlagInEnvironment } from "@ballast/flags";
import { FlagdProvider } from "@openfeature/flagd-provider";
import { OpenFeature, ProviderEvents } from "@openfeature/server-sdk";
import { startStack, type Stack } from "../harness/index.ts";
import { costs } from "./flags/cost.ts";
import { summarise, type BenchResult } from "./result.ts";

const environment = "production";
const flagCount = 200;
const connections = 32;
const secondsEach = 5;
const changes = 60;

interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly bytes: number;
}

/** How a load asks: keep-alive connections, one request after the other on each. */
class Load {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: connections });
  readonly #url: string;
  readonly #token: string;
  readonly #pid: number;

  /** @param pid the process that answers */
  constructor(url: string, token: string, pid: number) {
    this.#url = url;
    this.#token = token;
    this.#pid = pid;
  }

  ask(path: string, context: object, etag?: string): Promise<Answer> {
    const body = JSON.stringify({ context });
    const headers = {
      authorization: `Bearer ${this.#token}`, "content-type": "application/json", "content-length": Buffer.byteLength(body),
      ...(etag !== undefined && { "if-none-match": etag }),
    };
    return new Promise((resolve, reject) => {
      request(new URL(path, this.#url), { method: "POST", agent: this.#agent, headers }, (response) => {
        let bytes = 0;
        response.on("data", (chunk: Buffer) => (bytes += chunk.length));
        response.once("end", () => { resolve({ status: response.statusCode ?? 0, etag: response.headers.etag, bytes }); });
      })
        .once("error", reject)
        .end(body);
    });
  }

  /** Asks on all connections for some seconds. @throws where an answer has another status */
  async measure(name: string, one: (turn: number) => Promise<Answer>, wanted: number): Promise<BenchResult> {
    const samplesMs: number[] = [];
    for (let turn = 0; turn < 200; turn += 1) await one(turn);
    const cpuBefore = cpuMs(this.#pid);
    const began = performance.now();
    const until = began + secondsEach * 1_000;
    await Promise.all(
      Array.from({ length: connections }, async (_, lane) => {
        for (let turn = lane; performance.now() < until; turn += connections) {
          const at = performance.now();
          const { status } = await one(turn);
          if (status !== wanted) throw new Error(`${name}: ${String(status)}`);
          samplesMs.push(performance.now() - at);
        }
      }),
    );
    const elapsedMs = performance.now() - began;
    const each = Math.round(((cpuMs(this.#pid) - cpuBefore) * 1_000) / samplesMs.length);
    return summarise({ name: `${name} (${String(each)} µs of its process each)`, samplesMs, elapsedMs });
  }
}

/** What a process has had of the cores so far, ms, in steps of ten; nothing where the system does not say. */
function cpuMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${String(pid)}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

interface Kind {
  readonly name: string;
  readonly one: (load: Load, turn: number) => Promise<Answer>;
  readonly status: number;
}

/** The same load on Ballast and, right after, on Node's bare server that answers as many bytes. */
async function besideBare(load: Load, token: string, { name, one, status }: Kind): Promise<readonly BenchResult[]> {
  const { bytes } = await one(load, 0);
  const measured = await load.measure(name, (turn) => one(load, turn), status);
  const child = fork(new URL("./flags/bare.ts", import.meta.url), [String(bytes), String(status)]);
  const port = await new Promise<number>((resolve) => child.once("message", (at) => { resolve(Number(at)); }));
  const bareLoad = new Load(`http://127.0.0.1:${String(port)}`, token, child.pid ?? 0);
  const bare = await bareLoad.measure(`${name}: bare node:http`, (turn) => one(bareLoad, turn), status);
  child.disconnect();
  const ratioToReference = measured.throughputPerSecond / bare.throughputPerSecond;
  return [{ ...measured, reference: "bare node:http", ratioToReference }, bare];
}

const gold = { kind: "attribute", attribute: "plan", operator: "is", values: ["gold"] } as const;
const rulesOf = (parts: number) => ({
  prerequisites: [], rules: [{ ruleId: "gold", name: "Gold", conditions: [gold], serve: { kind: "variant", variant: "on" } }],
  rollout: { parts, variants: [{ variant: "on", weight: 1 }] }, defaultVariant: "off",
});
const keyOf = (index: number): string => `flag-${String(index)}`;
const contextAt = (turn: number): object => ({
  targetingKey: `customer-${String(turn)}`, plan: turn % 10 === 0 ? "gold" : "silver", region: "eu",
});

const setRules = (stack: Stack, key: string, parts: number): Promise<unknown> =>
  stack.gql(
    `mutation ($key: String!, $rules: JSON!) { setFlagRules(input: { flag: $key, environment: "${environment}", rules: $rules, reason: "bench" }) { position } }`,
    { key, rules: rulesOf(parts) },
  );

async function prepare(stack: Stack): Promise<string> {
  for (let index = 0; index < flagCount; index += 1) {
    await stack.gql(
      `mutation ($key: String!) { registerFlag(input: { key: $key, kind: release, environments: ["${environment}"] }) { position } }`,
      { key: keyOf(index) },
    );
    await setRules(stack, keyOf(index), 25_000);
  }
  const { issueToken } = await stack.gql<{ issueToken: { secret: string } }>(
    `mutation { issueToken(input: { name: "Bench", roles: [application], environment: "${environment}" }) { secret } }`,
  );
  return issueToken.secret;
}

/** Evaluations of this process: no network, no other flag in the way. */
function inProcess(): BenchResult {
  const subject: FlagInEnvironment = {
    flag: {
      status: "managed",
      flagId: "00000000-0000-4000-8000-000000000001",
      key: "bench",
      kind: "release",
      valueType: "boolean",
      offVariant: "off",
      seed: "bench",
      variants: [
        { name: "on", value: true },
        { name: "off", value: false },
      ],
      bucketBy: "targetingKey",
      description: "",
      ownerId: "00000000-0000-4000-8000-000000000002",
      expiresAt: null,
      serviceIds: [],
      metrics: [],
      archived: null,
      cleanUpAfterDays: null,
    },
    targeting: {
      status: "open",
      targetingId: "00000000-0000-4000-8000-000000000003",
      flagId: "00000000-0000-4000-8000-000000000001",
      environment,
      offVariant: "off",
      rules: {
        prerequisites: [],
        rules: [{ ruleId: "gold", name: "Gold", conditions: [{ ...gold, values: ["gold"] }], serve: { kind: "variant", variant: "on" } }],
        rollout: { parts: 25_000, variants: [{ variant: "on", weight: 1 }] }, defaultVariant: "off",
      },
      overrides: [],
      kills: [],
      changes: 0,
      requests: [],
      ramp: null,
      stale: null,
    },
  };
  const flag = new OpenFlag(compileFlag(subject, { flag: () => undefined, segment: () => undefined }));
  const contexts = Array.from({ length: 1_000 }, (_, turn) => contextOf({ ...contextAt(turn) }));
  const batch = (): void => { for (const context of contexts) flag.evaluate(context); };
  for (let warm = 0; warm < 50; warm += 1) batch();
  const samplesMs: number[] = [];
  const began = performance.now();
  for (let round = 0; round < 500; round += 1) {
    const at = performance.now();
    batch();
    samplesMs.push(performance.now() - at);
  }
  return summarise({
    name: "evaluate in process, a rule and a share (samples of 1,000)", samplesMs, elapsedMs: performance.now() - began,
    n: 500 * contexts.length,
  });
}

/** From the moment a command is sent until a stock provider in this process has heard of it. */
async function heardInProcess(stack: Stack, token: string): Promise<BenchResult> {
  const port = stack.record().ports["flags"] ?? 0;
  const provider = new FlagdProvider({
    resolverType: "in-process", host: "127.0.0.1", port, selector: `flagSetId=${environment},token=${token}`, deadlineMs: 20_000,
  });
  await OpenFeature.setProviderAndWait(provider);
  const client = OpenFeature.getClient();
  const samplesMs: number[] = [];
  let heard = Promise.withResolvers<void>();
  client.addHandler(ProviderEvents.ConfigurationChanged, () => { heard.resolve(); });
  const began = performance.now();
  for (let turn = 0; turn < changes; turn += 1) {
    heard = Promise.withResolvers();
    const at = performance.now();
    const answered = setRules(stack, keyOf(0), 30_000 + turn);
    await heard.promise;
    samplesMs.push(performance.now() - at);
    await answered;
  }
  await OpenFeature.clearProviders();
  return summarise({
    name: `command sent to stock in-process provider, ${String(flagCount)} flags`, samplesMs, elapsedMs: performance.now() - began,
  });
}

/**
 * Flags: what many of them cost a node, evaluated in process, asked for over OFREP with the load on the same machine, and how soon a change
 * is heard.
 */
export async function run(): Promise<readonly BenchResult[]> {
  const cost = await costs();
  const stack = await startStack({ env: { BALLAST_FLAG_REQUESTS: "1000000" } });
  try {
    const token = await prepare(stack);
    const load = new Load(stack.url, token, stack.record().parts.api?.pid ?? 0);
    const single = "/ofrep/v1/evaluate/flags";
    const { etag = "" } = await load.ask(single, contextAt(1));
    return [
      ...cost,
      inProcess(),
      ...(await besideBare(load, token, {
        name: "OFREP, one flag", status: 200, one: (to, turn) => to.ask(`${single}/${keyOf(turn % flagCount)}`, contextAt(turn)),
      })),
      ...(await besideBare(load, token, {
        name: `OFREP, all ${String(flagCount)} flags`, status: 200, one: (to, turn) => to.ask(single, contextAt(turn)),
      })),
      ...(await besideBare(load, token, {
        name: "OFREP, not changed (304)", status: 304, one: (to) => to.ask(single, contextAt(1), etag),
      })),
      await heardInProcess(stack, token),
    ];
  } finally {
    await stack.stop();
  }
}
