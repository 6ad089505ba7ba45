import type { Connection } from "../api/connection.ts";
import { duration } from "../marks/time.ts";
import type { Tone } from "../marks/tone.ts";

/** Beyond this the page says how old it is instead of calling itself live. */
const staleSeconds = 5;

/** The words and tone of the status: live, behind, or reconnecting. */
export function liveWords(connection: Connection, lagSeconds: number | null, now: number): { tone: Tone; short: string; words: string } {
  if (connection.state === "lost") {
    const gone = duration(Math.max(0, Math.floor((now - connection.since) / 1000) * 1000));
    return { tone: "attention", short: "Reconnecting", words: `Reconnecting · lost ${gone} ago` };
  }
  if (lagSeconds !== null && lagSeconds > staleSeconds) {
    const age = duration(Math.round(lagSeconds) * 1000);
    return { tone: "attention", short: `${age} old`, words: `Data as of ${age} ago` };
  }
  if (lagSeconds === null) return { tone: "good", short: "Live", words: "Live" };
  return { tone: "good", short: "Live", words: `Live · ${lagSeconds.toFixed(1)} s behind the log` };
}
