import { readFileSync } from "node:fs";

/** The most that a process has held, MB; on Linux. */
export const mostHeld = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+)/mu.exec(readFileSync(`/proc/${String(pid)}/status`, "utf8"))?.[1] ?? 0) / 1_024;
