import { instantOf } from "../statistics/calendar.ts";

const DAY_MS = 86_400_000;
/** Days before its end at which an acceptance's owner is told. */
export const reminderDays = [30, 7] as const;

/** A moment at which something is due: `daysLeft` of a reminder, null of the beginning and the end. */
export interface AcceptanceMoment {
  readonly at: string;
  readonly daysLeft: number | null;
}

/**
 * The moments of an acceptance, in order: it begins (where it is for later), its owner is told, it ends. One that is
 * shorter than a notice has none of it.
 */
export function acceptanceMoments({ from, until }: { readonly from: string | null; readonly until: string }): readonly AcceptanceMoment[] {
  const before = (days: number): number => instantOf(until) - days * DAY_MS;
  const reminders = reminderDays.filter((days) => from === null || before(days) > instantOf(from));
  return [
    ...(from === null ? [] : [{ at: from, daysLeft: null }]),
    ...reminders.map((daysLeft) => ({ at: new Date(before(daysLeft)).toISOString(), daysLeft })),
    { at: until, daysLeft: null },
  ];
}
