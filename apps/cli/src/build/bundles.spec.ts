import { describe, expect, it } from "vitest";
import { inAscii } from "./bundles.ts";

describe("a bundle's source", () => {
  it("has no character that takes two bytes, and says the same", () => {
    const code = 'const said = "1 → 2 é 😀"; // from → to';
    const written = inAscii(code);
    expect(written).toBe('const said = "1 \\u2192 2 \\u00e9 \\ud83d\\ude00"; // from \\u2192 to');
    expect(new Function(`${written}\nreturn said;`)()).toBe("1 → 2 é 😀");
  });

  it("stays what it is where it is ASCII", () => {
    expect(inAscii("e = 1;\n")).toBe("e = 1;\n");
  });
});
