/**
 * What a table has under a word from outside. A plain object answers "constructor" and "__proto__" too, with what
 * nobody has put there; this does not.
 */
export const own = <Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined =>
  Object.hasOwn(table, word) ? (Reflect.get(table, word) as Value) : undefined;
