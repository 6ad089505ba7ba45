import { describe, expect, it } from "vitest";
import { changesOf, takenIn } from "./taking.ts";

const shop = { name: "Shop", timeZone: "UTC", weights: ["0", "30"] };

describe("what others changed while a form was open", () => {
  it("is told part by part, with what was written there as well", () => {
    const moved = { first: shop, now: { ...shop, name: "Theirs", timeZone: "Europe/Berlin" }, value: { ...shop, name: "Mine" } };
    expect(changesOf("asked", moved)).toEqual([
      { what: "name", was: "Shop", is: "Theirs", yours: "Mine" },
      { what: "time zone", was: "UTC", is: "Europe/Berlin", yours: null },
    ]);
  });

  it("taken in, leaves what was written and takes over the rest", () => {
    const moved = { first: shop, now: { ...shop, name: "Theirs", timeZone: "Europe/Berlin" }, value: { ...shop, name: "Mine" } };
    expect(takenIn(moved)).toEqual({ ...shop, name: "Mine", timeZone: "Europe/Berlin" });
    expect(takenIn({ first: "a", now: "b", value: "a" })).toBe("b");
    expect(takenIn({ first: "a", now: "b", value: "c" })).toBe("c");
  });

  it("is nothing where the record says the same, or just what was written: one's own command whose answer was lost", () => {
    expect(changesOf("name", { first: "a", now: "a", value: "c" })).toEqual([]);
    expect(changesOf("name", { first: "a", now: "c", value: "c" })).toEqual([]);
  });

  it("names the line of a list, and how many there are where lines came or went", () => {
    const lines = [{ name: "Checkout" }, { name: "Search" }];
    const renamed = [{ name: "Checkout" }, { name: "Find" }];
    expect(changesOf("lines", { first: lines, now: renamed, value: lines })).toEqual([
      { what: "lines 2, name", was: "Search", is: "Find", yours: null },
    ]);
    expect(changesOf("lines", { first: lines, now: [...renamed, { name: "Mail" }], value: lines })).toEqual([
      { what: "lines", was: "2 of them", is: "3 of them", yours: null },
    ]);
    expect(changesOf("services", { first: [], now: ["checkout", "search"], value: [] })).toEqual([
      { what: "services", was: "nothing", is: "checkout, search", yours: null },
    ]);
  });
});
