/**
 * What calling people goes by, in the words that the log and the workflows share. Without zod: each run of a workflow evaluates all that it
 * imports anew, and with it that took longer than what most runs do.
 */

/** Ways out of the house that can wake somebody. */
export const wakingChannels = ["mail", "chat", "push", "sms", "voice", "pagerduty"] as const;
export type WakingChannel = (typeof wakingChannels)[number];

/** How somebody is told: by a way out of the house, or in the console's inbox, which is read by who is awake already. */
export const pageChannels = [...wakingChannels, "inbox"] as const;
export type PageChannel = (typeof pageChannels)[number];

/** Whether a channel can wake somebody. */
export const wakes = (channel: PageChannel): boolean => channel !== "inbox";

/**
 * Whether a channel's provider says later what became of a message: that it took one says nothing. Without a word it counts as not
 * delivered.
 */
export const givesReceipts = (channel: PageChannel): boolean => channel === "sms" || channel === "voice";

/** So long a receipt is waited for, ms, from when the provider took the message. */
export const receiptWithinMs = 60_000;

/** How much it hurts that nobody answers at once: severities 1 and 2 are high, 3 and 4 low. */
export const urgencies = ["high", "low"] as const;
export type Urgency = (typeof urgencies)[number];

/** Steps of a policy, from the first on: two more than it may have, for who is called before it and whom its last time around calls. */
export const policySteps = [
  "step1", "step2", "step3", "step4", "step5", "step6", "step7", "step8", "step9", "step10", "step11", "step12",
] as const;
/** One step of escalation: of a policy, or of what is built in where there is none. */
export const pageSteps = ["person", "next", "everyone", ...policySteps] as const;
export type PageStep = (typeof pageSteps)[number];
