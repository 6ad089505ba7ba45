import { z } from "zod";
import { MINUTE_MS, emptyTrack, paint, type Window } from "./tracks.ts";

/** So far its own drawing of a schedule is compared, ms. */
const COMPARED_MS = 90 * 86_400_000;

/** What PagerDuty draws itself where it is asked with `since` and `until`. */
export const renderedShape = z.object({ rendered_schedule_entries: z.array(z.unknown()).nullish() }).nullish();
/** The shifts of a drawing. */
export const drawnIn = (rendered: z.infer<typeof renderedShape>): readonly unknown[] => rendered?.rendered_schedule_entries ?? [];

/** A time that was drawn, with whoever is on call. */
interface Drawn extends Window {
  readonly who: string;
}

/**
 * Whether the final schedule that PagerDuty has drawn is the one that was worked out here from its layers: whatever we have wrong of its
 * rules is said before anybody relies on it. Looked at from now on, as far as it was drawn.
 * @returns what differs; null: nothing, or nothing of it was drawn
 */
export function otherThanDrawn(
  drawn: readonly Drawn[], theirs: (window: Window) => readonly (readonly string[])[], now: number,
): string | null {
  if (drawn.length === 0) return null;
  const begins = drawn.reduce((least, { from }) => Math.min(least, from), Infinity);
  const ends = drawn.reduce((most, { to }) => Math.max(most, to), -Infinity);
  const from = Math.ceil(Math.max(now, begins) / MINUTE_MS) * MINUTE_MS;
  const window = { from, to: Math.min(ends, from + COMPARED_MS) };
  if (window.to <= window.from) return null;
  const final = emptyTrack(window);
  for (const each of drawn) paint(final, window, each);
  const ours = theirs(window);
  const differing = [...final.keys()].filter((minute) => (ours[minute] ?? []).join(" ") !== (final[minute] ?? ""));
  const [first] = differing;
  if (first === undefined) return null;
  const at = new Date(window.from + first * MINUTE_MS).toISOString();
  return `the final schedule in the export has somebody else on call for ${String(differing.length)} minutes, first at ${at}: look at it there`;
}
