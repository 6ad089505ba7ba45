/** A share as people read it: parts per 100,000 as percent with one decimal, two where one would show nothing. */
export function percentText(per100k: number): string {
  return `${percentFigure(per100k)} %`;
}

/** The same without the sign, for "6.1 → 0.4 %". */
export function percentFigure(per100k: number): string {
  const percent = per100k / 1_000;
  if (percent === 0) return "0";
  if (percent > 0 && percent < 0.005) return "< 0.01";
  return percent < 0.1 ? percent.toFixed(2) : percent.toFixed(1).replace(/\.0$/, "");
}
