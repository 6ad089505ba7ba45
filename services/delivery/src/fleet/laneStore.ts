import { mkdir, open, readFile, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { laneState, type LaneState } from "./laneState.ts";
import type { Log } from "./log.ts";

/** Keeps lanes in files, one each: `service~environment.json`, replaced as a whole. */
export class LaneStore {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** All lanes. A file that cannot be read is put aside with a warning, and the others are used. */
  async load(log: Log): Promise<LaneState[]> {
    await mkdir(this.folder, { recursive: true });
    const files = (await readdir(this.folder)).filter((name) => name.endsWith(".json"));
    const lanes = await Promise.all(files.map((name) => this.read(name, log)));
    return lanes.filter((state) => state !== null);
  }

  /** On disk when it resolves, or unchanged: written beside, synced, renamed. */
  async save(state: LaneState): Promise<void> {
    const path = join(this.folder, `${state.service}~${state.environment}.json`);
    const file = await open(`${path}.new`, "w", 0o600);
    try {
      await file.writeFile(JSON.stringify(state));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    const folder = await open(this.folder, "r");
    await folder.sync().finally(() => folder.close());
  }

  private async read(name: string, log: Log): Promise<LaneState | null> {
    const path = join(this.folder, name);
    try {
      return laneState.parse(JSON.parse(await readFile(path, "utf8")));
    } catch (error) {
      await rename(path, `${path}.unreadable`);
      log.error("lane file is unreadable and was put aside; deploy or roll back this lane to start it anew", {
        file: `${path}.unreadable`, error: String(error),
      });
      return null;
    }
  }
}
