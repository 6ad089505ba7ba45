import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { findRoot } from "../root.ts";
import type { RunningBallast } from "./ballast.ts";
import { reasonOf } from "./failure.ts";
import type { Progress } from "./progress.ts";

/** What the demonstration needs to reach of a running instance. */
interface Target {
  readonly url: string;
  readonly credential: string;
  readonly fleet: string;
}

interface Seeding {
  seedDemonstration(target: Target): Promise<unknown>;
}

const isSeeding = (module: unknown): module is Seeding =>
  typeof module === "object" && module !== null && "seedDemonstration" in module && typeof module.seedDemonstration === "function";

/**
 * Fills a running instance with the demonstration's history and fleet, as a client of its API; does nothing where that
 * was done before. A failure is shown and leaves the instance running.
 */
export async function seed({ addresses, credential }: RunningBallast, progress: Progress): Promise<void> {
  const source = join(findRoot(), "apps", "cli", "src", "demo", "seed.ts");
  if (!existsSync(source)) return;
  progress.begin("Demonstration");
  try {
    const module: unknown = await import(pathToFileURL(source).href);
    if (!isSeeding(module)) throw new Error("apps/cli/src/demo/seed.ts exports no seedDemonstration().");
    await module.seedDemonstration({ url: addresses.api, credential, fleet: addresses.fleet });
    progress.done("Demonstration");
  } catch (error) {
    progress.line(`  ! Demonstration could not be prepared: ${reasonOf(error)}\n    The rest works; \`npm start -- --empty\` starts without it.`);
  }
}
