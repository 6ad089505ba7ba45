/** One bar of a picture over time. */
export interface Bar {
  key: string;
  /** First and last day. */
  first: string;
  last: string;
  /** What it is: "November 2026". */
  words: string;
  count: number;
  /** How many of them are marked (grave, failed). */
  marked: number;
}

/** Bars joined so that at most `most` stand side by side; each still opens the days it is made from. */
export function joined(bars: readonly Bar[], most: number): readonly Bar[] {
  const size = Math.max(1, Math.ceil(bars.length / most));
  if (size === 1) return bars;
  return Array.from({ length: Math.ceil(bars.length / size) }, (_, at) => {
    const own = bars.slice(at * size, (at + 1) * size);
    const [first, last] = [own[0], own.at(-1)];
    const sum = (of: (bar: Bar) => number): number => own.reduce((total, bar) => total + of(bar), 0);
    return {
      key: first?.key ?? "", first: first?.first ?? "", last: last?.last ?? "",
      words: own.length === 1 ? (first?.words ?? "") : `${first?.words ?? ""} to ${last?.words ?? ""}`, count: sum(({ count }) => count),
      marked: sum(({ marked }) => marked),
    };
  });
}
