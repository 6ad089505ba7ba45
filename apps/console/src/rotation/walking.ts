/** A time of a schedule, ISO. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** What is drawn over a schedule falls on these steps, ms: nobody means 08:07. */
const STEP_MS = 30 * 60_000;

/**
 * The time between two places of a drawn window, each a share of its width: as long as a step at least, and none of it before `now`, as
 * nobody stands in for what is over. Null where nothing of it is left.
 */
export function spanBetween(one: number, other: number, { from, to, now }: { from: number; to: number; now: number }): Span | null {
  const [first, last] = [Math.min(one, other), Math.max(one, other)].map((share) => from + Math.min(1, Math.max(0, share)) * (to - from));
  const begins = Math.max(Math.floor((first ?? from) / STEP_MS) * STEP_MS, Math.ceil(now / STEP_MS) * STEP_MS);
  const ends = Math.max(Math.ceil((last ?? to) / STEP_MS) * STEP_MS, Math.floor((first ?? from) / STEP_MS) * STEP_MS + STEP_MS);
  return ends <= begins ? null : { from: new Date(begins).toISOString(), to: new Date(ends).toISOString() };
}

/** What of a time is still ahead: who stands in for a shift that runs does so from now on. */
export const aheadOf = ({ from, to }: Span, now: number): Span =>
  Date.parse(from) >= now ? { from, to } : { from: new Date(Math.ceil(now / STEP_MS) * STEP_MS).toISOString(), to };

/** The shift before or after the chosen one, of those in order; the first step goes to the one that runs at `now`, or is next. */
export function shiftBeside<Time extends Span>(
  times: readonly Time[], chosen: string | null, { by, now }: { readonly by: -1 | 1; readonly now: number },
): Time | null {
  const at = times.findIndex(({ from }) => from === chosen);
  if (at >= 0) return times[at + by] ?? times[at] ?? null;
  return times.find(({ to }) => Date.parse(to) > now) ?? times.at(-1) ?? null;
}
