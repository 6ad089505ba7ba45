import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Artifact } from "@ballast/schema";
import { expect } from "vitest";
import type { DeployTarget, TargetRelease } from "../target.ts";
import { fleetMetrics, fleetTarget, type FleetLane } from "./client.ts";
import { startDaemon, type Daemon } from "./daemon.ts";
import { createLog } from "./log.ts";

/** A fleet for a spec: a real daemon in this process, real service processes, a data folder of its own. */
export class FleetFixture {
  readonly data = mkdtempSync(join(tmpdir(), "ballast-fleet-"));
  private readonly holdMs: number;
  private readonly threads: number | undefined;
  private daemon: Daemon | undefined;
  private operations = 0;
  private lanes = 0;

  /** `holdMs`: how long a request waits for a process; as long as a test may last when left out. `threads`: see `DataThreads`. */
  constructor({ holdMs = 100_000, threads }: { holdMs?: number; threads?: number } = {}) {
    this.holdMs = holdMs;
    this.threads = threads;
  }

  async start(): Promise<void> {
    this.daemon = await startDaemon({
      data: this.data, port: 0, log: createLog("silent", () => undefined), holdMs: this.holdMs, threads: this.threads,
    });
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
    rmSync(this.data, { recursive: true, force: true });
  }

  /** Ends the daemon and starts it anew over the same folder, at another address. */
  async restart(): Promise<void> {
    await this.daemon?.stop();
    await this.start();
  }

  get address(): string {
    if (this.daemon === undefined) throw new Error("not started");
    return this.daemon.address;
  }

  /** A lane nobody has used. */
  lane(): LaneFixture {
    this.lanes += 1;
    return new LaneFixture(
      { address: this.address, service: `service-${this.lanes}`, environment: "test" },
      () => `operation-${(this.operations += 1)}`,
    );
  }
}

/** One lane, with the words that specs tell their stories in. */
export class LaneFixture {
  readonly lane: FleetLane;
  readonly target: DeployTarget;
  readonly metrics;
  private readonly nextId: () => string;

  constructor(lane: FleetLane, nextId: () => string) {
    this.lane = lane;
    this.target = fleetTarget(lane);
    this.metrics = fleetMetrics(lane);
    this.nextId = nextId;
  }

  /** The lane as a daemon at another address has it. */
  afterRestart(address: string): DeployTarget {
    return fleetTarget({ ...this.lane, address });
  }

  /** A new operation. */
  operation(signal: AbortSignal = patience()): { operationId: string; signal: AbortSignal } {
    return { operationId: this.nextId(), signal };
  }

  /** Prepares a release and makes it stable. */
  async live(release: TargetRelease): Promise<void> {
    await this.target.prepare({ ...this.operation(), release });
    await this.target.promote({ ...this.operation(), release: release.version });
  }

  /** Prepares a release and exposes it. */
  async expose(release: TargetRelease, percent: number): Promise<void> {
    await this.target.prepare({ ...this.operation(), release });
    await this.target.setWeight({ ...this.operation(), release: release.version, percent });
  }

  observe() {
    return this.target.observe({ signal: patience() });
  }

  /** "v1 healthy, v2 crashed": the lane's processes in a line. */
  async processes(): Promise<string> {
    const { processes } = await this.observe();
    return processes.map(({ release, state }) => `${release} ${state}`).join(", ");
  }

  async routerPort(): Promise<number> {
    const { routerPort } = await this.observe();
    if (routerPort === null) throw new Error("the lane has no router yet");
    return routerPort;
  }
}

/** Expects something of a value that takes a moment to become so; looks again and again, nearly as long as a test may last. */
export function eventually<T>(read: () => T) {
  return expect.poll(read, { timeout: 100_000, interval: 20 });
}

/** A signal for calls that nobody breaks off: how long anything may take is said once, by the test's own time-out. */
export function patience(): AbortSignal {
  return new AbortController().signal;
}

/** A version of the sample service. */
export function sample(version: string, env: Readonly<Record<string, string>> = {}): TargetRelease {
  return { version, artifact: { command: "{node}", args: ["{sample}"], env: { VERSION: version, ...env } } };
}

/** A version whose program is given as text; it finds its port in `process.env.PORT`. */
export function program(version: string, text: string, env: Readonly<Record<string, string>> = {}): TargetRelease {
  const artifact: Artifact = { command: "{node}", args: ["-e", text], env: { ...env } };
  return { version, artifact };
}

/** Becomes healthy, and answers `/held`, only once the file GATE exists; `/waiting` says how many it holds. */
export const gatedProgram = `
  const { existsSync } = require("node:fs");
  const open = () => existsSync(process.env.GATE);
  let waiting = 0;
  require("node:http").createServer((request, response) => {
    const poll = () => open() || response.destroyed ? response.end("done") : setTimeout(poll, 5);
    if (request.url === "/healthz") { response.statusCode = process.env.HEALTHY_AT_ONCE || open() ? 200 : 503; response.end(); }
    else if (request.url === "/held") { waiting += 1; poll(); }
    else if (request.url === "/waiting") response.end(String(waiting));
    else response.end("ok");
  }).listen(process.env.PORT, "127.0.0.1");`;

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** What a customer got. */
export interface Reply {
  readonly status: number;
  /** Version that answered; null: the router itself. */
  readonly release: string | null;
  readonly body: string;
}

export interface Question {
  readonly customer?: string;
  readonly path?: string;
  readonly method?: string;
  readonly body?: string | Buffer;
}

/** Asks a router as a customer; rejects only where the connection breaks. */
export function ask(port: number, { customer, path = "/checkout", method = "GET", body }: Question = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...(customer !== undefined && { "x-customer": customer }),
      ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
    };
    const sent = request({ host: "127.0.0.1", port, path, method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const release = response.headers["x-ballast-release"];
        resolve({
          status: response.statusCode ?? 0, release: typeof release === "string" ? decodeURIComponent(release) : null,
          body: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

/** Asks once for each customer, 32 at a time; versions by customer. */
export async function askAll(port: number, customers: readonly string[]): Promise<Map<string, string | null>> {
  const served = new Map<string, string | null>();
  const left = customers.values();
  const line = async () => {
    for (const customer of left) served.set(customer, (await ask(port, { customer })).release);
  };
  await Promise.all(Array.from({ length: 32 }, line));
  return served;
}
