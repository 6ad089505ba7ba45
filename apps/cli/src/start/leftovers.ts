import type { InstanceRecord } from "./instance.ts";
import type { PartRecord } from "./instance.ts";
import { isSameProcess, membersOf, signal } from "./processes.ts";

const patienceMs = 6_000;

async function endLeftover(part: PartRecord): Promise<void> {
  const until = performance.now() + patienceMs;
  while (isSameProcess(part) && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
  if (isSameProcess(part)) signal(-part.pid, "SIGKILL");
  while (isSameProcess(part) && membersOf(part.pid).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

/**
 * Waits until no process of a former run is left. After a supervisor's `kill -9` its parts are ending by themselves;
 * one that does not, would keep the data's files and is ended.
 */
export async function endLeftovers(former: InstanceRecord | undefined): Promise<void> {
  await Promise.all(Object.values(former?.parts ?? {}).map(endLeftover));
}
