import { expect, it } from "vitest";
import { becauseWords, customerSentence, valueWords } from "./customerWords.ts";

const release = {
  service: { slug: "checkout", name: "Checkout" }, environment: "production", version: "v2", release: null, because: "everyone" as const,
  place: 7.314, share: null, since: null, othersVersion: null,
};

it("says why a customer gets a release, with its place where a share is exposed", () => {
  expect(becauseWords(release)).toBe("everyone");
  expect(becauseWords({ ...release, because: "named", share: 1 })).toBe("named");
  expect(becauseWords({ ...release, because: "share", share: 10 })).toBe("its place 7.31 is under 10 %");
  expect(becauseWords({ ...release, share: 5 })).toBe("its place 7.31 is over 5 %");
});

it("says what matters of a customer", () => {
  const incidents: [] = [];
  const availability = { availabilityPercent: 100, badMinutes: 0 };
  const known = { described: true, externalId: "acme", releases: [release], incidents, availability };
  expect(customerSentence({ ...known, releases: [], availability: { availabilityPercent: null, badMinutes: 0 } }, 0)).toBe(
    "No service serves it yet; no incident names it; nobody looked at what it uses yet.",
  );
  expect(customerSentence(known, 2)).toBe(
    "It gets the releases that everyone gets; two flags by hand; no incident names it; 100 % of 90 days without a declared incident.",
  );
  expect(
    customerSentence({
      ...known, described: false, releases: [{ ...release, because: "named", othersVersion: "v1" }],
      availability: { availabilityPercent: 99.95, badMinutes: 23 },
    }, 0),
  ).toBe(
    "Nobody has described it yet: it is known by its id, acme. Sees checkout v2 before the crowd; no incident names it; 99.950 % of 90 days without a declared incident, which cost it 23 min.",
  );
});

it("says an attribute as people would", () => {
  expect([true, 12, "CH", ["a", "b"]].map(valueWords)).toEqual(["yes", "12", "CH", "a, b"]);
});
