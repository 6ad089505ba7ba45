import type { TimelineEntry } from "./entry.ts";

/** Kinds whose detail is what somebody said, and whose title is only where it stood then. */
const said: ReadonlySet<string> = new Set(["update"]);
const mostWords = 8;

/** The first words of a text, with an ellipsis where it goes on. */
export function firstWords(text: string, most: number = mostWords): string {
  const words = text.split(/\s+/u).filter((word) => word !== "");
  return words.length <= most ? words.join(" ") : `${words.slice(0, most).join(" ")}…`;
}

/** The name of an entry on the lanes: an update carries the first words of what was said, because "Monitoring" says nothing. */
export function labelOf({ kind, title, detail }: Pick<TimelineEntry, "kind" | "title" | "detail">): string {
  return said.has(kind) && detail !== undefined && detail.trim() !== "" ? `${title}: ${firstWords(detail)}` : title;
}
