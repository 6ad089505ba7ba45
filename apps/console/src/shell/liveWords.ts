import { duration, inPercent } from "@ballast/schema/words";
import type { Hearing } from "../api/connection.ts";
import type { Freshness } from "../api/freshness.ts";
import type { Tone } from "../marks/tone.ts";

/** Beyond this the page says how old it is instead of calling itself live. */
const staleSeconds = 5;

/** What the status says. `state` changes seldom and is what a screen reader hears; the others count. */
export interface LiveWords {
  readonly tone: Tone;
  readonly state: string;
  readonly short: string;
  readonly words: string;
}

const whole = (ms: number): string => duration(Math.max(0, Math.floor(ms / 1_000) * 1_000));

/** The older one answers meanwhile; a first one answers with what it has. */
function rebuildWords({ done, total }: NonNullable<Freshness["building"]>): LiveWords {
  const share = inPercent(Math.floor((100 * done) / Math.max(1, done, total)));
  return { tone: "attention", state: "Rebuilding what is shown from the log", short: share, words: `Rebuilding from the log · ${share}` };
}

/** The words and tone of the status: live (and how far behind), not heard, or offline. */
export function liveWords(
  { state, forMs }: Hearing,
  { lagSeconds, toldAt, building }: Omit<Freshness, "position">,
  now: number,
): LiveWords {
  if (state === "offline") return { tone: "bad", state: "Offline", short: "Offline", words: `Offline · last heard ${whole(forMs)} ago` };
  if (state === "silent")
    return { tone: "attention", state: "Ballast is not heard", short: `Not heard ${whole(forMs)}`, words: `Not heard for ${whole(forMs)}` };
  if (building !== null) return rebuildWords(building);
  const lag = lagSeconds === null || lagSeconds === 0 ? lagSeconds : lagSeconds + Math.max(0, now - toldAt) / 1_000;
  if (lag === null) return { tone: "good", state: "Live", short: "Live", words: "Live" };
  if (lag <= staleSeconds) return { tone: "good", state: "Live", short: "Live", words: `Live · ${duration(1_000 * lag)} behind the log` };
  const age = duration(Math.round(lag) * 1_000);
  return { tone: "attention", state: "Behind the log", short: `${age} old`, words: `Data as of ${age} ago` };
}
