import type { Seeded } from "./seed.ts";

/** What the demonstration's process is told to do: first the company, and then, where it is wanted, the year behind it. */
export type ToDemonstration = { readonly stage: "company"; readonly seeded: Omit<Seeded, "say"> } | { readonly stage: "year" };

/** What it says: what it is at, that a stage is told (without `news` it had been before), or why it could not be. */
export type FromDemonstration =
  | { readonly said: string }
  | { readonly told: ToDemonstration["stage"]; readonly news: boolean }
  | { readonly failed: string };
