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

it("changes are counted by kind in a sentence", () => {
  type Kind = "deploy" | "release" | "flag" | "hold" | "schedule";
  const ofMany = (total: number, ...kinds: readonly Kind[]) => changesSentence(kinds.map((kind) => ({ kind })), "checkout", total);
  const of = (...kinds: readonly Kind[]) => ofMany(kinds.length, ...kinds);
  expect(of()).toBe("Nothing changed for checkout in this time, as far as Ballast hears of it.");
  expect(of("flag")).toBe("1 flag change for checkout.");
  expect(of("flag", "deploy", "deploy", "hold")).toBe("2 deploys, 1 flag change and 1 hold or its end for checkout.");
  expect(ofMany(1_234, "flag", "deploy", "deploy")).toBe(
    "1,234 changes for checkout; the latest 3 stand here: 2 deploys and 1 flag change.",
  );
});
