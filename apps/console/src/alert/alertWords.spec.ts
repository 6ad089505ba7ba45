import { describe, expect, it } from "vitest";
import { alertSentence, alertsSentence, alertState, outcomeWords } from "./alertWords.ts";

const now = Date.parse("2026-11-23T10:00:00Z");
const alert = {
  firing: true, startsAt: "2026-11-23T09:55:00Z", endsAt: null, service: { id: "s", slug: "checkout" }, incident: null, ordinal: 1,
};

describe("alerts", () => {
  it("say where they stand", () => {
    const at = "2026-11-23T09:00:00Z";
    expect([
      alertState({ firing: true, acknowledgedAt: null }).words, alertState({ firing: true, acknowledgedAt: at }).words,
      alertState({ firing: false, acknowledgedAt: at }).words,
    ]).toEqual(["Firing", "Seen elsewhere", "Cleared"]);
  });
  it("say what rules made of them", () => {
    expect([outcomeWords("counted", false), outcomeWords("counted", true), outcomeWords("held", false), outcomeWords("constructor", false)])
      .toEqual(["Counted, not often enough so far", "Counted, often enough", "Held", "constructor"]);
  });
  it("say in a sentence what they are about", () => {
    expect(alertSentence(alert, now)).toBe("It is about checkout and opened no incident. It has fired for 5 min.");
    const over = { ...alert, firing: false, endsAt: "2026-11-23T09:56:00Z", ordinal: 3, service: null };
    expect(alertSentence({ ...over, incident: { id: "i", reference: "INC-7", title: "x" } }, now)).toBe(
      "It names no service that is known here and belongs to INC-7. It fired for 1 min; it fired 2 times before.",
    );
    expect([alertsSentence({ firing: 0, lastDay: 0 }), alertsSentence({ firing: 1, lastDay: 3 })]).toEqual([
      "Nothing fires; none began within a day.", "1 alert fires; 3 episodes began within a day.",
    ]);
  });
});
