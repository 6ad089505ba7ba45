import { useMemo } from "react";
import { capital, count, counted } from "../data/words.ts";
import styles from "./DayStacks.module.css";
import { date, shortDate } from "./time.ts";
import { useNarrow } from "./useNarrow.ts";

const dayMs = 86_400_000;

/** One column of the picture: a day, or several when there are many. */
export interface Stack {
  /** First day, epoch ms. */
  from: number;
  days: number;
  count: number;
}

/** Days from the first to the last, gaps kept, joined so that at most `most` columns stand side by side. */
export function stacksOf(perDay: readonly { day: string; count: number }[], until: number, most = 90): readonly Stack[] {
  const days = perDay.map(({ day, count: n }) => ({ at: Date.parse(`${day.slice(0, 10)}T00:00:00Z`), n })).sort((a, b) => a.at - b.at);
  const first = days[0]?.at;
  if (first === undefined) return [];
  const last = Math.max(days.at(-1)?.at ?? first, Math.floor(until / dayMs) * dayMs);
  const total = Math.round((last - first) / dayMs) + 1;
  const size = Math.max(1, Math.ceil(total / most));
  const stacks = Array.from({ length: Math.ceil(total / size) }, (_, index) => ({
    from: first + index * size * dayMs, days: size, count: 0,
  }));
  for (const { at, n } of days) {
    const stack = stacks[Math.floor((at - first) / dayMs / size)];
    if (stack !== undefined) stack.count += n;
  }
  return stacks;
}

const tallest = 5;

/** Something that stands over a day. */
export interface DayMark {
  readonly day: string;
  readonly words: string;
}

/** What is counted by day, and what a column opens. */
export interface DayStacksProps {
  readonly perDay: readonly { day: string; count: number }[];
  readonly until: number;
  /** "release": one of what is counted. */
  readonly noun: string;
  /** Opens the days of a column; columns without it only say what they are. */
  readonly open?: (from: number, to: number) => void;
  /** Over their days, in red, each in the words given. */
  readonly marks?: readonly DayMark[];
}

/**
 * The marks over their columns; from the middle on, words stand left of their day. Those that would lie over the one before go.
 * `letters`: so many fit beside each other.
 */
export function placedMarks(
  stacks: readonly Stack[],
  marks: readonly DayMark[],
  letters: number,
): readonly (DayMark & { readonly at: number; readonly end: boolean })[] {
  const [first, size] = [stacks[0]?.from ?? 0, (stacks[0]?.days ?? 1) * dayMs];
  const placed = marks.map((mark) => {
    const at = (Math.floor((Date.parse(`${mark.day.slice(0, 10)}T00:00:00Z`) - first) / size) + 0.5) / Math.max(1, stacks.length);
    return { ...mark, at, end: at > 0.5 };
  });
  const width = ({ words }: DayMark): number => words.length / letters;
  let free = 0;
  return placed.toSorted((one, other) => one.at - other.at).filter((mark) => {
    const [left, right] = mark.end ? [mark.at - width(mark), mark.at] : [mark.at, mark.at + width(mark)];
    if (mark.at < 0 || mark.at > 1 || left < free) return false;
    free = right;
    return true;
  });
}

interface ColumnProps extends Pick<DayStacksProps, "noun" | "open"> {
  readonly stack: Stack;
  /** So many make a block. */
  readonly unit: number;
}

function Column({ stack, unit, noun, open }: ColumnProps) {
  const to = stack.from + (stack.days - 1) * dayMs;
  const words = `${date(stack.from, "utc")}${stack.days > 1 ? ` to ${date(to, "utc")}` : ""}: ${counted(stack.count, noun)}`;
  const blocks = Array.from({ length: stack.count === 0 ? 0 : Math.max(1, Math.round(stack.count / unit)) }, (_, block) => (
    <span key={block} className={styles.block} />
  ));
  return open === undefined || stack.count === 0 ? (
    <span className={styles.stack} title={words}>{blocks}</span>
  ) : (
    <button type="button" tabIndex={-1} className={styles.stack} title={words} aria-label={words} onClick={() => open(stack.from, to)}>
      {blocks}
    </button>
  );
}

/** What happened each day as stacked blocks; tall days are scaled so that the busiest fits. */
export function DayStacks({ perDay, until, noun, open, marks = [] }: DayStacksProps) {
  const stacks = useMemo(() => stacksOf(perDay, until), [perDay, until]);
  const narrow = useNarrow();
  const first = stacks[0];
  const last = stacks.at(-1);
  if (first === undefined || last === undefined || stacks.length < 2) return null;
  const busiest = Math.max(...stacks.map((stack) => stack.count));
  const unit = Math.max(1, busiest / tallest);
  const end = last.from + (last.days - 1) * dayMs;
  const today = Math.floor(until / dayMs) * dayMs;
  const all = counted(stacks.reduce((sum, stack) => sum + stack.count, 0), noun);
  const placed = placedMarks(stacks, marks, narrow ? 55 : 190);
  return (
    <div className={styles.picture}>
      {placed.length === 0 ? null : (
        <div className={styles.marks}>
          {placed.map(({ day, words, at, end: left }) => (
            <span
              key={`${day} ${words}`}
              className={styles.mark}
              data-end={left || undefined}
              style={{ left: `${(at * 100).toFixed(2)}%` }}
            >
              {left ? `${words} ■` : `■ ${words}`}
            </span>
          ))}
        </div>
      )}
      <div
        className={styles.stacks}
        role={open === undefined ? "img" : "group"}
        aria-label={`${capital(noun)}s a day: ${all}, ${count(busiest)} at most${first.days > 1 ? ` in ${first.days} days` : ""}`}
      >
        {stacks.map((stack) => (
          <Column key={stack.from} stack={stack} unit={unit} noun={noun} {...(open === undefined ? {} : { open })} />
        ))}
      </div>
      <div className={styles.ends}>
        <span>{shortDate(first.from, "utc")}</span>
        <span>{noun}s a day{unit > 1 ? `, a block is about ${String(Math.round(unit))}` : ""}</span>
        <span>{end >= today ? "today" : shortDate(end, "utc")}</span>
      </div>
    </div>
  );
}
