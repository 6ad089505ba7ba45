import { useMemo } from "react";
import { count, counted } from "../data/words.ts";
import { date, shortDate } from "../marks/time.ts";
import styles from "./Release.module.css";

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

/** Releases a day as stacked blocks; tall days are scaled so that the busiest fits. A column opens its days. */
export function DayStacks({
  perDay, until, open,
}: {
  perDay: readonly { day: string; count: number }[];
  until: number;
  open: (from: number, to: number) => void;
}) {
  const stacks = useMemo(() => stacksOf(perDay, until), [perDay, until]);
  const first = stacks[0];
  const last = stacks.at(-1);
  if (first === undefined || last === undefined || stacks.length < 2) return null;
  const busiest = Math.max(...stacks.map((stack) => stack.count));
  const unit = Math.max(1, busiest / tallest);
  const end = last.from + (last.days - 1) * dayMs;
  const today = Math.floor(until / dayMs) * dayMs;
  return (
    <div className={styles.picture}>
      <div
        className={styles.stacks}
        role="group"
        aria-label={`Releases a day: ${counted(
          stacks.reduce((sum, stack) => sum + stack.count, 0),
          "release",
        )}, ${count(busiest)} at most${first.days > 1 ? ` in ${first.days} days` : ""}`}
      >
        {stacks.map((stack) => {
          const to = stack.from + (stack.days - 1) * dayMs;
          const words = `${date(stack.from, "utc")}${stack.days > 1 ? ` to ${date(to, "utc")}` : ""}: ${counted(stack.count, "release")}`;
          return stack.count === 0 ? (
            <span key={stack.from} className={styles.stack} />
          ) : (
            <button
              key={stack.from}
              type="button"
              tabIndex={-1}
              className={styles.stack}
              title={words}
              aria-label={words}
              onClick={() => open(stack.from, to)}
            >
              {Array.from({ length: Math.max(1, Math.round(stack.count / unit)) }, (_, block) => (
                <span key={block} className={styles.block} />
              ))}
            </button>
          );
        })}
      </div>
      <div className={styles.ends}>
        <span>{shortDate(first.from, "utc")}</span>
        {unit > 1 ? <span>a block is about {Math.round(unit)}</span> : null}
        <span>{end >= today ? "today" : shortDate(end, "utc")}</span>
      </div>
    </div>
  );
}
