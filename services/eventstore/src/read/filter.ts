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
  return description.on === "stream"
    ? { accepts: (stream) => matches(stream) }
    : { accepts: (_stream, type) => matches(type) };
}

function createMatch({ regex, prefixes }: FilterDescription): (text: string) => boolean {
  if (regex !== "") {
    const pattern = compile(regex);
    return (text) => pattern.test(text);
  }
  return (text) => prefixes.some((prefix) => text.startsWith(prefix));
}

function compile(regex: string): RegExp {
  try {
    return new RegExp(regex);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unreadable";
    throw new StoreError({ kind: "invalidArgument", message: `The filter's regular expression is not usable: ${reason}` });
  }
}
