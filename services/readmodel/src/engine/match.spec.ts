import { Rejection } from "@ballast/domain";
import { describe, expect, it } from "vitest";
import { matchOf, searchLimits } from "./match.ts";

const codeOf = (text: string): string => {
  try {
    matchOf(text);
    return "fine";
  } catch (error) {
    if (error instanceof Rejection) return `${error.code} ${error.path.join(".")}`;
    throw error;
  }
};

describe("what is looked for", () => {
  it("is every word, the last as a beginning, a phrase together, and never an operator", () => {
    expect(matchOf("checkout slow")).toBe("\"checkout\" \"slow\"*");
    expect(matchOf("\"payment times out\" OR NOT")).toBe("\"payment times out\" \"OR\" \"NOT\"*");
    expect(matchOf(" -- ")).toBeNull();
  });

  it("is some words: neither a page, nor many words hidden in one", () => {
    const { characters, words } = searchLimits;
    const many = (count: number, between: string) => Array.from({ length: count }, () => "a").join(between);
    expect(codeOf(many(words, " "))).toBe("fine");
    expect(codeOf("a".repeat(characters))).toBe("fine");
    for (const refused of [
      many(words + 1, " "), many(words + 1, "-"), `"${many(words + 1, " ")}"`, "a".repeat(characters + 1), many(20_000, " "),
    ])
      expect(codeOf(refused)).toBe("INVALID_INPUT text");
  });
});
