import type { DayMark } from "../marks/DayStacks.tsx";
import type { FlagDay } from "./flagDocuments.ts";

const [DAY_MS, DAYS] = [86_400_000, 30];

type Counted = Pick<FlagDay, "day" | "count">;

/** The last thirty days whole: the first of them is there though nothing happened on it. */
export function wholeMonth(days: readonly Counted[], now: number): readonly Counted[] {
  const first = new Date(now - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  return days.some(({ day }) => day.slice(0, 10) === first) ? days : [{ day: first, count: 0 }, ...days];
}

const times = ["", "", " twice", " three times"];

/** "killed, INC-209", "killed twice, INC-214 and INC-215": over each day on which a flag was killed. */
export function killMarks(days: readonly Pick<FlagDay, "day" | "kills">[]): readonly DayMark[] {
  return days.flatMap(({ day, kills }) => {
    if (kills.length === 0) return [];
    const references = [...new Set(kills.flatMap(({ incident }) => incident?.reference ?? []))];
    const named = [...new Set(kills.flatMap(({ flag }) => flag?.name ?? []))];
    const whats = references.length > 0 ? references : named;
    const often = times[kills.length] ?? ` ${String(kills.length)} times`;
    const more = whats.length > 2 ? ` and ${String(whats.length - 1)} more` : "";
    const why = whats.length === 0 ? "" : `, ${whats.length > 2 ? (whats[0] ?? "") : whats.join(" and ")}${more}`;
    return [{ day, words: `killed${often}${why}` }];
  });
}
