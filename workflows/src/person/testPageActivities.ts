import type { SendTestPageInput } from "@ballast/schema/workflows";

/** The activity of `sendTestPage`. */
export interface TestPageActivities {
  /** Hands it to the channel, once, and records what became of it: whoever asked sees why it did not go out. */
  handTestPage(input: SendTestPageInput): Promise<void>;
}
