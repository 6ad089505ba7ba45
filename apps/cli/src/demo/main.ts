import { reasonOf } from "../start/failure.ts";
import type { FromDemonstration, ToDemonstration } from "./messages.ts";
import { seedDemonstration, seedYear, type Seeded } from "./seed.ts";

/**
 * The demonstration as a process: `ballast start` would keep for weeks what telling it takes of memory. Whoever started it says what to do
 * in messages and hears what became of it; it ends when nobody listens any more. What an end interrupts goes on at the next start.
 */
const tell = (message: FromDemonstration): void => { process.send?.(message); };
const ending = new AbortController();
/** What it is writing gets a moment to be whole; it would be made good at the next start as well. */
const end = (): void => {
  ending.abort();
  setTimeout(() => process.exit(0), 300);
};
process.once("disconnect", end);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, end);

let seeded: Omit<Seeded, "say"> | undefined;

async function follow(message: ToDemonstration): Promise<void> {
  const say = (what: string): void => { tell({ said: what }); };
  if (message.stage === "company") {
    seeded = message.seeded;
    await seedDemonstration({ ...seeded, say });
    return tell({ told: "company", news: true });
  }
  if (seeded === undefined) throw new Error("the year comes behind the company");
  const news = await seedYear({ ...seeded, say, signal: ending.signal });
  tell({ told: "year", news });
}

process.on("message", (message: ToDemonstration) => {
  follow(message).catch((error: unknown) => { tell({ failed: reasonOf(error) }); });
});
