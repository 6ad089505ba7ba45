import { counted } from "../data/words.ts";
import type { Tone } from "../marks/tone.ts";
import type { Roadmap, RoadmapItem } from "./roadmapDocuments.ts";

/** The sentence over the roadmap. */
export function roadmapSentence({ open, late, slipped, blocked, undated }: Omit<Roadmap, "quarters">): string {
  const parts = [
    late > 0 && `${counted(late, "is late", "are late")}`,
    slipped > 0 && `${counted(slipped, "was moved", "were moved")}`,
    blocked > 0 && `${counted(blocked, "waits", "wait")} for something else`,
  ].filter((part) => part !== false);
  const shown = `${counted(open, "promise is", "promises are")} to be kept${parts.length === 0 ? "" : `; ${parts.join(", ")}`}.`;
  return undated === 0
    ? shown
    : `${shown} ${counted(undated, "action has", "actions have")} no day and ${undated === 1 ? "is" : "are"} not shown.`;
}

/** How one stands: the worst of it. */
export function itemState({ open, overdueDays, blockedBy, slips }: Pick<RoadmapItem, "open" | "overdueDays" | "blockedBy" | "slips">): {
  readonly words: string;
  readonly tone: Tone;
} {
  if (!open) return { words: "Done", tone: "good" };
  if (overdueDays > 0) return { words: `${String(overdueDays)} d over`, tone: "bad" };
  if (blockedBy.length > 0) return { words: `Waits for ${blockedBy.join(", ")}`, tone: "attention" };
  return slips > 0
    ? { words: `Moved ${slips === 1 ? "once" : `${String(slips)} times`}`, tone: "attention" }
    : { words: "Promised", tone: "planned" };
}

/** `Q4 2026`. */
export const quarterWords = (quarter: string): string => `${quarter.slice(5)} ${quarter.slice(0, 4)}`;
