import { type Contacts, type PageChannel, type PagingRules, type Urgency } from "@ballast/schema";
import { firstInstantOf, localDayAt, timeOf } from "../oncall/wallClock.ts";
import { channelsOf } from "./ladder.ts";

/** What is known of somebody who is called. */
export interface Called {
  readonly contacts: Contacts;
  readonly timeZone: string;
  /** By which channels they want to be told, and when; null: all of them at once. */
  readonly rules: PagingRules | null;
}

/** One channel, and how long after the step it is used, ms. */
export interface Notified {
  readonly channel: PageChannel;
  readonly afterMs: number;
}

/** When somebody is called, ms since 1970; and in how many ms some hours begin until which it is of low urgency, null where none do. */
export interface CalledAt {
  readonly now: number;
  readonly hoursInMs?: number | null;
}

const DAY_MS = 86_400_000;

/** How long until the hours of somebody's day begin, on the wall of their own zone; 0 within them. */
export function untilTheirDay({ from, to }: { readonly from: string; readonly to: string }, timeZone: string, now: number): number {
  const [begins, ends] = [timeOf(from), timeOf(to)];
  const today = localDayAt(now, timeZone);
  // By instants: a clock that is set back shows minutes of before their hours once more, after these have begun.
  const days = [today - 1, today, today + 1].map((day) => ({
    from: firstInstantOf(day * DAY_MS + begins, timeZone),
    to: firstInstantOf((begins < ends ? day : day + 1) * DAY_MS + ends, timeZone),
  }));
  if (days.some((day) => day.from <= now && now < day.to)) return 0;
  const next = days.find((day) => day.from > now);
  return next === undefined ? 0 : next.from - now;
}

/**
 * By which channels somebody is told, the inbox at once, and how long after the step each is used. A channel that their rules name and
 * they do not have is passed over; where none is left, all they have are used at once: rules never make anybody unreachable.
 * Where it is of low urgency until some hours begin (`hoursInMs` from now), who has said nothing of low urgency waits for them, and
 * nobody waits longer.
 */
export function notifiedBy(
  { contacts, timeZone, rules }: Called, urgency: Urgency, { now, hoursInMs = null }: CalledAt,
): readonly Notified[] {
  const all = channelsOf(contacts);
  const wanted = (rules?.[urgency] ?? []).filter(({ channel }) => all.includes(channel));
  const waking = wanted.length === 0
    ? all.filter((channel) => channel !== "inbox").map((channel) => ({ channel, afterMs: 0 }))
    : wanted.map(({ channel, afterMinutes }) => ({ channel, afterMs: afterMinutes * 60_000 }));
  const first = Math.min(...waking.map(({ afterMs }) => afterMs));
  const theirs = rules === null || rules.lowHours === null ? null : untilTheirDay(rules.lowHours, timeZone, now);
  const hours = hoursInMs ?? 0;
  const longest = hoursInMs ?? Infinity;
  const wait = urgency === "high" ? 0 : Math.min(theirs ?? (wanted.length === 0 ? hours : 0), longest);
  return [{ channel: "inbox", afterMs: 0 }, ...waking.map(({ channel, afterMs }) => ({ channel, afterMs: wait + afterMs - first }))];
}
