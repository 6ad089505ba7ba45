import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { EXPOSURE_BUCKETS, bucketOf, isExposed } from "./exposure.ts";

const anyString = fc.string({ unit: "binary" });

/** The documented recipe once more, by other means (Buffer, BigInt). */
function bucketByTheBook(service: string, customer: string): number {
  const mask = 0xffffffffn;
  let hash = 0x811c9dc5n;
  for (const byte of Buffer.from(`${service}\0${customer}`, "utf8")) hash = ((hash ^ BigInt(byte)) * 0x01000193n) & mask;
  hash ^= hash >> 16n;
  hash = (hash * 0x85ebca6bn) & mask;
  hash ^= hash >> 13n;
  hash = (hash * 0xc2b2ae35n) & mask;
  hash ^= hash >> 16n;
  return Number(hash % BigInt(EXPOSURE_BUCKETS));
}

describe("a customer's place", () => {
  it("follows the documented recipe for any text", () => {
    fc.assert(
      fc.property(anyString, anyString, (service, customer) => {
        expect(bucketOf(service, customer)).toBe(bucketByTheBook(service, customer));
      }),
    );
  });

  it("never changes: these values are live in running routers", () => {
    expect(["c-1", "c-2", "Zürich", "東京", "😀", ""].map((customer) => bucketOf("checkout", customer))).toEqual(
      [67576, 59133, 27507, 17950, 22758, 16058],
    );
  });

  it("spreads neighbouring ids evenly", () => {
    const customers = Array.from({ length: 10_000 }, (_, index) => `customer-${index}`);
    for (const percent of [1, 10, 50, 90]) {
      const exposed = customers.filter((customer) => isExposed({ percent }, "checkout", customer)).length;
      // four standard deviations of a fair draw
      expect(Math.abs(exposed - percent * 100)).toBeLessThan(4 * Math.sqrt(percent * (100 - percent)));
    }
  });

  it("picks other customers for another service", () => {
    const customers = Array.from({ length: 10_000 }, (_, index) => `customer-${index}`);
    const both = customers.filter((c) => isExposed({ percent: 10 }, "checkout", c) && isExposed({ percent: 10 }, "search", c));
    expect(both.length).toBeLessThan(160);
  });
});

describe("exposure", () => {
  it("only ever adds customers as the share grows", () => {
    fc.assert(
      fc.property(
        anyString,
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (customer, a, b) => {
          const [less, more] = [Math.min(a, b), Math.max(a, b)];
          if (isExposed({ percent: less }, "checkout", customer)) {
            expect(isExposed({ percent: more }, "checkout", customer)).toBe(true);
          }
        },
      ),
    );
  });

  it("is nobody at 0 %, everybody at 100 %, and nobody when the share is not a number", () => {
    fc.assert(
      fc.property(anyString, anyString, (service, customer) => {
        expect(isExposed({ percent: 0 }, service, customer)).toBe(false);
        expect(isExposed({}, service, customer)).toBe(false);
        expect(isExposed({ percent: Number.NaN }, service, customer)).toBe(false);
        expect(isExposed({ percent: 100 }, service, customer)).toBe(true);
      }),
    );
  });

  it("puts named customers on top of the share", () => {
    expect(isExposed({ percent: 0, customers: ["acme"] }, "checkout", "acme")).toBe(true);
    expect(isExposed({ customers: ["acme"] }, "checkout", "other")).toBe(false);
  });
});
