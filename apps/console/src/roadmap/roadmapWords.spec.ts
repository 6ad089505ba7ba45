import { describe, expect, it } from "vitest";
import { itemState, quarterWords, roadmapSentence } from "./roadmapWords.ts";

const base = { open: true, overdueDays: 0, blockedBy: [], slips: 0 };

describe("the roadmap in words", () => {
  it("says what is to be kept, and what of it wants somebody", () => {
    expect(roadmapSentence({ open: 1, late: 0, slipped: 0, blocked: 0, undated: 0 })).toBe("1 promise is to be kept.");
    expect(roadmapSentence({ open: 5, late: 2, slipped: 1, blocked: 1, undated: 3 })).toBe(
      "5 promises are to be kept; 2 are late, 1 was moved, 1 waits for something else. 3 actions have no day and are not shown.",
    );
  });

  it("says the worst of each", () => {
    expect(itemState({ ...base, open: false, overdueDays: 3 })).toEqual({ words: "Done", tone: "good" });
    expect(itemState({ ...base, overdueDays: 3, blockedBy: ["M-1"], slips: 2 })).toEqual({ words: "3 d over", tone: "bad" });
    expect(itemState({ ...base, blockedBy: ["M-1"], slips: 2 })).toEqual({ words: "Waits for M-1", tone: "attention" });
    expect(itemState({ ...base, slips: 2 })).toEqual({ words: "Moved 2 times", tone: "attention" });
    expect(itemState(base)).toEqual({ words: "Promised", tone: "planned" });
    expect(quarterWords("2026-Q4")).toBe("Q4 2026");
  });
});
