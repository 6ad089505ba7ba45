import { told } from "../data/words.ts";
import type { PageLine } from "./pageLine.ts";

const states = { open: ["bad", "Wants an answer"], acknowledged: ["good", "Answered"], stopped: ["idle", "Stopped"] } as const;

/** The state of a page as tone and word. */
export function pageStateOf(state: PageLine["state"]): { tone: "bad" | "good" | "idle"; words: string } {
  const [tone, words] = states[state];
  return { tone, words };
}

const outcomes = {
  trying: ["info", "being sent"], handedOver: ["good", "handed over"], unknown: ["attention", "unknown"], failed: ["bad", "failed"],
  delivered: ["good", "arrived"], undelivered: ["bad", "did not arrive"],
} as const;

/** What became of a message, as tone and words: `failed: 550 no such mailbox`. */
export function outcomeOf({ outcome, refused, triesAgain }: Pick<PageLine["sends"][number], "outcome" | "refused" | "triesAgain">): {
  tone: "info" | "good" | "attention" | "bad";
  words: string;
} {
  const [tone, word] = outcomes[outcome];
  return { tone, words: `${word}${refused === null ? "" : `: ${refused}`}${triesAgain ? " (tried again)" : ""}` };
}

/** That everybody was called in vain, and what comes next; null while that is not so. */
export function silenceWords({ unanswered }: Pick<PageLine, "unanswered">, now: number): string | null {
  if (unanswered === null) return null;
  const again =
    unanswered.againAt === null
      ? "nobody is called again"
      : Date.parse(unanswered.againAt) <= now
        ? "calling has begun again"
        : `calling begins again at ${unanswered.againAt.slice(11, 16)} UTC`;
  return `Nobody has answered in ${told(unanswered.rounds, "round")}; ${again}.`;
}

/** Who asked for a page, and why, where no incident's response did; undefined where one did. */
export function originWords({ origin }: Pick<PageLine, "origin">): string | undefined {
  if (origin === null) return undefined;
  const { kind, person: { name } } = origin;
  if (kind === "handedOn") return `${name}, who handed it on`;
  return kind === "lookAgain" ? `${name}, who wanted to look again` : `${name}, who called for help`;
}

/** Who was reached, in words: `Ana Kovač by mail and inbox, then Jo Lind`. */
export function sendsWords(sends: PageLine["sends"]): string {
  const people = new Map<string, string[]>();
  for (const { person, channel, outcome } of sends) {
    const name = person?.name ?? "nobody";
    const by = people.get(name) ?? [];
    if (channel !== null && (outcome === "handedOver" || outcome === "delivered") && !by.includes(channel)) by.push(channel);
    people.set(name, by);
  }
  return [...people].map(([name, by]) => (by.length === 0 ? name : `${name} by ${by.join(" and ")}`)).join(", then ");
}
