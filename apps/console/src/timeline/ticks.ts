import { clock, shortDate, sinceStart } from "../marks/time.ts";
import type { Zone } from "../marks/zone.ts";
import type { Axis } from "./axis.ts";
import type { View } from "./zoom.ts";

/** How the axis names moments: on a clock, or counted from a beginning (epoch milliseconds). */
export type TickNaming = { kind: "clock"; zone: Zone } | { kind: "since"; start: number };

/** One named moment on the axis. */
export interface Tick {
  ms: number;
  x: number;
  words: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  second, 5 * second, 15 * second, 30 * second, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour,
  3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day, 30 * day, 90 * day,
];

/** The step at which names stand at least `apart` pixels from each other. */
export function tickStep(msPerPixel: number, apart: number): number {
  return steps.find((step) => step / msPerPixel >= apart) ?? 365 * day;
}

function offsetOf(ms: number, zone: Zone): number {
  return zone === "utc" ? 0 : -new Date(ms).getTimezoneOffset() * minute;
}

/** A day is named with its year where that is another than the one named before it, or than this one. */
function nameOf(ms: number, step: number, { naming, before }: { naming: TickNaming; before: number }): string {
  if (naming.kind === "since") return sinceStart(ms - naming.start);
  if (step >= day) return shortDate(ms, naming.zone, before);
  const words = clock(ms, naming.zone, step < minute);
  return step >= hour && words.startsWith("00:00") ? shortDate(ms, naming.zone, before) : words;
}

/** The named moments of a view, none inside a fold and none closer to another than `apart` pixels. */
export function ticks(
  axis: Axis,
  view: View,
  options: { width: number; apart: number; naming: TickNaming; now?: number },
): readonly Tick[] {
  const { width, apart, naming, now = Date.now() } = options;
  const step = tickStep((view.to - view.from) / width, apart);
  const from = axis.toTime(view.from);
  const to = axis.toTime(view.to);
  const origin = naming.kind === "since" ? naming.start : -offsetOf(from, naming.zone);
  const found: Tick[] = [];
  let ms = origin + Math.ceil((from - origin) / step) * step;
  while (ms <= to && found.length < 200) {
    const at = ms;
    const gap = axis.gaps.find((each) => at > each.from && at < each.to);
    if (gap !== undefined) {
      ms = origin + Math.ceil((gap.to - origin) / step) * step;
      continue;
    }
    const x = ((axis.toAxis(ms) - view.from) / (view.to - view.from)) * width;
    const before = found.at(-1);
    if (before === undefined || x - before.x >= apart * 0.8)
      found.push({ ms, x, words: nameOf(ms, step, { naming, before: before?.ms ?? now }) });
    ms += step;
  }
  return found;
}
