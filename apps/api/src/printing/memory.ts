import { readdirSync, readFileSync } from "node:fs";

/** A page of memory on every machine that has /proc and Chromium, bytes. */
const PAGE = 4_096;

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It ended meanwhile, or there is no /proc here.
    return null;
  }
}

function processes(): readonly string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** Bytes of memory that the processes of a group have to themselves; 0 where the system does not say (it does on Linux). */
export function memoryOfGroup(group: number): number {
  let bytes = 0;
  for (const id of processes()) {
    // "id (name) state parent group …": the name may hold anything, brackets as well.
    const stat = textOf(`/proc/${id}/stat`);
    if (stat === null || Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]) !== group) continue;
    const [, resident = "0", shared = "0"] = (textOf(`/proc/${id}/statm`) ?? "").split(" ");
    bytes += (Number(resident) - Number(shared)) * PAGE;
  }
  return bytes;
}
