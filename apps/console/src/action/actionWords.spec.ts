import { describe, expect, it } from "vitest";
import { actionSentence, listSentence } from "./actionWords.ts";

const counts = (toDo: number, late: number, proposed: number, unverified: number) => ({
  toDo: { totalCount: toDo }, late: { totalCount: late }, proposed: { totalCount: proposed }, unverified: { totalCount: unverified },
});
const action = {
  state: "open", owner: { id: "p", name: "Ana" }, ownerName: null, dueOn: "2026-12-01", overdueDays: 0, daysLate: 0, slips: [],
  cameOf: null, minutesADay: null, priceOfLateness: null, finishedBy: null, verifiedBy: null, dropped: null, risk: null,
} as const;

describe("what is said of actions", () => {
  it("says what is to be done and what of it wants somebody", () => {
    expect(listSentence(counts(0, 0, 0, 0))).toBe("Nothing is to be done.");
    expect(listSentence(counts(1, 0, 0, 0))).toBe("1 action is to be done.");
    expect(listSentence(counts(7, 2, 1, 3))).toBe(
      "7 actions are to be done; 2 are late, 1 has no owner or no day, 3 wait for somebody to verify it.",
    );
  });

  it("says who does one until when, how late it is and what that costs", () => {
    expect(actionSentence(action)).toBe("Ana does it, promised for 1 Dec.");
    expect(actionSentence({ ...action, owner: null, dueOn: null, cameOf: { kind: "incident", name: "INC-3", url: "/x" } })).toBe(
      "Nobody yet is to do it, and no day is promised. It came of INC-3.",
    );
    const late = { ...action, overdueDays: 3, daysLate: 20, slips: [{ from: "2026-11-14", to: "2026-12-01", reason: "x" }] };
    expect(actionSentence({ ...late, minutesADay: 0.5, priceOfLateness: 10, risk: { id: "r", reference: "RISK-2" } })).toBe(
      "Ana does it, promised for 1 Dec. It is 3 days late, moved once, 20 days after the first promise. At 0.5 bad minutes a day of RISK-2, that has cost 10.",
    );
  });

  it("says what became of one", () => {
    expect(actionSentence({ ...action, state: "done", finishedBy: { id: "p", name: "Ana" } })).toBe(
      "Ana says that it is done; somebody else than Ana has to verify it.",
    );
    expect(actionSentence({ ...action, state: "verified", verifiedBy: { name: "Tim" } })).toBe("It is done, and Tim has seen it.");
    expect(actionSentence({ ...action, state: "dropped", dropped: "the queue is gone" })).toBe("It will not be done: the queue is gone.");
  });
});
