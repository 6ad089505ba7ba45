import { describe, expect, it } from "vitest";
import { inOneByte } from "./bundles.ts";

describe("a bundle's source", () => {
  it("has no character that takes two bytes, and says the same", () => {
    const code = 'const said = "1 → 2 😀"; // from → to';
    const written = inOneByte(code);
    expect(written).toBe('const said = "1 \\u2192 2 \\ud83d\\ude00"; // from \\u2192 to');
    expect(new Function(`${written}\nreturn said;`)()).toBe("1 → 2 😀");
  });

  it("stays what it is where every character takes one", () => {
    expect(inOneByte("é = 1;\n")).toBe("é = 1;\n");
  });
});
