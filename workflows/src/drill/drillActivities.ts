import type { RunDrillInput } from "@ballast/schema/workflows";

/** The activities of `runDrill`. */
export interface DrillActivities {
  /** Tells those who are on call in its time that there will be one, and those who were told of it what became of it; nobody twice. */
  announceDrill(input: RunDrillInput): Promise<void>;
  /** When it is over by itself, ISO, where its incident goes on, also as it was opened again; null: there is none that does. */
  lookAtDrill(input: RunDrillInput): Promise<string | null>;
  /** Begins it unless it is no more to begin; answers when it is over by itself, ISO, null where it did not begin. */
  beginDrill(input: RunDrillInput): Promise<string | null>;
  /** Its time is over: ends its incident where people have not. */
  endDrill(input: RunDrillInput): Promise<void>;
}
