/** A value as it stands in an event's payload. */
type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/**
 * Whether two payloads say the same. The order of keys does not matter: what was read back from the log may have
 * another one than what a command has just built.
 */
export function sameContent(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one as Json)) === JSON.stringify(sorted(other as Json));
}

function sorted(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map(sorted);
  return Object.fromEntries(Object.entries(value).toSorted(byKey).map(([key, inner]) => [key, sorted(inner)]));
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

const byKey = ([one]: [string, Json], [other]: [string, Json]): number => (one < other ? -1 : 1);
