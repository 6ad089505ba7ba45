import { setTimeout } from "node:timers/promises";
import type { PartName, Stack } from "../harness/index.ts";
import { treeCpuMs } from "./flags/cpu.ts";

/** CPU that something took, ms in steps of ten: of an installation, of each of its parts, and of the process that loads it. */
export interface Spent {
  readonly installationMs: number;
  readonly partsMs: Readonly<Record<string, number>>;
  readonly loadMs: number;
}

/** Parts that no benchmark here kills: what is left of the whole is the API's, those that were killed included, and the supervisor's. */
const steady: readonly PartName[] = ["eventstore", "worker", "temporal", "fleet"];

/** CPU beside a rate: other work on the machine takes from the rate, and hardly from this. Asked from now on. */
export function spending(stack: Stack): () => Spent {
  const { supervisor, parts } = stack.record();
  const now = (): Readonly<Record<string, number>> => ({
    all: treeCpuMs(supervisor.pid), ...Object.fromEntries(steady.map((name) => [name, treeCpuMs(parts[name]?.pid ?? 0)])),
  });
  const [before, load] = [now(), process.cpuUsage()];
  return () => {
    const after = now();
    const sinceMs = (name: string): number => (after[name] ?? 0) - (before[name] ?? 0);
    const others = Object.fromEntries(steady.map((name) => [name, sinceMs(name)]));
    const own = process.cpuUsage(load);
    return {
      installationMs: sinceMs("all"), loadMs: (own.user + own.system) / 1_000,
      partsMs: { api: sinceMs("all") - Object.values(others).reduce((sum, ms) => sum + ms, 0), ...others },
    };
  };
}

/** The same in words, µs each of `n`. */
export function spentOnEach({ installationMs, partsMs, loadMs }: Spent, n: number): string {
  const micros = (ms: number): string => `${String(Math.round((ms * 1_000) / n))} µs`;
  const parts = Object.entries(partsMs).map(([name, ms]) => `${name} ${micros(ms)}`).join(", ");
  return `${micros(installationMs)} of CPU each (${parts}); the load itself ${micros(loadMs)}`;
}

/** A part is at rest that takes less than this of a core, and so long, ms, it is looked at. */
const [restingShare, lookMs] = [0.1, 500];

/** Until an installation that has just started, and been asked something, has done all that that led to. */
export async function untilAtRest(stack: Stack): Promise<void> {
  const { supervisor } = stack.record();
  for (let looks = 0; looks < 60; looks += 1) {
    const before = treeCpuMs(supervisor.pid);
    await setTimeout(lookMs);
    if ((treeCpuMs(supervisor.pid) - before) / lookMs < restingShare) return;
  }
  throw new Error("the installation does not come to rest");
}
