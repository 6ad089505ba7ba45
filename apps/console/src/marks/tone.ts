/** What a state means. `info` is moving or can be pressed; every other tone has a shape of its own. */
export const tones = ["good", "attention", "bad", "planned", "idle", "info"] as const;
export type Tone = (typeof tones)[number];

/** The words screen readers get for a shape that stands alone. */
export const toneWords: Record<Tone, string> = {
  good: "good",
  attention: "needs attention",
  bad: "bad",
  planned: "planned",
  idle: "idle or no data",
  info: "moving",
};
