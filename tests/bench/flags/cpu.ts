import { readdirSync, readFileSync } from "node:fs";

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Its own and that of children which have ended, ms in steps of ten. */
  readonly cpuMs: number;
}

/** One process as the system tells of it; none where it has just ended, or the system tells nothing. */
function processAt(pid: number): readonly Process[] {
  try {
    const fields = readFileSync(`/proc/${String(pid)}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    const cpuMs = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
    return [{ pid, parent: Number(fields[1]), cpuMs }];
  } catch {
    return [];
  }
}

/** What a process and all that it started have had of the cores so far, ms; nothing where the system does not say. */
export const treeCpuMs = (root: number): number => treeAt(root).reduce((sum, { cpuMs }) => sum + cpuMs, 0);

/** A process and all that it started and that still runs. */
export const treeOf = (root: number): readonly number[] => treeAt(root).map(({ pid }) => pid);

function treeAt(root: number): readonly Process[] {
  const all = pids().flatMap(processAt);
  const inTree = new Set([root]);
  for (let before = 0; before < inTree.size; ) {
    before = inTree.size;
    for (const { pid, parent } of all) if (inTree.has(parent)) inTree.add(pid);
  }
  return all.filter(({ pid }) => inTree.has(pid));
}

function pids(): readonly number[] {
  try {
    return readdirSync("/proc").map(Number).filter((pid) => pid > 0);
  } catch {
    return [];
  }
}
