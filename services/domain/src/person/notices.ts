import type { Notice, PersonEvent, Reminders } from "@ballast/schema";

/** One time that somebody was told of. */
export interface ToldTime extends Pick<Notice, "kind" | "rotationId" | "channel"> {
  readonly from: string;
  readonly to: string;
}

/** What somebody wants to be reminded of, and what they were told of what is still ahead. */
export interface Noticed {
  readonly reminders: Reminders;
  readonly told: readonly ToldTime[];
}

export const nothingTold: Noticed = { reminders: { turnDays: null, standInDays: null, weekly: false }, told: [] };

/** What lies so far back, ms, nobody is told of again. */
const KEPT_MS = 8 * 86_400_000;

/** Two Mondays are no nearer to each other than this, ms, whatever clocks they are on; one Monday is not so far from itself. */
const SAME_WEEK_MS = 3 * 86_400_000;

const isGap = ({ kind }: Pick<Notice, "kind">): boolean => kind === "gapAhead" || kind === "gapToday";

const isAbout = (one: Pick<Notice, "kind" | "rotationId" | "channel">) => (told: ToldTime): boolean =>
  told.kind === one.kind && told.rotationId === one.rotationId && told.channel === one.channel;

/** Whether somebody was told of a gap that begins then. */
export const knowsOfGap = ({ told }: Pick<Noticed, "told">, rotationId: string, from: string): boolean =>
  told.some((each) => isGap(each) && each.rotationId === rotationId && each.from === from);

/** Whether somebody was told of a gap that goes on at a moment, ms. */
export const knowsOfGapAt = ({ told }: Pick<Noticed, "told">, rotationId: string, at: number): boolean =>
  told.some((each) => isGap(each) && each.rotationId === rotationId && Date.parse(each.from) <= at && at < Date.parse(each.to));

/** Of a notice the times that are news to somebody. */
export function newsIn({ told }: Pick<Noticed, "told">, notice: Notice): Notice["times"] {
  if (notice.kind === "gapClosed")
    return notice.times.filter(({ from }) => notice.rotationId !== null && knowsOfGap({ told }, notice.rotationId, from));
  // Monday at nine is another moment on another clock: who has moved has had the week's letter all the same.
  if (notice.kind === "week") {
    const weeks = told.filter(isAbout(notice)).map(({ from }) => Date.parse(from));
    return notice.times.filter(({ from }) => weeks.every((week) => Math.abs(Date.parse(from) - week) > SAME_WEEK_MS));
  }
  const known = new Set(told.filter(isAbout(notice)).map(({ from }) => from));
  return notice.times.filter(({ from }) => !known.has(from));
}

/** Folds what somebody was told: a gap that was closed and opens again is another one, and what is over is forgotten. */
export function evolveNotices<Known extends Noticed>(
  known: Known, event: Extract<PersonEvent, { type: "NoticeGiven" | "RemindersSet" }>,
): Known {
  if (event.type === "RemindersSet") return { ...known, reminders: event.data.reminders };
  const { notice: { times, ...about }, at } = event.data;
  const closed = new Set(about.kind === "gapClosed" ? times.map(({ from }) => from) : []);
  // Of a channel the last one stays: it is told of once, however long ago that is.
  const before = known.told.filter((each) =>
    each.kind === "channel" ? !isAbout(about)(each)
    : Date.parse(at) - Date.parse(each.from) < KEPT_MS && !(isGap(each) && each.rotationId === about.rotationId && closed.has(each.from)));
  return { ...known, told: [...before, ...(about.kind === "gapClosed" ? [] : times.map((time) => ({ ...about, ...time })))] };
}

/** Each time once, however many workers find it. */
export function giveNotice(
  { now, personId, notice }: { readonly now: string; readonly personId: string; readonly notice: Notice }, known: Noticed,
): readonly PersonEvent[] {
  const times = newsIn(known, notice);
  return times.length === 0 ? [] : [{ type: "NoticeGiven", data: { personId, notice: { ...notice, times }, at: now } }];
}
