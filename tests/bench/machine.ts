import { cpus, release, totalmem } from "node:os";

/** What a run was measured on. */
export const machine = {
  node: process.version, cpus: cpus().length, model: cpus()[0]?.model, memoryGb: Math.round(totalmem() / 2 ** 30), kernel: release(),
};

const lookedAtMs = 2_000;

/** The share of all cores, 0 to 1, that others had in the two seconds in which this process waits. */
export async function busyShare(): Promise<number> {
  const before = taken();
  await new Promise((resolve) => setTimeout(resolve, lookedAtMs));
  const after = taken();
  const all = after.all - before.all;
  return all === 0 ? 0 : (all - (after.idle - before.idle)) / all;
}

function taken(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((core) => core.times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  return { idle, all: times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle) };
}
