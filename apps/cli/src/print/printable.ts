/**
 * What a terminal takes as a command, or what turns text around: control characters (C0 but tab and line feed, DEL, C1) and bidirectional
 * marks and overrides.
 */
const commanding = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Text from outside as a terminal may show it: what would steer the terminal is written out. */
export const printable = (text: string): string => text.replace(commanding, escaped);

/** The same for all text in a value, keys included. */
export function printableDeep<Value>(value: Value): Value {
  return deep(value) as Value;
}

function deep(value: unknown): unknown {
  if (typeof value === "string") return printable(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(deep);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [printable(key), deep(inner)]));
}

/** JSON that a terminal may show too: the same value, with what JSON itself leaves raw escaped as well. */
export const printableJson = (value: unknown, space?: number): string => JSON.stringify(value, null, space).replace(commanding, escaped);
