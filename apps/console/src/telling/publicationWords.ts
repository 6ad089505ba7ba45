import { own } from "@ballast/schema/own";
import { counted } from "../data/words.ts";
import type { Tone } from "../marks/tone.ts";
import type { Publication } from "./publicationDocuments.ts";

/** How many hear by which channel, in words; "nobody" where that is so. */
export function hearersWords({ mail, chat, webhook }: { readonly mail: number; readonly chat: number; readonly webhook: number }): string {
  const parts = [
    mail === 0 ? "" : `${String(mail)} by mail`, chat === 0 ? "" : `${counted(chat, "chat")}`,
    webhook === 0 ? "" : `${counted(webhook, "program")}`,
  ].filter((part) => part !== "");
  if (parts.length === 0) return "nobody";
  return parts.length === 1 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

const KINDS: Readonly<Record<Publication["kind"], string>> = {
  update: "An update", resolved: "That it is solved", merged: "That it goes on under another", announced: "A maintenance",
  begun: "That a maintenance began", completed: "That a maintenance is over",
};

/** What was told, where nobody wrote it down yet. */
export const subjectWords = ({ subject, kind }: Publication): string => subject ?? KINDS[kind];

/** How far it has come. */
export function standingWords({ state, told, sent, waiting }: Publication): string {
  switch (state) {
    case "withdrawn":
      return "Taken back: nobody was told";
    case "beingAddressed":
      return "Goes out now";
    case "onItsWay":
      return `${String(sent)} of ${String(told)} sent, ${String(waiting)} to go`;
    case "done":
      if (told === 0) return "Nobody hears of it";
      return sent === told ? `Sent to all ${String(told)}` : `Sent to ${String(sent)} of ${String(told)}`;
  }
}

export const standingTone = ({ state, told, sent }: Publication): Tone => {
  if (state === "withdrawn") return "planned";
  if (state !== "done") return "info";
  return sent < told ? "attention" : "good";
};

const OUTCOMES: Readonly<Record<string, string>> = {
  refused: "refused for good", failed: "not sent", gone: "stopped it meanwhile", unknown: "may have it or not",
};

/** What became of a message that did not arrive. No address stands in it. */
export const unreachedWords = ({ channel, outcome, why, tries }: Publication["unreached"][number]): string =>
  `By ${channel}, ${own(OUTCOMES, outcome) ?? outcome}${tries > 1 ? ` after ${String(tries)} tries` : ""}${why === "" ? "" : `: ${why}`}`;
