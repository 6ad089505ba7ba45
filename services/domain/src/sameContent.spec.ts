import { describe, expect, it } from "vitest";
import { sameContent } from "./sameContent.ts";

describe("the same content", () => {
  it("does not depend on the order of keys, at any depth", () => {
    expect(sameContent({ a: 1, b: { c: [2, { d: 3, e: null }] } }, { b: { c: [2, { e: null, d: 3 }] }, a: 1 })).toBe(true);
  });
  it("depends on values and on the order of lists", () => {
    expect(sameContent({ a: 1 }, { a: 2 })).toBe(false);
    expect(sameContent({ a: null }, {})).toBe(false);
    expect(sameContent([1, 2], [2, 1])).toBe(false);
    expect(sameContent([], {})).toBe(false);
  });
});
