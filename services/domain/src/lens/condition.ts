/** A condition over choices: which of them are made. */
export type Condition =
  | { readonly kind: "choice"; readonly id: string }
  | { readonly kind: "not"; readonly of: Condition }
  | { readonly kind: "all" | "any"; readonly of: readonly Condition[] };

/** Longer, or deeper in brackets, is none that a person has written. */
const [LONGEST, DEEPEST] = [4_000, 40];

const token = /\s*(&&|\|\||[!()]|[A-Za-z0-9_.-]+)/y;

function tokensOf(text: string): readonly string[] | null {
  const tokens: string[] = [];
  const whole = text.trimEnd();
  for (token.lastIndex = 0; token.lastIndex < whole.length;) {
    const found = token.exec(whole)?.[1];
    if (found === undefined) return null;
    tokens.push(found);
  }
  return tokens;
}

/** Reads tokens from the left; each part leaves where it ended. */
class Reader {
  at = 0;
  readonly #tokens: readonly string[];
  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  take(wanted: string): boolean {
    if (this.#tokens[this.at] !== wanted) return false;
    this.at += 1;
    return true;
  }

  next(): string | undefined {
    const found = this.#tokens[this.at];
    this.at += 1;
    return found;
  }

  get ended(): boolean {
    return this.at === this.#tokens.length;
  }
}

/** `&&` binds more than `||`. */
function joined(reader: Reader, word: "||" | "&&", depth: number): Condition | null {
  const parts: Condition[] = [];
  do {
    const part = word === "||" ? joined(reader, "&&", depth) : single(reader, depth);
    if (part === null) return null;
    parts.push(part);
  } while (reader.take(word));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: word === "||" ? "any" : "all", of: parts };
}

function single(reader: Reader, depth: number): Condition | null {
  if (depth > DEEPEST) return null;
  if (reader.take("!")) {
    const of = single(reader, depth + 1);
    return of === null ? null : { kind: "not", of };
  }
  if (reader.take("(")) {
    const inside = joined(reader, "||", depth + 1);
    return inside !== null && reader.take(")") ? inside : null;
  }
  const id = reader.next();
  return id === undefined || !/^[A-Za-z0-9_.-]+$/.test(id) ? null : { kind: "choice", id };
}

/**
 * The condition that a text says: ids of choices, `&&`, `||`, `!` and brackets. Null for anything else, for what is longer than 4,000
 * characters and deeper than 40 brackets. Nothing of it is ever run.
 */
export function readCondition(text: string): Condition | null {
  if (text.length > LONGEST) return null;
  const tokens = tokensOf(text);
  if (tokens === null || tokens.length === 0) return null;
  const reader = new Reader(tokens);
  const condition = joined(reader, "||", 0);
  return reader.ended ? condition : null;
}

/** Whether it holds for these choices. */
export function holds(condition: Condition, chosen: ReadonlySet<string>): boolean {
  switch (condition.kind) {
    case "choice": return chosen.has(condition.id);
    case "not": return !holds(condition.of, chosen);
    case "all": return condition.of.every((one) => holds(one, chosen));
    case "any": return condition.of.some((one) => holds(one, chosen));
  }
}

/** Ids of the choices that it names. */
export function choicesIn(condition: Condition): readonly string[] {
  if (condition.kind === "choice") return [condition.id];
  return condition.kind === "not" ? choicesIn(condition.of) : condition.of.flatMap(choicesIn);
}
