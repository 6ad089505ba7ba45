import { groupsOf, wallMs, weekday, type Shift } from "./grafanaShapes.ts";
import { beginningOf, untold, weekOf, type ZonedShift } from "./grafanaShifts.ts";
import { strangerCalled, type Layer } from "./moved.ts";
import { dateOn, timeOfMinutes, timeOn, wallOf, weekdayOn } from "./wall.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const DAY_S = 86_400;

/** How a layer turns, and when it is on call. */
type Rhythm = Pick<Layer, "handOver" | "turnLength" | "hours" | "startsOn">;

/**
 * A shift in our terms, or why there is none. Where several people are on call together it is several layers, one beside the other:
 * whoever is in two of them at once is on call once.
 */
export function grafanaLayers({ shift, zone }: ZonedShift, mails: ReadonlyMap<string, string>): readonly Layer[] | string {
  const groups = groupsOf(shift);
  const stranger = groups.flat().find((id) => !mails.has(id));
  if (groups.length === 0 || groups.some(({ length }) => length === 0)) return "nobody is on call by it";
  if (stranger !== undefined) return `${strangerCalled(stranger)} is on call by it and is in no list of users`;
  if (shift.duration % 60 !== 0 || wallMs(shift.start) % 60_000 !== 0) return "it does not begin and end at full minutes";
  if ((shift.level ?? 0) > 99) return `its level ${String(shift.level)} is above 99, the highest`;
  const rhythm = rhythmOf(shift, groups.length);
  if (typeof rhythm === "string") return rhythm;
  const wall = wallOf(zone);
  const begins = Math.max(beginningOf(shift), shift.rotation_start ? wallMs(shift.rotation_start) : -Infinity);
  const once = shift.type === "single_event";
  const endsAt = once ? wall.instant(wallMs(shift.start) + shift.duration * 1_000) : shift.until ? wallMs(shift.until) : null;
  const together = Math.max(...groups.map(({ length }) => length));
  return Array.from({ length: together }, (_, place): Layer => ({
    sourceId: together === 1 ? shift.id : `${shift.id} ${String(place + 1)}`,
    name: `${shift.name ?? ""}${place === 0 ? "" : ` ${String(place + 1)}`}`.trim().slice(0, 100),
    effectiveFrom: new Date(wall.instant(begins)).toISOString(), endsAt: endsAt === null ? null : new Date(endsAt).toISOString(),
    timeZone: zone, level: shift.level ?? 0, ...rhythm,
    people: groups.map((group) => mails.get(group[place % group.length] ?? "") ?? ""),
  }));
}

function rhythmOf(shift: Shift, turns: number): Rhythm | string {
  const why = untold(shift);
  if (why !== null) return why;
  const begins = beginningOf(shift);
  const [at, startsOn] = [timeOn(begins), dateOn(begins)];
  const chosen = [...new Set((shift.by_day ?? []).map(weekday))].sort((one, other) => one - other);
  const { duration, interval } = shift;
  const every = interval ?? 1;
  const minutes = wallMs(shift.start) % (DAY_S * 1_000) / 60_000;
  const end = minutes + duration / 60;
  const hours = (weekdays: number[]): Rhythm["hours"] => [
    { weekdays, from: at, to: timeOfMinutes(end), daysLater: Math.floor(end / 1_440) },
  ];
  const tooLong = Math.floor(end / 1_440) > 7 ? "a shift of it is longer than a week" : null;
  const base = { startsOn, turnLength: every };
  if (shift.type === "single_event") return { startsOn, turnLength: 1, hours: [], handOver: { every: "hour", weekday: null, at } };
  if (shift.frequency === "hourly")
    return duration === every * 3_600
     
        ? { ...base, hours: [], handOver: { every: "hour", weekday: null, at } }
        : "its shifts do not follow each other: hours are taken whole";
  if (shift.frequency === "daily" && (chosen.length === 0 || chosen.length === 7)) {
    const handOver = { every: "day" as const, weekday: null, at };
    if (duration === every * DAY_S) return { ...base, hours: [], handOver };
    return every === 1 && duration < DAY_S ? { ...base, hours: hours(everyDay), handOver } : daysBetween(every);
  }
  if (shift.frequency === "daily") {
    if (turns > 1) return "each of its days is the next one's turn, which no layer says of some days of the week";
    if (every > 1 && shift.type !== "rolling_users") return daysBetween(every);
    return tooLong ?? { ...base, turnLength: 1, hours: hours(chosen), handOver: { every: "day", weekday: null, at } };
  }
  if (chosen.length === 0) {
    const handOver = { every: "week" as const, weekday: weekdayOn(begins), at };
    if (duration === every * 7 * DAY_S) return { ...base, hours: [], handOver };
    return every === 1 && duration < 7 * DAY_S
      ? (tooLong ?? { ...base, hours: hours([weekdayOn(begins)]), handOver })
      : daysBetween(every * 7);
  }
  if (every > 1) return `it comes in one week of ${String(every)}, which no hours say`;
  if (turns > 1 && duration > DAY_S) return "its shifts go on from one week, and turn, into the next";
  return tooLong ?? {
    ...base, hours: hours(chosen), startsOn: dateOn(weekOf(begins, shift.week_start)),
    handOver: { every: "week", weekday: weekday(shift.week_start ?? "SU"), at },
  };
}

const daysBetween = (days: number): string => `its shifts come every ${String(days)} days and do not follow each other, which no hours say`;
