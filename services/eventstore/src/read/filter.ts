import { RE2JS } from "re2js";
import { StoreError } from "../failures.ts";

/** Which events of `$all` a reader wants. */
export type EventFilter = { accepts(stream: string, type: string): boolean };

/** A filter as a client describes it: a regular expression, or prefixes of which one must match. */
export type FilterDescription = {
  readonly on: "stream" | "type";
  readonly regex: string;
  readonly prefixes: readonly string[];
};

/** The filter for a description. @throws StoreError `invalidArgument` for an unreadable regular expression. */
export function createFilter(description: FilterDescription): EventFilter {
  const matches = createMatch(description);
  const ofType = remembering(matches);
  return description.on === "stream"
    ? { accepts: (stream) => matches(stream) }
    : { accepts: (_stream, type) => ofType(type) };
}

/** So many answers are kept. Of types of events there are some hundred, each asked about again and again; of streams there is no end. */
const MOST_KEPT = 2_000;

const LONGEST_KEPT = 200;

/** The same answers, each worked out once. */
function remembering(matches: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    if (text.length > LONGEST_KEPT) return matches(text);
    const answer = known.get(text) ?? matches(text);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(text, answer);
    return answer;
  };
}

function createMatch({ regex, prefixes }: FilterDescription): (text: string) => boolean {
  if (regex !== "") {
    const pattern = compile(regex);
    return (text) => pattern.test(text);
  }
  return (text) => prefixes.some((prefix) => text.startsWith(prefix));
}

/** Longest expression, in characters, and largest program it may become: together they bound what one match costs. */
const LONGEST = 2000;
const LARGEST_PROGRAM = 2000;

/** Expressions come from clients, so they run in linear time: RE2 knows no backtracking, and hence no lookaround. */
function compile(regex: string): RE2JS {
  if (regex.length > LONGEST) throw unusable(`it has more than ${LONGEST} characters`);
  const pattern = parse(regex);
  if (pattern.programSize() > LARGEST_PROGRAM) throw unusable("it repeats too much");
  return pattern;
}

function parse(regex: string): RE2JS {
  try {
    return RE2JS.compile(regex);
  } catch (error) {
    throw unusable(error instanceof Error ? error.message : "it cannot be read");
  }
}

function unusable(reason: string): StoreError {
  const message = `The filter's regular expression is not usable: ${reason}. It has RE2's syntax, without lookaround and backreferences.`;
  return new StoreError({ kind: "invalidArgument", message });
}
