/** Ways to reach somebody, as people call them. */
const words: ReadonlyMap<string, string> = new Map([["sms", "SMS"], ["voice", "call"], ["pagerduty", "PagerDuty"]]);

/** A channel within a sentence: `by SMS`. */
export const channelIn = (channel: string): string => words.get(channel) ?? channel;

/** A channel as a heading. */
export const channelName = (channel: string): string => channelIn(channel).replace(/^./u, (letter) => letter.toUpperCase());
