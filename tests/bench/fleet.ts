import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fleetTarget, sampleCustomers, type DeployTarget, type TargetRelease } from "@ballast/delivery";
import { startFleetProcess } from "../../services/delivery/src/fleet/fleetProcess.ts";
import { freePort } from "../../services/delivery/src/fleet/launch.ts";
import { controlUnderLoad } from "./fleet/control.ts";
import { summarise, type BenchResult } from "./result.ts";

const rounds = 60;
const customersAtOnce = 16;
const routedRequests = 20_000;

/** Customers of a router who ask without pause, and when each release last answered one of them. */
class Customers {
  readonly latenciesMs: number[] = [];
  private readonly lastServed = new Map<string, number>();
  private readonly agent = new Agent({ keepAlive: true, maxSockets: customersAtOnce });
  private readonly port: number;
  private going = true;
  private readonly asking: Promise<unknown>;

  constructor(port: number) {
    this.port = port;
    const names = sampleCustomers(600);
    let turn = 0;
    const ask = async () => {
      while (this.going) await this.ask(names[(turn += 1) % names.length] ?? "");
    };
    this.asking = Promise.all(Array.from({ length: customersAtOnce }, ask));
  }

  /** When this release last answered, on the clock of `performance.now()`. */
  last(release: string): number {
    return this.lastServed.get(release) ?? 0;
  }

  /** Resolves once so many requests were answered in all. */
  async answered(count: number): Promise<void> {
    while (this.latenciesMs.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
  }

  async leave(): Promise<void> {
    this.going = false;
    await this.asking;
    this.agent.destroy();
  }

  private ask(customer: string): Promise<void> {
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      const sent = request(
        { host: "127.0.0.1", port: this.port, path: "/checkout", agent: this.agent, headers: { "x-customer": customer } },
        (response) => {
          response.resume().once("end", () => {
            const now = performance.now();
            this.latenciesMs.push(now - startedAt);
            this.lastServed.set(String(response.headers["x-ballast-release"]), now);
            resolve();
          });
        },
      );
      sent.once("error", reject).end();
    });
  }
}

const release = (version: string): TargetRelease => ({
  version, artifact: { command: "{node}", args: ["{sample}"], env: { VERSION: version } },
});

let operations = 0;
const operation = () => ({ operationId: `bench-${(operations += 1)}`, signal: AbortSignal.timeout(30_000) });

interface Round {
  readonly deployMs: number;
  readonly pressedToAnswerMs: number;
  readonly pressedToLastBadMs: number;
}

/** Deploys a new version to half of the customers, lets it serve, restores the stable one, waits until nobody gets it any more. */
async function round(target: DeployTarget, customers: Customers, version: string): Promise<Round> {
  const requested = performance.now();
  await target.prepare({ ...operation(), release: release(version) });
  await target.setWeight({ ...operation(), release: version, percent: 50 });
  while (customers.last(version) === 0) await customers.answered(customers.latenciesMs.length + 1);
  const deployMs = performance.now() - requested;
  await customers.answered(customers.latenciesMs.length + 100);
  const pressed = performance.now();
  await target.restore({ ...operation(), release: { version: "stable" } });
  const answered = performance.now();
  // everything that was under way when the restore took hold is answered after so many more
  await customers.answered(customers.latenciesMs.length + 20 * customersAtOnce);
  return { deployMs, pressedToAnswerMs: answered - pressed, pressedToLastBadMs: Math.max(0, customers.last(version) - pressed) };
}

/** Deploys and rollbacks on the fleet, what the router costs, and how control calls fare beside many busy lanes. */
export async function run(): Promise<readonly BenchResult[]> {
  return [...(await deploysAndRollbacks()), ...(await controlUnderLoad())];
}

/** Deploy and rollback on the fleet, with customers asking all the time; and what the router costs. */
async function deploysAndRollbacks(): Promise<readonly BenchResult[]> {
  const data = mkdtempSync(join(tmpdir(), "ballast-bench-fleet-"));
  const port = await freePort();
  const fleet = await startFleetProcess({ data, port });
  try {
    const target = fleetTarget({ address: `http://127.0.0.1:${port}`, service: "checkout", environment: "production" });
    await target.prepare({ ...operation(), release: release("stable") });
    await target.promote({ ...operation(), release: "stable" });
    const { routerPort } = await target.observe({ signal: AbortSignal.timeout(5_000) });
    const customers = new Customers(routerPort ?? 0);
    const startedAt = performance.now();
    await customers.answered(routedRequests);
    const routed = {
      name: `request through the router, ${customersAtOnce} at once (the sample answers in 3 to 12 ms)`,
      samplesMs: [...customers.latenciesMs], elapsedMs: performance.now() - startedAt,
    };
    const done: Round[] = [];
    const roundsFrom = performance.now();
    for (let index = 0; index < rounds; index += 1) done.push(await round(target, customers, `canary-${index}`));
    const elapsedMs = performance.now() - roundsFrom;
    await customers.leave();
    return [
      summarise({
        name: "deploy requested → first request served by the canary", samplesMs: done.map(({ deployMs }) => deployMs), elapsedMs,
      }),
      summarise({
        name: "restore called → in force and on disk",
        samplesMs: done.map(({ pressedToAnswerMs }) => pressedToAnswerMs),
        elapsedMs,
      }),
      summarise({
        name: "restore called → last request answered by the bad release",
        samplesMs: done.map(({ pressedToLastBadMs }) => pressedToLastBadMs),
        elapsedMs,
      }),
      summarise(routed),
    ];
  } finally {
    fleet.child.stdin?.end();
    await fleet.ended;
    rmSync(data, { recursive: true, force: true });
  }
}
