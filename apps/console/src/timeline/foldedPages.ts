import type { TimelineEntry } from "./entry.ts";
import type { KnownEntry } from "./knowledge.ts";

/** What makes two tries to reach somebody the same one again: all but the round. */
function tryOf({ kind, recordId, title }: TimelineEntry): string {
  return [kind, recordId ?? "", title.replace(/, round \d+/u, "").replace(/, with everyone$/u, "")].join("|");
}

const isTry = ({ lane, kind }: TimelineEntry): boolean => lane === "pages" && kind !== "pageAcknowledged" && kind.startsWith("page");

function folded(tries: readonly KnownEntry[]): KnownEntry | undefined {
  const [first] = tries;
  const last = tries.at(-1);
  if (first === undefined || last === undefined || tries.length === 1) return first;
  const { entry, known } = first;
  const title = `${entry.title.replace(/, round \d+/u, "")}, ${tries.length} times`;
  return {
    known,
    entry: { ...entry, title, endAt: last.entry.at, evidence: { ...entry.evidence, tries: tries.map((each) => each.entry.at) } },
  };
}

/**
 * Tries to reach the same person the same way, again and again while nobody answered, as one bar that counts them: an
 * hour of an unanswered page is one thing, not thirty. An answer ends it; what is asked for after it stands for itself.
 */
export function foldedPages(entries: readonly KnownEntry[]): readonly KnownEntry[] {
  // Only this lane is put in order: the whole is looked at with every step of the slider.
  const lane = entries.filter(({ entry }) => entry.lane === "pages");
  if (lane.filter(({ entry }) => isTry(entry)).length < 2) return entries;
  const groups = new Map<string, KnownEntry[]>();
  const answers = new Map<string, number>();
  for (const each of lane.toSorted((a, b) => a.entry.at.localeCompare(b.entry.at))) {
    const { entry, known } = each;
    const page = entry.recordId ?? "";
    if (entry.kind === "pageAcknowledged") answers.set(page, (answers.get(page) ?? 0) + 1);
    if (!isTry(entry)) continue;
    const key = [tryOf(entry), known, answers.get(page) ?? 0].join("|");
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...entries.filter(({ entry }) => !isTry(entry)), ...[...groups.values()].flatMap((tries) => folded(tries) ?? [])];
}
