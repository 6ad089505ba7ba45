import { ordinalTime } from "@ballast/schema/words";
import type { FactorEffect, ReviewState } from "@ballast/schema/graphql";
import { ownId } from "../data/globalId.ts";
import { counted } from "../data/words.ts";
import type { Tone } from "../marks/tone.ts";
import type { Line, ReviewCounts, ReviewRecord, Section } from "./reviewDocuments.ts";

/** Where a review stands, in a word and its tone. */
export const reviewStates: Readonly<Record<ReviewState, { readonly words: string; readonly tone: Tone }>> = {
  preparing: { words: "Preparing", tone: "info" },
  meeting: { words: "In meeting", tone: "attention" },
  held: { words: "Held", tone: "planned" },
  published: { words: "Published", tone: "good" },
  skipped: { words: "Skipped", tone: "idle" },
};

/** The state of a row: that it is overdue comes before that it is prepared. */
export const standingOf = ({ state, overdue }: { readonly state: ReviewState; readonly overdue: boolean }): { words: string; tone: Tone } =>
  overdue && state === "preparing" ? { words: "Overdue", tone: "bad" } : reviewStates[state];

/** What a contributing factor did, in a word and its tone. */
export const effects: Readonly<Record<FactorEffect, { readonly words: string; readonly tone: Tone }>> = {
  caused: { words: "Caused", tone: "bad" },
  contributed: { words: "Contributed", tone: "attention" },
  prolonged: { words: "Prolonged", tone: "attention" },
  revealed: { words: "Revealed", tone: "planned" },
  ruledOut: { words: "Ruled out as cause", tone: "idle" },
};

const effectWords = Object.keys(effects) as readonly FactorEffect[];
/** The effect that a field says; null where it is none. */
export const effectOf = (said: string): FactorEffect | null => effectWords.find((effect) => effect === said) ?? null;

/** What the parts of a review are called, and what they ask as long as nobody has written in them. */
export const sections: Readonly<Record<Section, { readonly title: string; readonly prompt: string }>> = {
  happened: { title: "What happened", prompt: "What happened, in a sentence or three?" },
  possible: { title: "What made it possible", prompt: "What made it possible?" },
  longer: { title: "What made it longer", prompt: "What made it longer?" },
  factor: { title: "What contributed", prompt: "What made it possible? What made it longer?" },
  wentWell: { title: "What went well", prompt: "What went well?" },
  learning: { title: "What we learned", prompt: "What did you learn that you did not know?" },
  surprise: { title: "Surprises", prompt: "What surprised you?" },
  differently: { title: "I saw it differently", prompt: "Where does the timeline tell it otherwise than you saw it?" },
  decision: { title: "Decisions", prompt: "What was decided?" },
  note: { title: "Notes", prompt: "What else is to be on the record?" },
};

/** Where the calibration draft is read: the incident's timeline, as known at a moment, with one of its entries open. */
export function draftHref(incidentId: string, { knownAt, entryId }: { knownAt: string | null; entryId: string | null }): string {
  const asked = new URLSearchParams({ draft: "show" });
  if (knownAt !== null) asked.set("knownAt", knownAt);
  if (entryId !== null) asked.set("entry", entryId);
  return `/incidents/${encodeURIComponent(incidentId)}?${asked.toString()}`;
}

/** "configuration" for people: "Configuration"; "shared-state": "Shared state". */
export const factorTitle = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).replaceAll("-", " ");
/** What people type as a factor, as the word that is the same for everybody; null where nothing of it can be one. */
export function factorWordOf(typed: string): string | null {
  const word = typed.toLowerCase().replace(/[^a-z0-9]+/gu, "-").replace(/^[^a-z]+|-+$/gu, "").slice(0, 60).replace(/-+$/u, "");
  return word === "" ? null : word;
}

/** "the fourth time with this factor"; null of the first. */
export function recurrenceWords(recurrence: Line["recurrence"]): string | null {
  if (recurrence === null || recurrence.time < 2) return null;
  return `the ${ordinalTime(recurrence.time)} time with this factor`;
}

/** Most agreed first; those that as many agree with in the order in which they were written. */
export const byAgreement = (lines: readonly Line[]): readonly Line[] => lines.toSorted((a, b) => b.agreed.length - a.agreed.length);

/** What an action that was typed in the meeting lacks; null where it lacks nothing. */
export function lackingOf({ state, owner, dueOn }: ReviewRecord["actions"][number]): string | null {
  if (state !== "proposed") return null;
  if (owner !== null && dueOn !== null) return null;
  return owner !== null ? "no day yet" : dueOn !== null ? "no owner yet" : "no owner and no day yet";
}

/** The sentence over the list. */
export function listSentence({ overdue, prepared, meeting, held }: ReviewCounts): string {
  const parts = [
    meeting.totalCount > 0 && `people meet about ${counted(meeting.totalCount, "incident")} now`,
    overdue.totalCount > 0 && `${counted(overdue.totalCount, "review is", "reviews are")} overdue`,
    prepared.totalCount > 0 && `${counted(prepared.totalCount, "is", "are")} being prepared`,
    held.totalCount > 0 && `${counted(held.totalCount, "was", "were")} held and not published yet`,
  ].filter((part) => part !== false);
  const said = parts.join(", ");
  return said === "" ? "No review waits for anybody." : `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}

type Said = Pick<ReviewRecord, "state" | "facilitator" | "overdue" | "skipped" | "lines" | "actions" | "joined" | "publication">;

/** The sentence of one review: where it stands, and what it lacks. */
export function reviewSentence(review: Said): string {
  const { state, facilitator, overdue, skipped, lines, actions, joined, publication } = review;
  const lacking = actions.filter((action) => lackingOf(action) !== null).length;
  const leads = facilitator === null ? "Nobody leads it yet." : `${facilitator.name} leads it.`;
  const open = lacking === 0 ? "" : ` ${counted(lacking, "action lacks", "actions lack")} an owner or a day: it cannot be closed before.`;
  const made = `${counted(lines.length, "line")} and ${counted(actions.length, "action")}`;
  switch (state) {
    case "preparing": return `It is being prepared${overdue ? ", and overdue" : ""}: ${made} so far. ${leads}${open}`;
    case "meeting": return `${counted(joined.length, "person has", "people have")} joined its meeting: ${made} so far. ${leads}${open}`;
    case "held": return `It was held, with ${made}, and is not published. ${leads}`;
    case "published": return `It is published ${publication?.visibility === "public" ? "for the public" : "inside"}, with ${made}. ${leads}`;
    case "skipped": return `There is none: ${skipped ?? "nobody said why"}.`;
  }
}

/** Whether somebody was told of it and has not opened it yet; `me`: their own id, or the Relay one. */
export function awaitsReading({ publication }: Pick<ReviewRecord, "publication">, me: string): boolean {
  const isMe = ({ id }: { readonly id: string }): boolean => id === me || ownId(id) === me;
  return publication !== null && publication.told.some(isMe) && !publication.readBy.some(isMe);
}

/** Who of those it was told to has read it: "1 of 2 have read it: Kim Roy"; null where nobody was told. */
export function readWords({ told, readBy }: Pick<NonNullable<ReviewRecord["publication"]>, "told" | "readBy">): string | null {
  if (told.length === 0) return null;
  const names = readBy.map(({ name }) => name).join(", ");
  return `${String(readBy.length)} of ${String(told.length)} ${told.length === 1 ? "has" : "have"} read it${names === "" ? "" : `: ${names}`}`;
}

/** The clock of a topic: what is left or over, as digits for as long as there is time, in words once there is none. */
export function clockOf(minutes: number, spentMs: number): { readonly over: boolean; readonly digits: string; readonly words: string } {
  const left = minutes * 60_000 - spentMs;
  if (left < 0) {
    const over = Math.floor(-left / 60_000);
    return { over: true, digits: "", words: over === 0 ? "time is up" : `${String(over)} min over` };
  }
  const seconds = Math.ceil(left / 1_000);
  const two = (n: number): string => String(n).padStart(2, "0");
  return { over: false, digits: `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`, words: `left of ${String(minutes)} min` };
}
