import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable, printableDeep, printableJson } from "./printable.ts";

const title = "quiet \u001b[2J\u001b]0;gotcha\u0007 title\u009b31m \u202ereversed\r";

describe("text from outside", () => {
  it("reaches a terminal with what would steer it written out", () => {
    expect(printable(title)).toBe("quiet \\u001b[2J\\u001b]0;gotcha\\u0007 title\\u009b31m \\u202ereversed\\u000d");
    expect(printable("Zwé, 日本\tand\nmore 😀")).toBe("Zwé, 日本\tand\nmore 😀");
  });

  it("is cleaned wherever it stands in a value", () => {
    expect(printableDeep({ a: [{ "b\u001b": title }], n: 1, none: null })).toEqual({
      a: [{ "b\\u001b": printable(title) }], n: 1, none: null,
    });
  });

  it("is the same value as JSON, and steers nothing either", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: "binary" }), (value, text) => {
        const json = printableJson({ value, text, title }, 2);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text, title })));
        expect(stripVTControlCharacters(json)).toBe(json);
      }),
    );
  });
});
