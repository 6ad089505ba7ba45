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
  expect(customerSentence({ described: true, externalId: "acme", releases: [], incidents })).toBe(
    "No service serves it yet; no incident is known to have reached it.",
  );
  expect(customerSentence({ described: true, externalId: "acme", releases: [release], incidents })).toMatch(/^It gets what everyone gets/u);
  expect(
    customerSentence({
      described: false, externalId: "acme", releases: [{ ...release, because: "named", othersVersion: "v1" }], incidents,
    }),
  ).toBe(
    "Nobody has described it yet: it is known by its id, acme. Sees checkout v2 before the crowd; no incident is known to have reached it.",
  );
});

it("says an attribute as people would", () => {
  expect([true, 12, "CH", ["a", "b"]].map(valueWords)).toEqual(["yes", "12", "CH", "a, b"]);
});
