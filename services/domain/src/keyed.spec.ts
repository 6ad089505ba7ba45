import fc from "fast-check";
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
  it("finds in every state what was put last by then, in whatever order states are asked", () => {
    const ids = fc.integer({ min: 0, max: 120 }).map(String);
    const [somePuts, someAsked] = [fc.array(ids, { minLength: 60, maxLength: 400 }), fc.array(fc.tuple(fc.nat(), ids), { maxLength: 60 })];
    fc.assert(fc.property(somePuts, someAsked, (puts, asked) => {
      const states: Keyed<number>[] = [null];
      puts.forEach((id, n) => states.push(put(states.at(-1) ?? null, id, n)));
      for (const [at, id] of asked) {
        const length = at % states.length;
        const last = puts.slice(0, length).lastIndexOf(id);
        expect(find(states[length] ?? null, id)).toBe(last === -1 ? undefined : last);
      }
    }), { numRuns: 200 });
  });
  it("walks through a long chain once, not for each id", () => {
    let reads = 0;
    let chain: Keyed<number> = null;
    for (let n = 0; n < 5_000; n += 1) {
      const before: Keyed<number> = chain;
      chain = { id: String(n), value: n, get before(): Keyed<number> { reads += 1; return before; } };
    }
    for (let n = 0; n < 1_000; n += 1) {
      expect(find(chain, `none ${n}`)).toBeUndefined();
      chain = put(chain, `new ${n}`, n);
    }
    expect(reads).toBeLessThan(10_000);
  });
});
