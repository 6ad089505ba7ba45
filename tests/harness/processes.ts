import { existsSync, readFileSync, readdirSync } from "node:fs";

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch (error) {
    // It ended meanwhile, or is another user's: not one of ours.
    if (error instanceof Error && "code" in error && ["ENOENT", "ESRCH", "EACCES"].includes(String(error.code))) return "";
    throw error;
  }
}

/** Processes, wherever they have moved, that were started for an instance: all inherit its data folder. */
export function processesFor(folder: string): readonly number[] {
  if (!existsSync("/proc/self/environ")) return [];
  const wanted = `BALLAST_DATA=${folder}`;
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).split("\0").includes(wanted)).map(Number);
}
