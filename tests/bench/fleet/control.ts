import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fleetMetrics, fleetTarget, setFleetTraffic, type FleetLane } from "@ballast/delivery";
import { startFleetProcess } from "../../../services/delivery/src/fleet/fleetProcess.ts";
import { freePort } from "../../../services/delivery/src/fleet/launch.ts";
import { comparedWith, summarise, type BenchResult } from "../result.ts";

const lanes = 12;
const requestsPerSecond = 700;
const settleMs = 3_000;
const measureMs = 15_000;

const signal = (): AbortSignal => AbortSignal.timeout(120_000);
let operations = 0;
const operation = () => ({ operationId: `control-${(operations += 1)}`, signal: signal() });
const release = (version: string) => ({ version, artifact: { command: "{node}", args: ["{sample}"], env: { VERSION: version } } });

/** What a watched deploy asks of its lane once a second, and a step that it takes; times of each call, ms. */
async function callsOf(lane: FleetLane, until: number): Promise<number[]> {
  const target = fleetTarget(lane);
  const took: number[] = [];
  const timed = async (call: () => Promise<unknown>): Promise<void> => {
    const began = performance.now();
    await call();
    took.push(performance.now() - began);
  };
  for (let percent = 10; performance.now() < until; percent = percent === 10 ? 11 : 10) {
    await timed(() => target.setWeight({ ...operation(), release: "v2", percent }));
    await timed(() => target.verifyWeight({ release: "v2", percent, signal: signal() }));
    await timed(() => target.observe({ signal: signal() }));
    await timed(() => fleetMetrics(lane).window({ from: new Date(Date.now() - 5_000), to: new Date(), signal: signal() }));
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return took;
}

/** Requests that were answered in these lanes over the last seconds, by the fleet's own count. */
async function served(all: readonly FleetLane[], seconds: number): Promise<number> {
  const to = new Date();
  const windows = await Promise.all(
    all.map((lane) => fleetMetrics(lane).window({ from: new Date(to.getTime() - seconds * 1_000), to, signal: signal() })),
  );
  return windows.flatMap(({ releases }) => Object.values(releases)).reduce((sum, { requests }) => sum + requests, 0) / seconds;
}

async function measured(name: string, threads: number | undefined): Promise<BenchResult> {
  const data = mkdtempSync(join(tmpdir(), "ballast-bench-control-"));
  const port = await freePort();
  const fleet = await startFleetProcess({ data, port, ...(threads !== undefined && { threads }) });
  try {
    const all = Array.from({ length: lanes }, (_, index) => ({
      address: `http://127.0.0.1:${port}`,
      service: `service-${index}`,
      environment: "production",
    }));
    for (const lane of all) {
      const target = fleetTarget(lane);
      await target.prepare({ ...operation(), release: release("v1") });
      await target.promote({ ...operation(), release: "v1" });
      await target.prepare({ ...operation(), release: release("v2") });
    }
    for (const lane of all) await setFleetTraffic(lane, { requestsPerSecond, signal: signal() });
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const began = performance.now();
    const took = await Promise.all(all.map((lane) => callsOf(lane, began + measureMs)));
    const elapsedMs = performance.now() - began;
    const rate = Math.round(await served(all, 10));
    return summarise({
      name: `${name}: control call, ${lanes} lanes asked ${requestsPerSecond} times a second each (${rate.toLocaleString("en")} answered a second in all)`,
      samplesMs: took.flat(), elapsedMs,
    });
  } finally {
    fleet.child.stdin?.end();
    await fleet.ended;
    rmSync(data, { recursive: true, force: true });
  }
}

/** How long a control call takes while customers come without a pause, beside the design without threads of their own. */
export async function controlUnderLoad(): Promise<readonly BenchResult[]> {
  const one = await measured("one thread for all", 0);
  const own = await measured("customers on threads of their own", undefined);
  return [one, comparedWith(own, one)];
}
