import { own } from "@ballast/schema";

type Row = Readonly<Record<string, unknown>>;

/**
 * What turns one version of a row into the next: members that are new or other, what arrays got at their end, and the same within members.
 */
interface RowChange {
  readonly set?: Row;
  readonly append?: Readonly<Record<string, readonly unknown[]>>;
  readonly inside?: Readonly<Record<string, RowChange>>;
}

/**
 * The change from one row to the next, as text; null where the next is better kept whole. Rows share what did not change,
 * so that most members are compared by identity.
 */
export function changeBetween(before: object, after: object, whole: string): string | null {
  const change = changeOf(before as Row, after as Row);
  if (change === null) return null;
  const text = JSON.stringify(change);
  return text.length * 2 < whole.length ? text : null;
}

/** Null where a member goes, or comes where there was none: the members' order would be another. */
function changeOf(from: Row, to: Row): RowChange | null {
  if (membersOf(from).join() !== membersOf(to).join()) return null;
  const set: [string, unknown][] = [];
  const append: [string, readonly unknown[]][] = [];
  const inside: [string, RowChange][] = [];
  for (const [name, value] of Object.entries(to)) {
    const earlier = own(from, name);
    if (isSame(earlier, value)) continue;
    const added = addedTo(earlier, value);
    const within = added === null && isRow(earlier) && isRow(value) ? changeOf(earlier, value) : null;
    if (added !== null) append.push([name, added]);
    else if (within !== null) inside.push([name, within]);
    else set.push([name, value]);
  }
  return {
    ...(set.length > 0 && { set: Object.fromEntries(set) }),
    ...(append.length > 0 && { append: Object.fromEntries(append) }),
    ...(inside.length > 0 && { inside: Object.fromEntries(inside) }),
  };
}

const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);

const membersOf = (row: Row): readonly string[] => Object.entries(row).flatMap(([name, value]) => (value === undefined ? [] : [name]));

const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));

function addedTo(before: unknown, after: unknown): readonly unknown[] | null {
  if (!Array.isArray(before) || !Array.isArray(after) || after.length <= before.length) return null;
  return before.every((item, index) => isSame(item, after[index])) ? after.slice(before.length) : null;
}

/** Between the texts of {@link tell}; JSON has none of its own. */
export const CHANGE_END = "\n";

/** The row that changes lead to: each text a change, the last one the row they begin with, the newest change first. */
export function tell(texts: string): string {
  if (!texts.includes(CHANGE_END)) return texts;
  const [first = "{}", ...changes] = texts.split(CHANGE_END).toReversed();
  const row = JSON.parse(first) as Record<string, unknown>;
  for (const text of changes) apply(row, JSON.parse(text) as RowChange);
  return JSON.stringify(row);
}

/** Members are defined rather than assigned: `__proto__` is one as any other. */
function apply(row: Record<string, unknown>, { set = {}, append = {}, inside = {} }: RowChange): void {
  const put = (name: string, value: unknown): unknown =>
    Object.defineProperty(row, name, { value, enumerable: true, configurable: true, writable: true });
  for (const [name, value] of Object.entries(set)) put(name, value);
  // The row was parsed for this alone: its lists may grow in place.
  for (const [name, added] of Object.entries(append)) for (const item of added) (own(row, name) as unknown[]).push(item);
  for (const [name, change] of Object.entries(inside)) apply(own(row, name) as Record<string, unknown>, change);
}
