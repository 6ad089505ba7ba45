import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHANGE_END, changeBetween, tell } from "./rowChange.ts";

const long = "x".repeat(500);

describe("a row told as what changed", () => {
  it("is the row, member for member and in their order, whatever the members are", () => {
    const members = fc.dictionary(
      fc.oneof(fc.constantFrom("a", "b", "__proto__", "constructor", "toString"), fc.string({ maxLength: 3 })),
      fc.jsonValue({ maxDepth: 2 }),
      { maxKeys: 5 },
    );
    fc.assert(
      fc.property(fc.array(members, { minLength: 1, maxLength: 6 }), (versions) => {
        const rows = versions.map((version) => ({ ...version, long }));
        let [told = ""] = rows.map((row) => JSON.stringify(row));
        rows.slice(1).forEach((row, index) => {
          const whole = JSON.stringify(row);
          const change = changeBetween(rows[index] ?? {}, row, whole);
          told = change === null ? whole : `${change}${CHANGE_END}${told}`;
          expect(tell(told)).toBe(whole);
        });
      }),
      { numRuns: 300 },
    );
  });

  it("says of a list that grew what came, at any depth", () => {
    const marks = Array.from({ length: 40 }, (_, n) => ({ id: `update ${n}`, status: "Update" }));
    const row = (count: number) => ({ title: long, told: { impact: "minor", updates: marks.slice(0, count) } });
    const change = changeBetween(row(39), row(40), JSON.stringify(row(40)));
    expect(JSON.parse(change ?? "")).toEqual({ inside: { told: { append: { updates: [marks[39]] } } } });
  });

  it("is kept whole where the change is no shorter, or a member goes", () => {
    expect(changeBetween({ a: 1 }, { a: 2 }, '{"a":2}')).toBeNull();
    expect(changeBetween({ a: 1, long }, { long }, JSON.stringify({ long }))).toBeNull();
  });
});
