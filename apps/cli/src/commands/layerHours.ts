import { layerHours, type LayerHours } from "@ballast/schema";
import { usageFailure } from "../client/failure.ts";

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const SHAPE = /^(?:(?<first>[a-z]{3})(?:-(?<last>[a-z]{3}))?\s+)?(?<from>\d\d:\d\d)-(?<to>\d\d:\d\d)(?:\s*\+(?<later>[1-7]))?$/u;

/** Days from one to the other, over the end of the week too. */
function daysBetween(first: string, last: string): number[] | null {
  const [from, to] = [days.indexOf(first), days.indexOf(last)];
  if (from < 0 || to < 0) return null;
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, at) => ((from + at) % 7) + 1);
}

/**
 * `Mon-Fri 08:00-20:00, Sat 10:00-02:00`, `22:00-06:00` (every day), `Fri 18:00-08:00 +3` (until Monday): when a layer is on call.
 * @throws UsageFailure where it says something else
 */
export function parseHours(text: string): LayerHours[] {
  return text.split(",").map((part) => {
    const { first, last, from = "", to = "", later } = SHAPE.exec(part.trim().toLowerCase())?.groups ?? {};
    const weekdays = first === undefined ? [1, 2, 3, 4, 5, 6, 7] : daysBetween(first, last ?? first);
    const read = layerHours.safeParse({ weekdays, from, to, daysLater: later === undefined ? Number(to <= from) : Number(later) });
    if (read.success) return read.data;
    throw usageFailure(`"${part.trim()}" are no hours.`, 'Give them like "Mon-Fri 08:00-20:00" or "Fri 18:00-08:00 +3".');
  });
}
