/** The width in pixels of a text as the timeline writes it. */
export type Measure = (text: string) => number;

/** A fair guess where nothing can be drawn: 6.2 pixels a letter. */
export const guess: Measure = (text) => text.length * 6.2;

const known = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

/** Measures with the browser's own letters, each text once. */
export const measured: Measure = (text) => {
  const before = known.get(text);
  if (before !== undefined) return before;
  context ??= document.createElement("canvas").getContext("2d");
  if (context === null || context === undefined) return guess(text);
  context.font = '550 11px "Inter Variable", Inter, system-ui, sans-serif';
  const width = context.measureText(text).width + 1;
  if (known.size > 50_000) known.clear();
  known.set(text, width);
  return width;
};

/** Forgets every width; call when the fonts have arrived. */
export function forgetWidths(): void {
  known.clear();
}

/** The longest beginning of a text that fits, with an ellipsis; `null` when fewer than four letters would be left. */
export function shortened(text: string, room: number, measure: Measure): string | null {
  if (measure(text) <= room) return text;
  const letters = [...text];
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${letters.slice(0, middle).join("").trimEnd()}…`) <= room) low = middle;
    else high = middle - 1;
  }
  const kept = letters.slice(0, low).join("").trimEnd();
  return [...kept].length < 4 ? null : `${kept}…`;
}
