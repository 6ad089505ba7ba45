import { minutesFigure } from "@ballast/schema/badMinutes";
import type { Tone } from "../marks/tone.ts";
import { date, shortDate } from "../marks/time.ts";
import type { Zone } from "../marks/zone.ts";
import type { Board, BoardItem, BoardObjective, BoardRisk, ProgramSettings } from "./programDocuments.ts";

const DAY_MS = 86_400_000;
type Program = Board["program"];

/** How a colour reads, and which shape it has. */
export const colourWords: Readonly<Record<Program["colour"], { readonly words: string; readonly tone: Tone }>> = {
  green: { words: "Green", tone: "good" }, amber: { words: "Amber", tone: "attention" }, red: { words: "Red", tone: "bad" },
};

export const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;

/** Why the program has its colour: "because the budget is burning at 1.5 × even pace and …". */
export const becauseWords = ({ colour, because }: Pick<Program, "colour" | "because">): string =>
  colour === "green" ? "no trigger fires" : `because ${listed(because)}`;

const quarters = ["first", "second", "third", "fourth"] as const;

/** "Program, fourth quarter", of the moment looked at. */
export const titleOf = (at: string): string => `Program, ${quarters[Math.floor(new Date(at).getUTCMonth() / 3)] ?? ""} quarter`;

/** Over which time an objective's own figure goes: "quarter to date". */
export function periodWords({ window }: Pick<BoardObjective["objective"], "window">): string {
  return window.kind === "rolling" ? `last ${String(window.days ?? 0)} days` : `${window.unit ?? "month"} to date`;
}

/** What is left of a budget: "left of 265 for 38 days, gone by 2 December". */
export function leftWords({ standing }: Pick<BoardObjective["objective"], "standing">, now: number, zone: Zone): string {
  const { leftMinutes, budgetMinutes, goneAt, forecastGoneAt, to } = standing;
  const days = Math.max(0, Math.ceil((Date.parse(to) - now) / DAY_MS));
  const ahead = days === 0 ? "" : ` for ${String(days)} ${days === 1 ? "day" : "days"}`;
  if (leftMinutes <= 0)
    return `over a budget of ${minutesFigure(budgetMinutes)} min${goneAt === null ? "" : `, gone since ${date(Date.parse(goneAt), zone, true)}`}`;
  const gone = forecastGoneAt === null ? "" : `, gone by ${date(Date.parse(forecastGoneAt), zone, true)}`;
  return `left of ${minutesFigure(budgetMinutes)}${ahead}${gone}`;
}

/** The objective that the page is about where nobody chose another: the one with the smallest share of its budget left. */
export const mostPressing = (objectives: readonly BoardObjective[]): BoardObjective | undefined =>
  objectives.toSorted((one, other) => leftShare(one) - leftShare(other))[0];

const leftShare = ({ objective: { standing } }: BoardObjective): number =>
  standing.budgetMinutes === 0 ? 0 : standing.leftMinutes / standing.budgetMinutes;

/** How many of what is overdue slipped twice, and by how many days the oldest is. */
export const overdueWords = (
  overdue: readonly Pick<BoardItem, "before" | "overdueDays">[],
): { readonly count: number; readonly twice: number; readonly oldest: number } => ({
  count: overdue.length,
  twice: overdue.filter(({ before }) => before.length >= 2).length,
  oldest: Math.max(0, ...overdue.map(({ overdueDays }) => overdueDays)),
});

/** How a risk is treated, as the stack says it: mitigated and accepted counts as in progress. */
export const treatmentWords: Readonly<Record<BoardRisk["standing"], { readonly words: string; readonly tone: Tone }>> = {
  notBegun: { words: "unmitigated", tone: "bad" }, inProgress: { words: "in progress", tone: "attention" },
  accepted: { words: "accepted", tone: "idle" }, done: { words: "treated", tone: "good" }, closed: { words: "closed", tone: "idle" },
};

/** One bar of the stack. */
export interface Bar {
  readonly key: string;
  readonly title: string;
  readonly minutes: number;
  readonly words: string;
  readonly tone: Tone;
  readonly to: string;
}

/** So many have a bar of their own; the others share one for each treatment. */
const OWN_BARS = 5;

/** The expected minutes by risk, the largest first; the smaller ones together, by how they are treated. */
export function barsOf(risks: readonly BoardRisk[]): readonly Bar[] {
  const known = risks.flatMap(({ minutesAYear, ...risk }) => (minutesAYear === null ? [] : [{ ...risk, minutes: minutesAYear }]));
  const sorted = known.toSorted((one, other) => other.minutes - one.minutes);
  const smaller = sorted.slice(OWN_BARS);
  const own = (smaller.length === 1 ? sorted : sorted.slice(0, OWN_BARS)).map(({ id, title, minutes, standing, acceptance }): Bar => {
    const { words, tone } = treatmentWords[standing];
    const until = standing === "accepted" && acceptance !== null ? ` to ${shortDate(Date.parse(acceptance.until), "utc")}` : "";
    return { key: id, title, minutes, words: `${words}${until}`, tone, to: `/risks/${encodeURIComponent(id)}` };
  });
  if (smaller.length <= 1) return own;
  const rest = [...Map.groupBy(smaller, ({ standing }) => standing)].map(([standing, those]): Bar => ({
    key: standing, title: `${String(those.length)} smaller ${those.length === 1 ? "risk" : "risks"}`,
    minutes: those.reduce((sum, { minutes }) => sum + minutes, 0), ...treatmentWords[standing], to: `/risks?standing=${standing}`,
  }));
  return [...own, ...rest];
}

/** Who gets the week's report, and by whose clock it is Monday. */
export function reportSentence(settings: ProgramSettings): string {
  const zone = settings?.timeZone ?? "UTC";
  const names = settings?.readers.map(({ name }) => name) ?? [];
  const sent = names.length === 0 ? "Nobody is sent it." : `Sent to ${names.join(", ")}.`;
  return `Made every Monday, as clocks show in ${zone}. ${sent}`;
}
