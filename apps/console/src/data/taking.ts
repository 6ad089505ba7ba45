import { own } from "@ballast/schema/own";

/** What of a record stands in one field of a form: as it was when the form began, as it is now, and as somebody wrote it. */
export interface Moved {
  readonly first: unknown;
  readonly now: unknown;
  readonly value: unknown;
}

/** Something that others changed in a record while somebody had a form of it open. */
export interface FieldChange {
  /** What it is: "time zone". */
  readonly what: string;
  readonly was: string;
  readonly is: string;
  /** What the form says of it, when somebody wrote there as well; null when nobody touched it. */
  readonly yours: string | null;
}

export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

type Parts = Readonly<Record<string, unknown>>;

const isParts = (value: unknown): value is Parts => typeof value === "object" && value !== null && !Array.isArray(value);

const isListOfParts = (value: unknown): value is readonly Parts[] => Array.isArray(value) && value.length > 0 && value.every(isParts);

const namesOf = (...all: readonly Parts[]): readonly string[] => [...new Set(all.flatMap((parts) => Object.keys(parts)))];

/** What stands in a field once what others changed is taken in: what nobody touched is theirs, what somebody wrote stays. */
export function takenIn({ first, now, value }: Moved): unknown {
  if (isParts(first) && isParts(now) && isParts(value))
    return Object.fromEntries(
      namesOf(now, value).map((name) => [name, takenIn({ first: own(first, name), now: own(now, name), value: own(value, name) })]),
    );
  return same(first, value) ? now : value;
}

/** `timeZone` as people say it. */
const spoken = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, " ").toLowerCase();

const longest = 120;

/** A value as it is told in a sentence. */
function told(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value) && value.every((each) => !isParts(each))) return value.length === 0 ? "nothing" : value.map(told).join(", ");
  if (Array.isArray(value)) return `${String(value.length)} of them`;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** What others changed of one field: each part by its name, where it has parts. What somebody wrote just so is no change to them. */
export function changesOf(what: string, { first, now, value }: Moved): readonly FieldChange[] {
  if (same(first, now) || same(now, value)) return [];
  if (isParts(first) && isParts(now) && isParts(value))
    return namesOf(first, now).flatMap((name) =>
      changesOf(spoken(name), { first: own(first, name), now: own(now, name), value: own(value, name) }));
  if (isListOfParts(first) && isListOfParts(now) && isListOfParts(value) && first.length === now.length && first.length === value.length)
    return now.flatMap((part, at) => namesOf(part).flatMap((name) =>
      changesOf(`${what} ${String(at + 1)}, ${spoken(name)}`, {
        first: own(first[at] ?? {}, name), now: own(part, name), value: own(value[at] ?? {}, name),
      })));
  const [was, is] = [told(first), told(now)];
  return [{ what: spoken(what), was, is: is === was ? `${is}, others` : is, yours: same(first, value) ? null : told(value) }];
}
