import { shortDate } from "../marks/time.ts";
import type { Zone } from "../marks/zone.ts";
import type { Command } from "./commands.ts";
import { means, wordsOf } from "./typos.ts";

/** What a verb's commands are made with. */
export interface Making {
  readonly go: (to: string) => void;
  readonly signOut: () => void;
  readonly zone: Zone;
  readonly signal: AbortSignal;
}

/** What the palette can do to something, and how people say it. */
export interface PaletteVerb {
  readonly name: string;
  /** The shortest ways that are clear. */
  readonly sayings: readonly string[];
  /** What is offered for the words after the verb, those that only join left out. */
  readonly offer: (rest: readonly string[], making: Making) => Promise<readonly Command[]>;
}

/** What stands behind a row's title: its state, its day, what else tells it apart. */
export function rowNote(zone: Zone, at: string | null, ...words: readonly (string | null)[]): string {
  const [state = null, ...rest] = words;
  return [state, at === null ? null : shortDate(Date.parse(at), zone), ...rest]
    .filter((part) => part !== null && part !== "")
    .join(" · ")
    .slice(0, 90);
}

/** Words between a verb and its object. */
const fillers = new Set(["for", "the", "of", "to", "on", "in", "a", "an", "service", "incident"]);

/** A verb with what it is about. */
export interface Said {
  verb: PaletteVerb;
  /** The words after it, without those that only join. */
  rest: readonly string[];
}

/** How many words of the query say it, or 0. The last word typed may still be on its way, from its third letter on. */
function match(typed: readonly string[], saying: string): number {
  const said = saying.split(" ");
  if (said.length > typed.length) return 0;
  const fits = said.every((word, at) => {
    const own = typed[at] ?? "";
    return own === word || (own.length > 2 && means(own, word));
  });
  return fits ? said.length : 0;
}

/** What a query asks to be done, the reading with the most words first; empty when it is no command. */
export function readVerbs(query: string, verbs: readonly PaletteVerb[]): readonly Said[] {
  const typed = wordsOf(query.replaceAll("'", ""));
  if (typed.length === 0) return [];
  return verbs
    .map((verb) => ({ verb, used: Math.max(...verb.sayings.map((way) => match(typed, way.replaceAll("'", "")))) }))
    .filter(({ used }) => used > 0)
    .sort((a, b) => b.used - a.used)
    .map(({ verb, used }) => ({ verb, rest: typed.slice(used).filter((word) => !fillers.has(word)) }));
}

/** Whether every word left names the thing, by one of its names; no words name everything. */
export function names(rest: readonly string[], ...of: readonly string[]): boolean {
  const own = of.flatMap((name) => [name.toLowerCase(), ...wordsOf(name)]);
  return rest.every((word) => own.some((name) => means(word, name)));
}

/** Something with a version and a time. */
interface Dated {
  version: string;
  at: string | null;
}

/** Versions that fit: exactly the one named first, then the newest; those that only begin so after it. */
export function orderVersions<Row extends Dated>(rows: readonly Row[], named: string | undefined): readonly Row[] {
  const fits = named === undefined ? rows : rows.filter(({ version }) => version.toLowerCase().startsWith(named));
  const exact = (row: Row): number => Number(row.version.toLowerCase() === named);
  return fits.toSorted((a, b) => exact(b) - exact(a) || (b.at ?? "").localeCompare(a.at ?? ""));
}

/** A record found by its words. */
interface Found {
  title: string;
  at: string | null;
}

/** Records: those with a word exactly as typed that has a figure in it (a version, INC-7) first, then the newest. */
export function orderFound<Row extends Found>(rows: readonly Row[], query: string): readonly Row[] {
  const exact = wordsOf(query).filter((word) => /\d/u.test(word));
  const hits = ({ title }: Row): number => exact.filter((word) => wordsOf(title).includes(word)).length;
  return rows.toSorted((a, b) => hits(b) - hits(a) || (b.at ?? "").localeCompare(a.at ?? ""));
}
