/**
 * The moment a page looks back to. `recordedAt` and `position` are a prefix of the log: what was known then.
 * `at` is what was true at that moment, as known now.
 */
export type AsOf = { kind: "recordedAt"; at: string } | { kind: "at"; at: string } | { kind: "position"; position: string };

/** The API's `asOf` input. */
export type AsOfInput = { recordedAt: string } | { at: string } | { position: string };

function iso(text: string): string | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** Reads `?asOf=`: `2026-11-23T14:28:10Z`, `at~2026-11-23T14:28:10Z` or a log position `48213`. `null` for now or nonsense. */
export function parseAsOf(text: string | null): AsOf | null {
  if (text === null || text === "") return null;
  if (/^\d+$/u.test(text)) return { kind: "position", position: text };
  const kind = text.startsWith("at~") ? "at" : "recordedAt";
  const at = iso(kind === "at" ? text.slice(3) : text);
  return at === null ? null : { kind, at };
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
