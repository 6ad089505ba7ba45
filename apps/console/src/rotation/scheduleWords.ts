import { duration } from "@ballast/schema/words";
import type { ClockChange, Duty, Finding, ScheduleLayer } from "./scheduleDocuments.ts";
import { cityOf, clockIn, dayIn } from "./zoneDays.ts";

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const length = ({ from, to }: { from: string; to: string }): number => Date.parse(to) - Date.parse(from);

/** `08:00–20:00 Zagreb`, `Mon–Fri 22:00–06:00 Chicago`, `all day, UTC`. */
export function hoursWords({ hours, timeZone }: Pick<ScheduleLayer, "hours" | "timeZone">): string {
  const city = cityOf(timeZone);
  if (hours.length === 0) return `all day, ${city}`;
  const said = hours.map(({ weekdays: days, from, to }) => `${days.length === 7 ? "" : `${daysWords(days)} `}${from}–${to}`);
  return `${said.join(", ")} ${city}`;
}

function daysWords(days: readonly number[]): string {
  const sorted = days.toSorted((one, other) => one - other);
  const [first, last] = [sorted[0] ?? 1, sorted.at(-1) ?? 1];
  const name = (each: number): string => weekdays[each - 1] ?? "";
  return sorted.length > 2 && last - first === sorted.length - 1 ? `${name(first)}–${name(last)}` : sorted.map(name).join(", ");
}

/** `Zagreb goes back to 02:00, a day of 25 hours`. */
export function changeWords({ timeZone, at, before, after }: ClockChange): string {
  const hours = 24 + (before - after) / 60;
  return `${cityOf(timeZone)} goes ${after < before ? "back" : "forward"} to ${clockIn(Date.parse(at), timeZone)}, a day of ${hours} hours`;
}

/** `8 gaps of an hour, 07:00–08:00, Sun 25 Oct to Sun 1 Nov`, in the zone that is looked through. */
export function findingWords(
  { kind, times, from, to }: Pick<Finding, "kind" | "times" | "from" | "to">, zone: string,
): { what: string; when: string } {
  const [first] = times;
  if (first === undefined) return { what: "", when: "" };
  const many = times.length > 1;
  const noun = kind === "gap" ? (many ? "gaps" : "gap") : many ? "overlaps" : "overlap";
  const what = `${many ? `${times.length} ` : "A "}${noun} of ${duration(length(first))}`;
  const [start, end] = [Date.parse(first.from), Date.parse(first.to)];
  const clocks = `${clockIn(start, zone)}–${clockIn(end, zone)}`;
  const [firstDay, lastDay] = [dayIn(start, zone), dayIn(Date.parse(times.at(-1)?.from ?? from), zone)];
  const when = many
    ? `${clocks}, ${firstDay} to ${lastDay}`
    : firstDay === dayIn(end, zone)
      ? `${clocks}, ${firstDay}`
      : `${firstDay} ${clockIn(start, zone)} to ${dayIn(Date.parse(to), zone)} ${clockIn(end, zone)}`;
  return { what, when };
}

/** What is found of the time that is still to come: what is over is nobody's to decide any more. */
export const stillAhead = (findings: readonly Finding[], now: number): readonly Finding[] =>
  findings.flatMap((finding) => {
    const times = finding.times.filter(({ to }) => Date.parse(to) > now);
    const [first] = times;
    return first === undefined ? [] : [{ ...finding, from: first.from, times }];
  });

/** What a repair says it does. */
export function repairWords(finding: Pick<Finding, "kind" | "times">, how: "stay" | "come", name: string): string {
  const one = finding.times.length === 1;
  if (
    finding.kind === "gap"
  ) return how === "stay" ? `Let ${name} stay on${one ? "" : " each time"}` : `Let ${name} come earlier${one ? "" : " each time"}`;
  return how === "stay" ? `Leave it to ${name}, who was on` : `Leave it to ${name}, who comes`;
}

/** Who is on now and next, and the first thing that is wrong ahead, in its own words: it is what must be seen. */
export function scheduleSentence(
  { onNow, next, nextHandOverAt, findings }: {
    onNow: readonly string[]; next: string | null; nextHandOverAt: string | null; findings: readonly Finding[];
  },
  zone: string,
): { calm: string; wrong: string | null; why: string } {
  const who = onNow.length === 0 ? "Nobody" : onNow.join(" and ");
  const at = Date.parse(nextHandOverAt ?? "");
  const until = nextHandOverAt === null ? "" : ` until ${dayIn(at, zone)} ${clockIn(at, zone)}, then ${next ?? "nobody"}`;
  const calm = `${who} ${onNow.length > 1 ? "are" : "is"} on call${until}.`;
  const gap = findings.find(({ kind, kept }) => kind === "gap" && kept === null);
  if (gap === undefined) return { calm, wrong: null, why: findings.some(({ kept }) => kept === null) ? "" : " Nothing is wrong ahead." };
  const total = gap.times.reduce((sum, time) => sum + length(time), 0);
  const { cause } = gap;
  const why = cause === null ? "." : `: the clocks of ${cityOf(cause.timeZone)} go ${cause.after < cause.before ? "back" : "forward"}.`;
  return { calm: `${calm} From ${dayIn(Date.parse(gap.from), zone)} `, wrong: `${duration(total)} have nobody`, why };
}

/** A piece of a lane, in per cent of the window. */
export interface LanePiece {
  key: string;
  left: number;
  width: number;
  from: string;
  to: string;
}

/** Cuts times to the window. */
export function piecesOf<Time extends { from: string; to: string }>(
  times: readonly Time[], window: { from: string; to: string },
): readonly (Time & LanePiece)[] {
  const [start, end] = [Date.parse(window.from), Date.parse(window.to)];
  return times.flatMap((time) => {
    const [from, to] = [Math.max(start, Date.parse(time.from)), Math.min(end, Date.parse(time.to))];
    if (to <= from) return [];
    return [{ ...time, key: time.from, left: ((from - start) / (end - start)) * 100, width: ((to - from) / (end - start)) * 100 }];
  });
}

/** The duties of one day, for who looks on a phone; those that are over are left out. */
export function dutiesOn(duties: readonly Duty[], { from, to, now }: { from: number; to: number; now: number }): readonly Duty[] {
  return duties.filter((duty) => Date.parse(duty.from) < to && Date.parse(duty.to) > Math.max(from, now));
}
