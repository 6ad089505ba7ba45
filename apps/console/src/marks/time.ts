import { age } from "@ballast/schema/words";
import { zoneName } from "./zone.ts";
import type { Zone } from "./zone.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zoneName(zone), hourCycle: "h23" });
  formatters.set(key, made);
  return made;
}

/** `14:28`, or `14:28:10` with seconds. */
export function clock(ms: number, zone: Zone, seconds = false): string {
  const parts: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  return formatter(zone, seconds ? { ...parts, second: "2-digit" } : parts).format(ms);
}

/** `23 November 2026`, or `23 Nov` when short. */
export function date(ms: number, zone: Zone, short = false): string {
  return formatter(zone, short ? { day: "numeric", month: "short" } : { day: "numeric", month: "long", year: "numeric" }).format(ms);
}

/** `23 Nov`, and `23 Nov 2022` in another year than the present one: a day without its year is read as this year's. */
export function shortDate(ms: number, zone: Zone, now = Date.now()): string {
  const year = (at: number): string => date(at, zone).slice(-4);
  return year(ms) === year(now) ? date(ms, zone, true) : formatter(zone, { day: "numeric", month: "short", year: "numeric" }).format(ms);
}

/** `Thu`. */
export function weekday(ms: number, zone: Zone): string {
  return formatter(zone, { weekday: "short" }).format(ms);
}

/** The exact moment: `23 November 2026, 14:28:10 UTC`. */
export function exact(ms: number, zone: Zone): string {
  return `${date(ms, zone)}, ${clock(ms, zone, true)} ${zone === "utc" ? "UTC" : zoneName(zone)}`;
}

/** The heading of a day in a list: `Today`, `Yesterday`, `18 November` or `18 November 2025`. */
export function dayHeading(ms: number, now: number, zone: Zone): string {
  const of = (at: number): string => date(at, zone);
  if (of(ms) === of(now)) return "Today";
  if (of(ms) === of(now - day)) return "Yesterday";
  const sameYear = of(ms).slice(-4) === of(now).slice(-4);
  return sameYear ? formatter(zone, { day: "numeric", month: "long" }).format(ms) : of(ms);
}

/** How long ago or ahead: `just now`, `16 min ago`, `2 h ago`, `in 4 min`, `yesterday 16:20`, `12 d ago`. */
export function relative(ms: number, now: number, zone: Zone): string {
  const gone = now - ms;
  const size = Math.abs(gone);
  // The clock on screen ticks every ten seconds: what seems to be ahead by less has just happened.
  if (size < 5 * second || (gone < 0 && size <= 10 * second)) return "just now";
  if (gone > 0 && size >= 18 * hour && dayHeading(ms, now, zone) === "Yesterday") return `yesterday ${clock(ms, zone)}`;
  if (size >= 30 * day) return new Date(ms).getUTCFullYear() === new Date(now).getUTCFullYear() ? date(ms, zone, true) : date(ms, zone);
  return gone >= 0 ? `${age(size)} ago` : `in ${age(size)}`;
}

/** Time since a beginning as a counter: `T+12:41`, `T−03:10`, `T+1:02:05`. */
export function sinceStart(ms: number): string {
  const whole = Math.floor(Math.abs(ms) / second);
  const two = (n: number): string => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return `T${ms < 0 ? "−" : "+"}${hours > 0 ? `${hours}:` : ""}${rest}`;
}

/** `Thu 26 Nov 09:00`: weekday, day, time; the year where it is another one. */
export function dayAndTime(iso: string, zone: Zone): string {
  const ms = Date.parse(iso);
  return `${weekday(ms, zone)} ${shortDate(ms, zone)} ${clock(ms, zone)}`;
}
