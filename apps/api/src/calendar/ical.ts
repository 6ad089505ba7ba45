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

/** Most octets of a line, its end apart (RFC 5545, 3.1). */
const WIDEST = 75;

/** Characters that no text may hold (3.3.11): controls, but for the tab; line ends are written as `\n`. */
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/gu;

/** A text value: backslash, semicolon, comma and line ends are escaped (3.3.11). */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(CONTROLS, "")
    .replace(/[\\;,]/gu, (character) => `\\${character}`)
    .replace(/\r\n|\r|\n/gu, "\\n");

/** A line in pieces of at most 75 octets, each further one begun by a blank; no character is cut. */
export function folded(line: string): string {
  const pieces: string[] = [];
  let [piece, octets] = ["", 0];
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > WIDEST) {
      pieces.push(piece);
      [piece, octets] = [" ", 1];
    }
    piece += character;
    octets += size;
  }
  return [...pieces, piece].join("\r\n");
}

const instant = (iso: string): string => `${iso.slice(0, 19).replace(/[-:]/gu, "")}Z`;
const day = (date: string): string => date.replaceAll("-", "");
const dayAfter = (date: string): string => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);

/** A day lasts until the next one begins; a moment takes no time. */
const times = (at: string): readonly string[] =>
  at.length === 10
    ? [`DTSTART;VALUE=DATE:${day(at)}`, `DTEND;VALUE=DATE:${day(dayAfter(at))}`]
    : [`DTSTART:${instant(at)}`, `DTEND:${instant(at)}`];

function event({ key, title, at, text, view }: CalendarEntry, { at: now, publicUrl, host }: Calendar): readonly string[] {
  const address = `${publicUrl}${view}`;
  return [
    "BEGIN:VEVENT", `UID:${escaped(key)}@${host}`, `DTSTAMP:${instant(now)}`, ...times(at), `SUMMARY:${escaped(title)}`,
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
