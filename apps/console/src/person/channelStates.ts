import { duration } from "@ballast/schema/words";
import type { ChannelState } from "./myPaging.ts";

const DAY_MS = 86_400_000;

/** What is known of a channel, as tone and words. */
export function channelStateOf({ verified, verifiedAt, lastTest }: ChannelState, now: number): {
  readonly tone: "good" | "attention" | "bad" | "info"; readonly words: string;
} {
  const ago = (at: string): string => {
    const ms = Math.max(0, now - Date.parse(at));
    return duration(ms < DAY_MS ? Math.floor(ms / 1_000) * 1_000 : Math.floor(ms / DAY_MS) * DAY_MS);
  };
  if (lastTest !== null && lastTest.outcome === "refused" && (verifiedAt === null || lastTest.askedAt > verifiedAt))
    return { tone: "bad", words: `the test page did not go out${lastTest.reason === null ? "" : `: ${lastTest.reason}`}` };
  const waits = lastTest !== null && (lastTest.outcome === "asked" || lastTest.outcome === "sent");
  if (waits && (verifiedAt === null || lastTest.askedAt > verifiedAt))
    return {
      tone: "info",
      words: lastTest.outcome === "asked"
        ? "a test page is on its way" : `a test page of ${ago(lastTest.askedAt)} ago is not answered yet`,
    };
  if (verifiedAt === null) return { tone: "attention", words: "never tried" };
  return verified
    ? { tone: "good", words: `verified ${ago(verifiedAt)} ago` }
    : { tone: "attention", words: `verified ${ago(verifiedAt)} ago, more than 90 days: send another test page` };
}
