import { describe, expect, it } from "vitest";
import { changesSentence, pressedSpan, spanOf } from "./span.ts";

const now = Date.parse("2026-11-28T10:00:00.000Z");
const asked = { span: null, from: null, to: null };

describe("the time that is looked at", () => {
  it("is a day to now unless the address names another span, and what is planned after it", () => {
    expect(spanOf(asked, now)).toEqual({ from: "2026-11-27T10:00:00.000Z", to: "2026-12-28T10:00:00.000Z", fixed: false });
    expect(spanOf({ ...asked, span: "2h" }, now).from).toBe("2026-11-28T08:00:00.000Z");
    expect(["2h", "30d", "a year", null].map((span) => pressedSpan({ ...asked, span }))).toEqual(["2h", "30d", "24h", "24h"]);
  });

  it("is what lies between two moments that the address names, in their order; nonsense counts as nothing", () => {
    const [from, to] = ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"];
    expect(spanOf({ span: "2h", from, to }, now)).toEqual({
      from: "2026-11-01T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z", fixed: true,
    });
    expect(pressedSpan({ span: "2h", from, to })).toBeNull();
    for (const broken of [{ from: to, to: from }, { from, to: null }, { from: "yesterday", to }])
      expect(spanOf({ span: null, ...broken }, now).fixed).toBe(false);
  });
});

it("changes are counted by kind in a sentence, all of them, and those that stand there are said to be the latest", () => {
  const counts = [{ kind: "flag", count: 1 }, { kind: "deploy", count: 1_234 }, { kind: "hold", count: 1 }] as const;
  expect(changesSentence([], "checkout", 0)).toBe("Nothing changed for checkout in this time, as far as Ballast hears of it.");
  expect(changesSentence(counts.slice(0, 1), "checkout", 1)).toBe("1 flag change for checkout.");
  expect(changesSentence(counts, "checkout", 1_236)).toBe("1,234 deploys, 1 flag change and 1 hold or its end for checkout.");
  expect(changesSentence(counts, "checkout", 200)).toBe(
    "1,234 deploys, 1 flag change and 1 hold or its end for checkout; the latest 200 stand here.",
  );
});
