import { describe, expect, it } from "vitest";
import { createFilter } from "./filter.ts";
import { ReadBudget } from "./readBudget.ts";

const accepts = (regex: string, text: string): boolean => createFilter({ on: "type", regex, prefixes: [] }).accepts("", text);

describe("a client's regular expression", () => {
  it("does what the usual ones do", () => {
    expect(accepts("^[^$].*", "Happened")).toBe(true);
    expect(accepts("^[^$].*", "$metadata")).toBe(false);
    expect(accepts("^(Order|Invoice)", "InvoiceSent")).toBe(true);
    expect(accepts("(?i)placed$", "OrderPLACED")).toBe(true);
  });

  it("answers the same for a type that comes again, among more types than anybody has", () => {
    const filter = createFilter({ on: "type", regex: "^(Order|Invoice)[0-9]+$", prefixes: [] });
    for (let round = 0; round < 2; round += 1)
      for (let n = 0; n < 3_000; n += 1)
        expect([filter.accepts("", `Order${n}`), filter.accepts("", `Other${n}`)]).toEqual([true, false]);
    expect(filter.accepts("", `Order${"1".repeat(500)}`)).toBe(true);
  });

  it("runs in linear time, where backtracking would take years", () => {
    expect(accepts("^(a+)+$", `${"a".repeat(4000)}!`)).toBe(false);
    expect(accepts("^(a|aa)+$", `${"a".repeat(4000)}!`)).toBe(false);
  });

  it("is refused with a reason when it cannot run so, or is too large", () => {
    expect(() => accepts("^(?!\\$)", "x")).toThrow(/not usable.*RE2's syntax/);
    expect(() => accepts("(a)\\1", "x")).toThrow(/not usable/);
    expect(() => accepts("(", "x")).toThrow(/not usable/);
    expect(() => accepts("a{1000}b{1000}c{1000}", "x")).toThrow(/repeats too much/);
    expect(() => accepts("a".repeat(2001), "x")).toThrow(/more than 2000 characters/);
  });
});

describe("a turn of a reader", () => {
  it("ends when its time is spent, after one item at least", () => {
    let now = 0;
    const budget = new ReadBudget(() => now);
    const taken: number[] = [];
    for (const item of budget.take([1, 2, 3, 4])) {
      taken.push(item);
      now += 6;
    }
    expect(taken).toEqual([1, 2]);
  });

  it("ends when it has copied much", () => {
    const budget = new ReadBudget(() => 0);
    const event = {
      id: "", type: "", isJson: true, data: new Uint8Array(3 << 20), metadata: new Uint8Array(), position: 1, stream: "", revision: 0,
      created: 0,
    };
    budget.add(event);
    expect(budget.spent).toBe(false);
    budget.add(event);
    expect(budget.spent).toBe(true);
  });
});
