import { groupsOf, wallMs, weekday, type Shift } from "./grafanaShapes.ts";
import { MINUTE_MS, type Window } from "./tracks.ts";
import { wallOf, weekdayOn, type Wall } from "./wall.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** A shift with the zone in which its times are. */
export interface ZonedShift {
  readonly shift: Shift;
  readonly zone: string;
  /** Shifts of schedules of the console are shown from their own beginning, though their rotation begins later. */
  readonly ofConsole: boolean;
}

/** Why we cannot tell when a shift is; null: we can. */
export function untold({ type, frequency, by_month: months, by_monthday: monthDays, by_day: byDay }: Shift): string | null {
  if (type === "single_event" || type === "override") return null;
  if (!frequency) return "it says not how often it comes";
  if (frequency === "monthly" || (months ?? []).length > 0 || (monthDays ?? []).length > 0) return "it goes by months, which no layer does";
  return frequency === "hourly" && (byDay ?? []).length > 0 ? "it goes by hours of some days, which no layer does" : null;
}

/** Where the recurrence begins: on the first of the chosen days, by the week as it is counted there. */
export function beginningOf({ start, by_day: byDay, week_start: weekStart }: Shift): number {
  const wall = wallMs(start);
  const chosen = (byDay ?? []).map(weekday);
  if (chosen.length === 0 || chosen.includes(weekdayOn(wall))) return wall;
  const from = weekday(weekStart ?? "SU");
  const [first = from] = Array.from({ length: 7 }, (_, at) => ((from - 1 + at) % 7) + 1).filter((day) => chosen.includes(day));
  return wall + ((first - weekdayOn(wall) + 7) % 7) * DAY_MS;
}

/** The first day of the week of a moment, at its time of day, by the week as it is counted there. */
export const weekOf = (wall: number, weekStart: Shift["week_start"]): number =>
  wall - ((weekdayOn(wall) - weekday(weekStart ?? "SU") + 7) % 7) * DAY_MS;

interface Occurrence {
  /** On the wall. */
  readonly start: number;
  /** Which group has it, before it is counted round. */
  readonly turn: number;
}

/** When a shift comes within a time of the wall, each with its turn. */
function* occurrences(shift: Shift, within: Window): Generator<Occurrence> {
  const begins = beginningOf(shift);
  const every = shift.interval ?? 1;
  const chosen = new Set((shift.by_day ?? []).map(weekday));
  const { frequency, type } = shift;
  if (!frequency || type === "single_event" || type === "override") {
    yield { start: wallMs(shift.start), turn: 0 };
    return;
  }
  if (chosen.size === 0) {
    const period = every * (frequency === "hourly" ? HOUR_MS : frequency === "daily" ? DAY_MS : WEEK_MS);
    for (let turn = Math.max(0, Math.floor((within.from - begins) / period)); begins + turn * period < within.to; turn += 1)
      yield { start: begins + turn * period, turn };
    return;
  }
  // Day by day: which group has one depends on how many there were.
  const firstWeek = weekOf(begins, shift.week_start);
  let counted = 0;
  for (let start = begins; start < within.to; start += DAY_MS) {
    if (!chosen.has(weekdayOn(start))) continue;
    const week = Math.round((weekOf(start, shift.week_start) - firstWeek) / WEEK_MS);
    const day = Math.round((start - begins) / DAY_MS);
    const comes = frequency === "weekly" ? week % every === 0 : type === "rolling_users" || day % every === 0;
    const turn = frequency === "weekly" ? week / every : Math.floor(counted / every);
    counted += 1;
    if (comes) yield { start, turn };
  }
}

/** Times of a shift within a window, each with who is on call by it. */
function* timesOf({ shift, zone, ofConsole }: ZonedShift, window: Window): Generator<Window & { readonly who: readonly string[] }> {
  const wall: Wall = wallOf(zone);
  const groups = groupsOf(shift);
  const length = shift.duration * 1_000;
  const until = shift.until ? wallMs(shift.until) : Infinity;
  const rotationStart = shift.rotation_start ? wallMs(shift.rotation_start) : -Infinity;
  const within = { from: wall.of(window.from) - length - DAY_MS, to: wall.of(window.to) + DAY_MS };
  for (const { start, turn } of occurrences(shift, within)) {
    if (start < within.from) continue;
    const [from, to] = [wall.instant(start), wall.instant(start + length)];
    const begun = start >= rotationStart || (ofConsole && start + length > rotationStart);
    if (begun && (from <= until || shift.type === "override" || shift.type === "single_event"))
      yield { from, to, who: groups[turn % Math.max(1, groups.length)] ?? [] };
  }
}

/** Lies over every level. */
const OVER_ALL = 1_000;

/**
 * Who is on call in each minute: of shifts that overlap those of the highest level, all of them; overrides lie over all. `called` says
 * what somebody is called.
 */
export function grafanaFinal(
  shifts: readonly ZonedShift[], window: Window, called: (userId: string) => string,
): readonly (readonly string[])[] {
  const minutes = Math.ceil((window.to - window.from) / MINUTE_MS);
  const levels = new Int16Array(minutes).fill(-1);
  const nobody: readonly string[] = [];
  const final: (readonly string[])[] = Array.from({ length: minutes }, () => nobody);
  for (const each of shifts) {
    const level = each.shift.type === "override" ? OVER_ALL : (each.shift.level ?? 0);
    for (const { from, to, who } of timesOf(each, window)) {
      const people = [...new Set(who.map(called))];
      if (people.length === 0) continue;
      const first = Math.max(0, Math.ceil((from - window.from) / MINUTE_MS));
      for (let minute = first; minute < minutes && window.from + minute * MINUTE_MS < to; minute += 1) {
        const there = levels[minute] ?? -1;
        if (level > there) final[minute] = people;
        else if (level === there) final[minute] = [...new Set([...(final[minute] ?? []), ...people])];
        levels[minute] = Math.max(there, level);
      }
    }
  }
  return final;
}
