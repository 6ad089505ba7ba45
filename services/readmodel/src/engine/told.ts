import type { Actor } from "@ballast/schema";

/** Who said something, and when. */
export interface Told {
  readonly at: string;
  readonly by: Actor;
}
