import { existsSync, readFileSync, readdirSync } from "node:fs";

/** A process id together with what tells it from a later process of the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** Start time in clock ticks since boot, from the kernel; absent where there is no /proc. */
  readonly started?: string;
}

interface Stat {
  readonly state: string;
  readonly group: number;
  readonly started: string;
}

function statOf(pid: number): Stat | undefined {
  const file = `/proc/${String(pid)}/stat`;
  try {
    const text = readFileSync(file, "utf8");
    // The name in parentheses may hold anything; the fields after its last parenthesis are fixed.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", group: Number(fields[2]), started: fields[19] ?? "" };
  } catch (error) {
    // The process may end between the listing and the reading.
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH")) return undefined;
    throw error;
  }
}

/** Marks a running process. */
export function markProcess(pid: number): ProcessMark {
  const stat = statOf(pid);
  return stat === undefined ? { pid } : { pid, started: stat.started };
}

/** Sends a signal; false when there is nothing to send it to. A negative id names a process group. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    if (error instanceof Error && "code" in error && error.code === "EPERM") return true;
    throw error;
  }
}

/** Whether exactly the marked process still runs (a zombie does not). */
export function isSameProcess(mark: ProcessMark): boolean {
  if (!existsSync("/proc/self/stat")) return signal(mark.pid, 0);
  const stat = statOf(mark.pid);
  return stat !== undefined && stat.state !== "Z" && (mark.started === undefined || stat.started === mark.started);
}

/** Processes that run in a process group, without zombies; where there is no /proc the leader stands for all. */
export function membersOf(group: number): readonly number[] {
  if (!existsSync("/proc/self/stat")) return signal(-group, 0) ? [group] : [];
  const pids = readdirSync("/proc").map(Number).filter((pid) => Number.isInteger(pid) && pid > 0);
  return pids.filter((pid) => {
    const stat = statOf(pid);
    return stat !== undefined && stat.group === group && stat.state !== "Z";
  });
}
