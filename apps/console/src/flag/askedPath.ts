/** A line through counts, each on its own scale, in a box: from the left, the greatest at the top. Empty where there is nothing to draw. */
export function askedPath(counts: readonly number[], { width, height }: { readonly width: number; readonly height: number }): string {
  if (counts.length < 2) return "";
  const most = Math.max(1, ...counts);
  return counts
    .map((count, index) => {
      const [x, y] = [(index / (counts.length - 1)) * width, height - (count / most) * height];
      return `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}

/** Counts in a span of time. */
export interface Counted {
  /** Its beginning, ISO. */
  readonly from: string;
  readonly count: number;
}

/** The spans of so many ms between two moments, those without any included: a gap is to be seen as one. */
export function filled(
  spans: readonly Counted[],
  { from, to, step }: { readonly from: number; readonly to: number; readonly step: number },
) {
  const known = new Map(spans.map((span) => [Date.parse(span.from), span.count]));
  const first = from - (from % step);
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / step)) }, (_, index): Counted => {
    const at = first + index * step;
    return { from: new Date(at).toISOString(), count: known.get(at) ?? 0 };
  });
}
