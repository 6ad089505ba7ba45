import type { Tone } from "../marks/tone.ts";
import type { TimelineEntry } from "./entry.ts";

/** What an entry of a step line says: whose line it is of, and the share of customers there, per cent. */
export interface Step {
  readonly series: string;
  readonly share: number;
}

/** The step that an entry is; null for one that is drawn by itself. */
export function stepOf({ lane, recordId, evidence }: Pick<TimelineEntry, "lane" | "recordId" | "evidence">): Step | null {
  const share = evidence["share of customers, %"];
  if (lane !== "flags" || typeof share !== "number") return null;
  const environment = evidence["environment"];
  return { series: `${recordId ?? ""} ${typeof environment === "string" ? environment : ""}`, share };
}

interface Laid {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly row: number;
  readonly known: boolean;
  readonly entry: Pick<TimelineEntry, "lane" | "recordId" | "evidence" | "tone">;
}

/**
 * One stretch of a step line: level from one change to the next, after a step from where it was. Heights are 0 to 1 of the line's highest.
 */
export interface Stretch {
  readonly key: string;
  readonly row: number;
  readonly from: number;
  readonly to: number;
  /** Null where the line begins. */
  readonly before: number | null;
  readonly level: number;
  readonly tone: Tone;
  readonly known: boolean;
}

/** The step lines of a lane, in stretches. Each line has its own scale: what is more than nothing is seen to be. */
export function stretchesOf(items: readonly Laid[]): readonly Stretch[] {
  const steps = items.flatMap((item) => {
    const step = stepOf(item.entry);
    return step === null ? [] : [{ item, step }];
  });
  return [...Map.groupBy(steps, ({ step }) => step.series).values()].flatMap((line) => {
    const highest = Math.max(...line.map(({ step }) => step.share));
    const inOrder = line.toSorted((one, other) => one.item.from - other.item.from);
    const level = (share: number): number => (highest === 0 ? 0 : share / highest);
    return inOrder.map(({ item: { key, row, from, to, known, entry }, step }, index): Stretch => {
      const last = inOrder[index - 1];
      return {
        key, row, from, to, known, tone: entry.tone, before: last === undefined ? null : level(last.step.share), level: level(step.share),
      };
    });
  });
}

/** Where a stretch is drawn, pixels. */
export interface StretchBox {
  readonly x0: number;
  readonly x1: number;
  readonly top: number;
  readonly bottom: number;
}

/** The stretch as a line, and the ground under it, as SVG paths. */
export function stretchPaths(
  { before, level }: Pick<Stretch, "before" | "level">,
  { x0, x1, top, bottom }: StretchBox,
): { line: string; area: string } {
  const y = (height: number): string => (bottom - height * (bottom - top)).toFixed(1);
  const [left, right] = [x0.toFixed(1), x1.toFixed(1)];
  return {
    line: `M${left},${y(before ?? level)}V${y(level)}H${right}`,
    area: level === 0 ? "" : `M${left},${bottom.toFixed(1)}V${y(level)}H${right}V${bottom.toFixed(1)}Z`,
  };
}
