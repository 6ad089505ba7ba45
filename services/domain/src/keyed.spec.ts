import { describe, expect, it } from "vitest";
import { find, put, valuesOf, type Keyed } from "./keyed.ts";

describe("values by id", () => {
  const one: Keyed<string> = put(put(null, "a", "apple"), "b", "bear");
  const corrected = put(one, "a", "ant");

  it("finds the latest value of an id", () => {
    expect(find(corrected, "a")).toBe("ant");
    expect(find(corrected, "b")).toBe("bear");
    expect(find(corrected, "c")).toBeUndefined();
  });
  it("leaves earlier states alone", () => {
    expect(find(one, "a")).toBe("apple");
    expect(valuesOf(one)).toEqual(["apple", "bear"]);
  });
  it("lists each id once, in the order of coming", () => {
    expect(valuesOf(corrected)).toEqual(["ant", "bear"]);
    expect(valuesOf(null)).toEqual([]);
  });
});
