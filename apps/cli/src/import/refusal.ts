import { isObject } from "@ballast/schema/tables";
import { CommandFailure } from "../client/failure.ts";

const longest = 300;
const spoken = (given: unknown): string | null =>
  (typeof given === "string" && given.trim() !== "" ? given.trim().slice(0, longest) : null);

/** What is wrong by one of JSON:API's errors, or by a list of them. */
const firstOf = (errors: unknown): string | null => {
  const [one] = Array.isArray(errors) ? (errors as readonly unknown[]) : [];
  return isObject(one) ? (spoken(one["detail"]) ?? spoken(one["title"]) ?? spoken(one["message"])) : spoken(one);
};

const isRecord = (given: unknown): boolean => isObject(given) && ("id" in given || "number" in given);

/** What an answer says that is an error and no list: GitHub's `message`, `error`, JSON:API's `errors`. Null where it is none. */
export function refusalIn(given: unknown): string | null {
  // A record that has an id has a message of its own.
  if (!isObject(given) || isRecord(given) || "data" in given || "incidents" in given) return null;
  return firstOf(given["errors"]) ?? spoken(given["message"]) ?? spoken(given["error"]);
}

/**
 * Nothing is imported of what says why it was not given: it is no empty history. What stands among records is one, which is accounted for
 * with them.
 * @throws CommandFailure REFUSED_THERE where it, or a page of it, is such an answer
 */
export function refuseRefusal(given: unknown, from: string): void {
  const pages = Array.isArray(given) ? (given as readonly unknown[]) : [given];
  if (pages.some(isRecord)) return;
  for (const page of pages) {
    const why = refusalIn(page);
    if (why === null) continue;
    throw new CommandFailure({
      code: "REFUSED_THERE", message: `${from} is no history, but why there is none: ${why}`,
      remedy: "Ask for it again once that is mended; nothing was imported.",
    });
  }
}
