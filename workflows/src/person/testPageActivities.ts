import type { SendTestPageInput } from "@ballast/schema/workflows";

/** The activities of `sendTestPage`. */
export interface TestPageActivities {
  /**
   * Hands it to the channel, once, and records what became of it: whoever asked sees why it did not go out. Answers whether it may have
   * opened an alert in another product, which is to be ended there.
   */
  handTestPage(input: SendTestPageInput): Promise<"alert" | "message">;
  /** Ends the alert that it opened, where it went. */
  endTestAlert(input: SendTestPageInput): Promise<void>;
}
