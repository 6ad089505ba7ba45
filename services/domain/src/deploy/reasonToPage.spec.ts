import { describe, expect, it } from "vitest";
import { reasonToPage, type Aftermath } from "./reasonToPage.ts";

const contained: Aftermath = {
  thresholds: { pageErrorsPer100k: 500, pageCustomers: 5 }, recovered: true, rollbackFailed: false, failedUndos: [], customerCount: 4,
  errorsPer100k: 499,
};

describe("after a deploy went back", () => {
  it("the deployer alone is told of a canary that stayed small", () => {
    expect(reasonToPage(contained)).toBeNull();
    expect(reasonToPage({ ...contained, recovered: null, errorsPer100k: null })).toBeNull();
  });

  it.each<[string, Partial<Aftermath>]>([
    ["the rollback failed: customers may still be on the bad release", { rollbackFailed: true }],
    ["errors go on after the rollback", { recovered: false }],
    ["not everything could be undone: retireCanary failed", { failedUndos: ["retireCanary"] }],
    ["5 customers saw errors (the service pages from 5)", { customerCount: 5 }],
    ["0.5 % of all requests failed (the service pages from 0.5 %)", { errorsPer100k: 500 }],
  ])("somebody is called because %s", (reason, known) => {
    expect(reasonToPage({ ...contained, ...known })).toBe(reason);
  });

  it("the gravest reason is the one that is said", () => {
    expect(reasonToPage({ ...contained, rollbackFailed: true, recovered: false, customerCount: 90 })).toContain("the rollback failed");
  });
});
