/** Letters that are read from the right, and marks that turn the words round: what only takes a direction where others are beside it. */
const turning = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const [isolate, end] = ["\u2068", "\u2069"];

/**
 * What people wrote, as it may stand in a sentence of ours: where it is read from the right, or holds marks that turn words round, it has a
 * direction of its own (Unicode's FSI and PDI) and leaves the words around it in their order. Anything else is as it was.
 */
export function isolated(text: string): string {
  if (!turning.test(text)) return text;
  // An end of an isolate in the text itself would end ours.
  return `${isolate}${text.replaceAll(/[\u2066-\u2069]/gu, "")}${end}`;
}

/** The same of all text in a value; the value itself where nothing in it turns words round. */
export function isolatedDeep<Value>(value: Value): Value {
  return deep(value) as Value;
}

function deep(value: unknown): unknown {
  if (typeof value === "string") return isolated(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(deep);
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  const entries = Object.entries(value);
  const inner = entries.map(([name, each]) => [name, deep(each)] as const);
  return inner.every(([, each], at) => each === entries[at]?.[1]) ? value : Object.fromEntries(inner);
}
