/** Somebody who can be named with `@`. */
export interface Nameable {
  readonly id: string;
  readonly name: string;
  readonly login: string;
}

/** What somebody typed in one line: what is to be done, by whom, until when. */
export interface Typed {
  readonly title: string;
  readonly owner: Nameable | null;
  /** As 2026-12-04. */
  readonly dueOn: string | null;
}

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAY_MS = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The next day with this date, from today on; null where there is no such day. */
function nextDate(day: number, month: number, today: string): string | null {
  const year = Number(today.slice(0, 4));
  for (const one of [year, year + 1]) {
    const at = new Date(Date.UTC(one, month, day));
    if (at.getUTCMonth() !== month || at.getUTCDate() !== day) continue;
    if (dayOf(at.getTime()) >= today) return dayOf(at.getTime());
  }
  return null;
}

/** A day in words, seen from today: `tomorrow`, `friday`, `in 2 weeks`, `4 dec`, `2026-12-04`; null where it is none. */
export function dayTyped(words: string, today: string): string | null {
  const said = words.trim().toLowerCase();
  const now = Date.parse(today);
  if (/^\d{4}-\d\d-\d\d$/u.test(said)) return Number.isNaN(Date.parse(said)) || dayOf(Date.parse(said)) !== said ? null : said;
  if (said === "today") return today;
  if (said === "tomorrow") return dayOf(now + DAY_MS);
  const ahead = /^in (\d{1,3}|a|an|one|two|three|four) (day|week|month)s?$/u.exec(said);
  if (ahead !== null) {
    const many = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4 }[ahead[1] ?? ""] ?? Number(ahead[1]);
    return dayOf(now + many * DAY_MS * ({ day: 1, week: 7, month: 30 }[ahead[2] ?? ""] ?? 1));
  }
  const weekday = weekdays.findIndex((name) => name === said || name.slice(0, 3) === said);
  if (weekday >= 0) return dayOf(now + (((weekday - new Date(now).getUTCDay() + 6) % 7) + 1) * DAY_MS);
  const date = /^(\d{1,2})\.? ([a-z]{3})[a-z]*$/u.exec(said) ?? /^([a-z]{3})[a-z]* (\d{1,2})$/u.exec(said);
  if (date === null) return null;
  const [day, month] = /^\d/u.test(date[1] ?? "") ? [date[1], date[2]] : [date[2], date[1]];
  const place = months.indexOf(month ?? "");
  return place < 0 ? null : nextDate(Number(day), place, today);
}

const meant = (people: readonly Nameable[], said: string): Nameable | null => {
  const fitting = people.filter(({ name, login }) => [login, ...name.split(/\s+/u)].some((part) => part.toLowerCase().startsWith(said)));
  return people.find(({ login }) => login.toLowerCase() === said) ?? (fitting.length === 1 ? (fitting[0] ?? null) : null);
};

/** The day that stands at the end of a line, in at most three words, with "by", "until" or "on" before it. */
function dayAtEnd(words: readonly string[], today: string): { readonly rest: readonly string[]; readonly dueOn: string | null } {
  for (const length of [3, 2, 1]) {
    if (words.length <= length) continue;
    const dueOn = dayTyped(words.slice(-length).join(" "), today);
    if (dueOn === null) continue;
    const rest = words.slice(0, -length);
    // A lone weekday or month belongs to the sentence unless something says that it is the day.
    const joined = /^(?:by|until|on|due)$/iu.test(rest.at(-1) ?? "");
    return { rest: joined ? rest.slice(0, -1) : rest, dueOn };
  }
  return { rest: words, dueOn: null };
}

/** Reads what somebody typed: `@` names a person, a date in words at the end is the day. What names nobody stays in the text. */
export function readTyped(typed: string, people: readonly Nameable[], today: string): Typed {
  const words = typed.trim().split(/\s+/u);
  const named = words.map((word) => (word.startsWith("@") && word.length > 1 ? meant(people, word.slice(1).toLowerCase()) : null));
  const owner = named.find((one) => one !== null) ?? null;
  const place = named.indexOf(owner);
  const before = owner === null ? words : words.slice(0, place);
  const after = owner === null ? [] : words.slice(place + 1);
  const due = dayAtEnd([...before, ...after], today);
  return { title: due.rest.join(" "), owner, dueOn: due.dueOn };
}
