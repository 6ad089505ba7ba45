import { seedDemonstration } from "../demo/seed.ts";
import type { RunningBallast } from "./ballast.ts";
import { applicationTokenFile } from "./credential.ts";
import { reasonOf } from "./failure.ts";
import type { Progress } from "./progress.ts";

/**
 * Fills a running instance with the demonstration's history and fleet; does nothing where that was done before. A
 * failure is shown and leaves the instance running.
 */
export async function seed({ addresses, credential, folder }: RunningBallast, progress: Progress): Promise<void> {
  progress.begin("Demonstration");
  try {
    await seedDemonstration({
      url: addresses.api, credential, eventstore: addresses.eventstore, tokenFile: applicationTokenFile(folder),
      say: (what) => { progress.note(what); },
    });
    progress.done("Demonstration");
  } catch (error) {
    progress.line(
      `  ! Demonstration could not be prepared: ${reasonOf(error)}\n    The rest works; \`npm start -- --empty\` starts without it.`,
    );
  }
}
