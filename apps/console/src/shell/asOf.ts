/**
 * The moment a view looks back to. `recordedAt` and `position` are a prefix of the log: what was known then.
 * `at` is what was true at that moment, as known now.
 */
export type AsOf = { kind: "recordedAt"; at: string } | { kind: "at"; at: string } | { kind: "position"; position: string };

/** The API's `asOf` input. */
export type AsOfInput = { recordedAt: string } | { at: string } | { position: string };

/**
 * A date, or a date and a time with its zone; UTC where none is named. The zone's plus may have become a blank on its way through an
 * address.
 */
const written = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+ -]\d\d:?\d\d)?)?$/u;

/** Only what is written as an instant is one: `Date.parse` would read a year into "position 48213". */
function iso(text: string): string | null {
  const parts = written.exec(text);
  if (parts === null) return null;
  const [, day = "", time = "00:00", zone = "Z"] = parts;
  const ms = Date.parse(`${day}T${time}${zone.replace(" ", "+")}`);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/**
 * Reads `?asOf=`: `2026-11-23T14:28:10Z`, `at~2026-11-23T14:28:10Z` or a log position, `48213` or `position~48213`. `null` for now or
 * nonsense.
 */
export function parseAsOf(text: string | null): AsOf | null {
  if (text === null || text === "") return null;
  const position = /^(?:position[~:])?(\d{1,15})$/u.exec(text)?.[1];
  if (position !== undefined) return { kind: "position", position };
  const kind = text.startsWith("at~") ? "at" : "recordedAt";
  const at = iso(kind === "at" ? text.slice(3) : text);
  return at === null ? null : { kind, at };
}

/** How far back there is anything to see. ISO; null while it is not known, or there is nothing. */
export interface Reach {
  logBeginsAt: string | null;
  historyBeginsAt: string | null;
}

function before(at: number, begins: string | null): boolean {
  return begins !== null && at < Date.parse(begins);
}

/**
 * A look back by so much from now. Before the log began nothing was *known* here, but what was imported may have been
 * *true*: then it is looked at as known now, so that there is something to see.
 */
export function lookBackTo(at: number, kind: "recordedAt" | "at", { logBeginsAt }: Pick<Reach, "logBeginsAt">): AsOf {
  return { kind: before(at, logBeginsAt) ? "at" : kind, at: new Date(at).toISOString() };
}

/** Why a moment shows nothing: it lies before the log, or before everything known; `null` where neither. */
export function tooEarly(asOf: AsOf, at: number, { logBeginsAt, historyBeginsAt }: Reach): { begins: string; older: boolean } | null {
  if (asOf.kind === "at") return before(at, historyBeginsAt) && historyBeginsAt !== null ? { begins: historyBeginsAt, older: false } : null;
  return before(at, logBeginsAt) && logBeginsAt !== null ? { begins: logBeginsAt, older: !before(at, historyBeginsAt) } : null;
}

/** Writes what {@link parseAsOf} reads. */
export function formatAsOf(asOf: AsOf): string {
  if (asOf.kind === "position") return asOf.position;
  const short = asOf.at.replace(".000Z", "Z");
  return asOf.kind === "at" ? `at~${short}` : short;
}

/** The API's input for a moment; `undefined` for now. */
export function asOfInput(asOf: AsOf | null): AsOfInput | undefined {
  if (asOf === null) return undefined;
  if (asOf.kind === "position") return { position: asOf.position };
  return asOf.kind === "at" ? { at: asOf.at } : { recordedAt: asOf.at };
}
