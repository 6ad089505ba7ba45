import { counted } from "../data/words.ts";
import type { Tone } from "../marks/tone.ts";
import { dayWords } from "../promises/Due.tsx";
import type { AgendaItem, ForumLine, ForumRecord, SittingRecord } from "./forumDocuments.ts";

/** What a series looks at, in a word. */
export const kinds: Readonly<Record<ForumLine["kind"], string>> = { architecture: "Architecture", vendor: "Vendor", program: "Program" };

/** Why something is on an agenda. */
export const dueWords: Readonly<Record<AgendaItem["kind"], string>> = {
  incidentReview: "Incident review", acceptance: "Acceptance ends", risk: "Look again", action: "Late", exemption: "Exemption ends",
  policy: "Not acknowledged", other: "Added",
};

/** "every week", "every 2 months". */
export const often = ({ every, unit }: ForumLine["cadence"]): string => (every === 1 ? `every ${unit}` : `every ${String(every)} ${unit}s`);

/** What a series is about: its vendor, its services, or everything. */
export function about({ vendor, services }: Pick<ForumLine, "vendor" | "services">): string {
  const names = services.map(({ name }) => name).join(", ");
  return [vendor, names === "" ? null : names].filter((part) => part !== null).join(", ") || "all services";
}

/** The sentence over all series: what is late, what waits. */
export function forumsSentence(forums: readonly ForumLine[]): string {
  const running = forums.filter(({ state }) => state === "running");
  if (running.length === 0) return "Reviews of architecture, vendors and the program that come again by themselves.";
  const late = running.filter(({ overdueDays }) => overdueDays > 0);
  const waiting = running.reduce((sum, { open }) => sum + (open?.findings.filter((one) => one.open).length ?? 0), 0);
  const next = running.flatMap(({ nextDueOn, title }) => (nextDueOn === null ? [] : [{ nextDueOn, title }]))
    .toSorted((a, b) => a.nextDueOn.localeCompare(b.nextDueOn)).at(0);
  const parts = [
    late.length === 0 ? (next === undefined ? "" : `Next is ${next.title}, ${dayWords(next.nextDueOn)}.`)
      : `${late.map(({ title }) => title).join(", ")} ${late.length === 1 ? "is" : "are"} late.`,
    waiting === 0
      ? ""
      : `${counted(waiting, "finding")} ${waiting === 1 ? "waits" : "wait"} for somebody to say what becomes of ${waiting === 1 ? "it" : "them"}.`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** The sentence of one series. */
export function forumSentence(forum: ForumRecord): string {
  const { cadence, owner, nextDueOn, overdueDays, ended, sittings } = forum;
  if (ended !== null) return `It does not come again: ${ended}.`;
  const held = sittings.filter(({ state }) => state === "held").length;
  const next = nextDueOn === null ? "" : overdueDays > 0
    ? ` The one of ${dayWords(nextDueOn)} is ${counted(overdueDays, "day")} late.`
    : ` The next one is due on ${dayWords(nextDueOn)}.`;
  const before = held === 0 ? "None was held yet." : `${counted(held, "review")} held.`;
  return `It comes ${often(cadence)}, and ${owner.name} answers for it.${next} ${before}`;
}

/** The sentence of one review: what it waits for. */
export function sittingSentence(sitting: SittingRecord): string {
  const { state, dueOn, agenda, findings, decisions, heldOn, skipped, overdueDays, summary } = sitting;
  const open = findings.filter((one) => one.open).length;
  const done = agenda.filter((one) => one.done).length;
  switch (state) {
    case "preparing": {
      const late = overdueDays > 0 ? `It should have been held ${counted(overdueDays, "day")} ago. ` : "";
      const due = agenda.filter(({ kind }) => kind !== "other").length;
      return `${late}${due === 0 ? "Nothing is due" : `${counted(due, "thing")} ${due === 1 ? "is" : "are"} due`} for ${dayWords(dueOn)}.`;
    }
    case "meeting":
      return [
        `${String(done)} of ${counted(agenda.length, "item")} talked of.`,
        open === 0
          ? "No finding waits."
          : `${counted(open, "finding")} ${open === 1 ? "has" : "have"} to become a risk, an action, or nothing, before it can be closed.`,
      ].join(" ");
    case "held":
      return [
        `Held on ${dayWords(heldOn ?? dueOn)},`,
        `with ${counted(decisions.filter(({ undone }) => undone === null).length, "decision")} and ${counted(findings.length, "finding")}.`,
        summary,
      ].join(" ").trim();
    case "skipped":
      return `There was none: ${skipped ?? "nobody said why"}.`;
  }
}

/** How a review stands, as a word and its tone. */
export function sittingStanding({ state, overdueDays }: Pick<SittingRecord, "state" | "overdueDays">): { words: string; tone: Tone } {
  if (state === "preparing") return overdueDays > 0 ? { words: "Late", tone: "bad" } : { words: "To be held", tone: "planned" };
  if (state === "meeting") return { words: "Goes on", tone: "info" };
  return state === "held" ? { words: "Held", tone: "good" } : { words: "Skipped", tone: "idle" };
}
