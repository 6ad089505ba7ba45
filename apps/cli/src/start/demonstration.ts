import { seedDemonstration, seedYear } from "../demo/seed.ts";
import type { RunningBallast } from "./ballast.ts";
import { applicationTokenFile } from "./credential.ts";
import { reasonOf } from "./failure.ts";
import type { Progress } from "./progress.ts";

/**
 * Fills a running instance with the demonstration's history and fleet; does nothing where that was done before. A
 * failure is shown and leaves the instance running.
 */
export async function seed(
  { addresses, credential, folder }: RunningBallast,
  { progress, year }: { readonly progress: Progress; readonly year: boolean },
): Promise<void> {
  progress.begin("Demonstration");
  try {
    await seedDemonstration({
      url: addresses.api, credential, eventstore: addresses.eventstore, tokenFile: applicationTokenFile(folder), year,
      say: (what) => { progress.note(what); },
    });
    progress.done("Demonstration");
  } catch (error) {
    progress.line(
      `  ! Demonstration could not be prepared: ${reasonOf(error)}\n    The rest works; \`npm start -- --empty\` starts without it.`,
    );
  }
}

/** Writes the year of history behind it, while everything runs. What an end interrupts goes on at the next start. */
export async function seedBehind(
  { addresses, credential }: RunningBallast,
  { progress, signal }: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<void> {
  const title = "A year of history";
  let begun = false;
  const say = (what: string): void => {
    if (!begun) progress.begin(title);
    begun = true;
    progress.note(what);
  };
  try {
    const done = await seedYear({ url: addresses.api, credential, eventstore: addresses.eventstore, say, signal });
    if (done && !signal.aborted) progress.done(title);
  } catch (error) {
    if (!signal.aborted) progress.line(`  ! ${title} is not whole: ${reasonOf(error)}\n    The next start goes on with it.`);
  }
}
