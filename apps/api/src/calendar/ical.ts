import { escaped, folded } from "../icalText.ts";
import type { CalendarEntry } from "../graphql/context.ts";

/** A calendar as it is written. */
export interface Calendar {
  readonly name: string;
  /** When it is written, ISO. */
  readonly at: string;
  readonly entries: readonly CalendarEntry[];
  /** Where the console is, without a slash at its end. */
  readonly publicUrl: string;
  /** What makes keys unique in the world: the console's host. */
  readonly host: string;
}

const instant = (iso: string): string => `${iso.slice(0, 19).replace(/[-:]/gu, "")}Z`;
const day = (date: string): string => date.replaceAll("-", "");
const dayAfter = (date: string): string => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);

/** A day lasts until the next one begins; a moment takes no time unless it says until when. */
const times = ({ at, to = at }: Pick<CalendarEntry, "at" | "to">): readonly string[] =>
  at.length === 10
    ? [`DTSTART;VALUE=DATE:${day(at)}`, `DTEND;VALUE=DATE:${day(dayAfter(at))}`]
    : [`DTSTART:${instant(at)}`, `DTEND:${instant(to)}`];

function event({ key, title, text, view, ...time }: CalendarEntry, { at: now, publicUrl, host }: Calendar): readonly string[] {
  const address = `${publicUrl}${view}`;
  return [
    "BEGIN:VEVENT", `UID:${escaped(key)}@${host}`, `DTSTAMP:${instant(now)}`, ...times(time), `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text === "" ? address : `${text}\n${address}`)}`, `URL:${address}`, "TRANSP:TRANSPARENT", "END:VEVENT",
  ];
}

/** The calendar as RFC 5545 has it: lines that end in CR LF, folded at 75 octets, days as days and moments in UTC. */
export function icalendar(calendar: Calendar): string {
  const lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ballast//Ballast//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
    `NAME:${escaped(calendar.name)}`, `X-WR-CALNAME:${escaped(calendar.name)}`, "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ...calendar.entries.flatMap((entry) => event(entry, calendar)),
    "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}
