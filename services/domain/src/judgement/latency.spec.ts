import { describe, expect, it } from "vitest";
import { criteria, measured, look } from "./exampleLook.ts";
import { judge } from "./verdict.ts";

describe("latency", () => {
  const stable = { customers: 450, each: 10, p95Ms: 101 };
  /** The limit beside a stable release at 101 ms. */
  const overMs = 151;
  const slow = (p95Ms: number | null, slowCustomers: number, rest: Parameters<typeof look>[0] = {}) =>
    judge(
      look({
        canary: measured({ customers: 50, p95Ms, slow: { overMs, customers: slowCustomers } }),
        baseline: measured({ ...stable, slow: { overMs, customers: 0 } }), ...rest,
      }),
    );

  it("is judged by default: 5,000 ms beside 101 ms never passes", () => {
    expect(slow(5_000, 50)).toMatchObject({ verdict: "fail", reason: /^100 % of 500 requests took longer than 151 ms/ });
    expect(judge(look({ canary: measured({ customers: 50, p95Ms: 5_000 }), baseline: measured(stable) }))).toMatchObject({
      verdict: "inconclusive",
    });
    for (let customers = 20; customers < 60; customers += 1) {
      const { verdict } = judge(
        look({
          canary: measured({ customers, p95Ms: 5_000, slow: { overMs, customers } }),
          baseline: measured({ ...stable, slow: { overMs, customers: 0 } }),
        }),
      );
      expect(verdict).not.toBe("pass");
    }
  });

  it("needs the smallest effect, in ms and in percent", () => {
    expect(slow(150, 50)).toMatchObject({ verdict: "pass" });
    expect(slow(400, 50, { criteria: { ...criteria, minSlowerMs: 300 } })).toMatchObject({ verdict: "pass", reason: /401 ms are allowed/ });
    expect(slow(400, 50, { criteria: { ...criteria, minSlowerPercent: 300 } })).toMatchObject({
      verdict: "pass", reason: /404 ms are allowed/,
    });
  });

  it("needs customers: one with a great many slow requests is one", () => {
    expect(slow(400, 1)).not.toMatchObject({ verdict: "fail" });
    expect(slow(400, 3)).toMatchObject({ verdict: "inconclusive", reason: /may still be chance/ });
  });

  it("is not judged where the plan says so", () => {
    expect(slow(60_000, 50, { criteria: { ...criteria, judgesLatency: false } })).toMatchObject({ verdict: "pass" });
  });

  it("has a limit of the plan's own, shown as such, unless the stable release exceeds it too", () => {
    const limited = { criteria: { ...criteria, judgesLatency: false, maxP95Ms: overMs } };
    expect(slow(400, 50, limited)).toMatchObject({ verdict: "fail", reason: /151 ms \(the plan's limit\)/ });
    expect(slow(151, 50, limited)).toMatchObject({ verdict: "pass" });
    const both = look({
      canary: measured({ customers: 50, p95Ms: 400, slow: { overMs, customers: 40 } }),
      baseline: measured({ ...stable, p95Ms: 380, slow: { overMs, customers: 360 } }), ...limited,
    });
    expect(judge(both)).toMatchObject({ verdict: "pass" });
    expect(
      judge(look({ baseline: null, canary: measured({ customers: 50, p95Ms: 400, slow: { overMs, customers: 50 } }), ...limited })),
    ).toMatchObject({ verdict: "fail" });
  });

  it("is inconclusive without numbers", () => {
    expect(slow(null, 0)).toMatchObject({ verdict: "inconclusive" });
  });

  it("and errors: the worst decides", () => {
    expect(judge(look({ canary: measured({ customers: 50, failing: 15, p95Ms: 10 }) }))).toMatchObject({ verdict: "fail" });
    expect(slow(5_000, 50, { recent: null })).toMatchObject({ verdict: "fail" });
  });
});
