import type { Verdict } from "@ballast/schema";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sample, measured, healthy, look } from "./exampleLook.ts";
import type { Look, Measurement, Sample } from "./look.ts";
import { judge } from "./verdict.ts";

describe("a verdict", () => {
  it("passes a release that fails no more than allowed, and shows its numbers", () => {
    const { verdict, reason, evidence, canary } = judge(look({}));
    expect([verdict, reason]).toEqual([
      "pass",
      "0.2 % of 500 requests of 50 customers failed, 0.2 % on the stable release; 1 % is allowed. 95 % of requests took up to 20 ms; 70 ms are allowed (the stable release's 95 %, and at least 50 ms and 20 % more).",
    ]);
    expect(canary).toEqual({ requests: 500, errors: 1, p50Ms: 10, p95Ms: 20 });
    expect(evidence).toMatchObject({
      basis: "stable",
      canaryCustomers: 50,
      baselineCustomers: 450,
      witnesses: [],
      findings: [
        { what: "errors", window: "step", verdict: "pass", canary: 200, baseline: 200 },
        { what: "latency", overMs: 70 },
      ],
    });
  });

  it("fails one that clearly fails more", () => {
    const { verdict, reason, evidence } = judge(look({ canary: measured({ customers: 50, failing: 15 }) }));
    expect([verdict, reason]).toEqual([
      "fail",
      "30 % of 500 requests of 50 customers failed, 0.2 % on the stable release: more than the 1 % allowed, and not by chance.",
    ]);
    expect(evidence.findings[0]?.chance).toBeLessThan(1e-9);
  });

  it("counts customers, not requests: one who makes all the errors may be anywhere by chance", () => {
    const one = judge(
      look({ canary: measured({ customers: 50, each: 200, failing: 1 }), baseline: measured({ customers: 450, each: 200 }) }),
    );
    expect(one).toMatchObject({ verdict: "inconclusive", reason: /may still be chance/ });
    // As many failed requests of as many, each of another customer: that is not chance.
    const many = judge(
      look({ canary: measured({ customers: 10_000, each: 1, failing: 200 }), baseline: measured({ customers: 90_000, each: 1 }) }),
    );
    expect(many).toMatchObject({ verdict: "fail" });
  });

  it("is inconclusive, never a pass, without data", () => {
    expect(judge(look({ canary: measured({ customers: 0 }) }))).toMatchObject({ verdict: "inconclusive", reason: /no data is not a pass/ });
    expect(judge(look({ baseline: measured({ customers: 0 }) }))).toMatchObject({ verdict: "inconclusive" });
    expect(judge(look({ canary: measured({ customers: 49, each: 1 }) }))).toMatchObject({
      verdict: "inconclusive", reason: "Only 49 of 50 requests needed reached the new release.",
    });
  });

  it("is inconclusive with fewer than 20 customers on a side, however bad it looks", () => {
    expect(judge(look({ canary: measured({ customers: 19, failing: 19 }) }))).toMatchObject({
      verdict: "inconclusive", reason: "Only 19 of 20 customers needed reached the new release.",
    });
    expect(judge(look({ baseline: measured({ customers: 19, each: 100 }) }))).toMatchObject({
      verdict: "inconclusive", reason: "Only 19 of 20 customers needed reached the stable release.",
    });
    expect(judge(look({ canary: measured({ customers: 20, failing: 20 }) }))).toMatchObject({ verdict: "fail" });
  });

  it("is an error, never a pass, when it could not be measured or the numbers make no sense", () => {
    const error = { error: "connection refused" };
    expect(judge(look({ canary: error }))).toMatchObject({
      verdict: "error", reason: "The numbers of the new release could not be read: connection refused", canary: null,
      baseline: { requests: 4_500 },
    });
    expect(judge(look({ baseline: error }))).toMatchObject({ verdict: "error" });
    expect(judge(look({ canary: error, baseline: error, final: true }))).toMatchObject({ verdict: "error" });
    expect(
      judge(look({ canary: { sample: { ...sample({ customers: 50 }), numbers: { requests: 10, errors: 11, p50Ms: 1, p95Ms: 1 } } } })),
    ).toMatchObject({ verdict: "error" });
  });

  it("needs the minimum effect to fail: errors that the stable release shows too are not this release's", () => {
    const both = judge(
      look({ canary: measured({ customers: 20_000, onceFailing: 10_200 }), baseline: measured({ customers: 20_000, onceFailing: 9_400 }) }),
    );
    expect(both).toMatchObject({ verdict: "pass", reason: /the stable release shows about the same/ });
    expect(both.evidence.findings[0]?.chance).toBeLessThan(1e-6);
  });

  it("asks a person about what chance may explain, and passes what it explains easily", () => {
    expect(judge(look({ canary: measured({ customers: 50, onceFailing: 8 }) }))).toMatchObject({
      verdict: "inconclusive", reason: /may still be chance/,
    });
    expect(
      judge(
        look({
          canary: measured({ customers: 50, each: 4, onceFailing: 4 }), baseline: measured({ customers: 450, each: 4, onceFailing: 22 }),
        }),
      ),
    ).toMatchObject({ verdict: "pass", reason: /no more than chance explains/ });
  });

  it("asks for stronger evidence at later looks", () => {
    const seen = { canary: measured({ customers: 50, onceFailing: 14 }), baseline: measured({ customers: 450, onceFailing: 18 }) };
    expect(judge(look({ ...seen, look: 1 }))).toMatchObject({ verdict: "fail" });
    expect(judge(look({ ...seen, look: 3_000 }))).toMatchObject({ verdict: "inconclusive" });
  });

  it("judges by the limit alone, and says so, where no stable release serves", () => {
    expect(judge(look({ baseline: null, canary: measured({ customers: 50, onceFailing: 4 }) }))).toMatchObject({
      verdict: "pass", evidence: { basis: "limit" },
    });
    expect(judge(look({ baseline: null, canary: measured({ customers: 50, onceFailing: 45 }) }))).toMatchObject({
      verdict: "fail", reason: /more than the 1 % that the plan allows/,
    });
    expect(judge(look({ baseline: null, canary: measured({ customers: 50, onceFailing: 7 }) }))).toMatchObject({ verdict: "inconclusive" });
  });

  it("never passes on data that is missing, whatever the rest says", () => {
    const anyShape = fc
      .record({ customers: fc.nat(60), each: fc.integer({ min: 1, max: 30 }), failing: fc.nat(10), p95Ms: fc.option(fc.nat(1_000)) })
      .map(({ failing, ...rest }) => measured({ ...rest, failing: Math.min(failing, rest.customers) }));
    const anyMeasurement = fc.oneof(anyShape, fc.record({ error: fc.constant("gone") }));
    const anyOccasion = fc.record({
      final: fc.boolean(), look: fc.integer({ min: 1, max: 99 }), basis: fc.constantFrom("stable" as const, "past" as const),
    });
    const few = (measurement: Measurement): boolean =>
      !("sample" in measurement)
      || measurement.sample.numbers.requests < 50
      || measurement.sample.byCustomer.reduce((sum, { count }) => sum + count, 0) < 20;
    fc.assert(
      fc.property(anyMeasurement, fc.option(anyMeasurement), anyOccasion, (canary, baseline, occasion) => {
        const { verdict, reason } = judge(look({ canary, baseline: baseline ?? null, ...occasion }));
        expect(reason).not.toBe("");
        if (few(canary)) expect(["error", "inconclusive"] satisfies Verdict[]).toContain(verdict);
      }),
    );
  });
});

describe("what was seen lately", () => {
  it("fails a release that began to fail near the end of a long bake", () => {
    const step = { canary: measured({ customers: 500, each: 100, onceFailing: 400 }), baseline: measured({ customers: 4_500, each: 100 }) };
    const recent = { canary: measured({ customers: 300, each: 5, onceFailing: 200 }), baseline: measured({ customers: 2_700, each: 5 }) };
    expect(judge(look({ ...step, look: 29 }))).toMatchObject({ verdict: "pass" });
    expect(judge(look({ ...step, look: 29, recent }))).toMatchObject({
      verdict: "fail", reason: /^Lately 13.3 % of 1500 requests/,
      evidence: { findings: [{ window: "step" }, { window: "step" }, { window: "recent", verdict: "fail" }] },
    });
  });

  it("decides nothing else: a quiet moment is no pass, and few customers are nothing", () => {
    const bad = { canary: measured({ customers: 50, failing: 15 }) };
    expect(judge(look({ ...bad, recent: { canary: measured({ customers: 40 }), baseline: healthy } }))).toMatchObject({ verdict: "fail" });
    expect(judge(look({ recent: { canary: measured({ customers: 19, failing: 19 }), baseline: healthy } }))).toMatchObject({
      verdict: "pass",
    });
  });
});

describe("at 100 %", () => {
  const past = (rest: Parameters<typeof look>[0]): Look => look({ basis: "past", ...rest });
  const alwaysFive = measured({ customers: 400, failing: 20 });

  it("a service that always has 5 % errors is not sent back for having them", () => {
    expect(judge(past({ canary: measured({ customers: 400, failing: 21 }), baseline: alwaysFive }))).toMatchObject({ verdict: "pass" });
  });

  it("a rise over its own past is, where nothing else got worse", () => {
    expect(judge(past({ canary: measured({ customers: 400, failing: 90 }), baseline: alwaysFive, witnesses: [] }))).toMatchObject({
      verdict: "fail", reason: /in as long a time before/, evidence: { basis: "past" },
    });
  });

  it("what the stable release had by itself in the hour before is no rise", () => {
    const worst = { step: { errors: 0.25, slow: [] }, recent: null };
    expect(judge(past({ canary: measured({ customers: 400, failing: 90 }), baseline: alwaysFive, worst }))).toMatchObject({
      verdict: "pass", reason: /had 25 % by itself in the hour before/,
    });
  });

  it("an outage of everything is not this release: a matter for people, and no fault", () => {
    const witness = { name: "search", before: sample({ customers: 200 }), during: sample({ customers: 200, failing: 60 }) };
    const quiet = { name: "mail", before: sample({ customers: 200 }), during: sample({ customers: 200 }) };
    const canary = measured({ customers: 400, failing: 150 });
    expect(judge(past({ canary, baseline: alwaysFive, witnesses: [quiet, witness] }))).toMatchObject({
      verdict: "inconclusive", elsewhere: true, reason: /Not this release: search got worse at the same time\.$/,
      evidence: { witnesses: ["search"] },
    });
    expect(judge(past({ canary, baseline: alwaysFive, witnesses: [quiet] }))).toMatchObject({ verdict: "fail", elsewhere: false });
    const few = { name: "tiny", before: sample({ customers: 19 }), during: sample({ customers: 19, failing: 19 }) };
    expect(judge(past({ canary, baseline: alwaysFive, witnesses: [few] }))).toMatchObject({ verdict: "fail" });
  });

  it("no witness excuses a release that is worse than the stable one at the same time", () => {
    const witness = { name: "search", before: sample({ customers: 200 }), during: sample({ customers: 200, failing: 60 }) };
    expect(judge(look({ canary: measured({ customers: 50, failing: 15 }), witnesses: [witness] }))).toMatchObject({
      verdict: "fail", elsewhere: false,
    });
  });

  it("needs it in many seconds as well as by many customers: one bad moment is no rise", () => {
    const customers = sample({ customers: 400, failing: 90 });
    const oneBadSecond: Sample = {
      ...customers,
      bySecond: [
        { key: 1, count: 299, requests: 299 * 10, marked: 0 },
        { key: 2, count: 1, requests: 1_010, marked: 900 },
      ],
    };
    expect(judge(past({ canary: { sample: oneBadSecond }, baseline: alwaysFive }))).not.toMatchObject({ verdict: "fail" });
  });

  it("a past that nobody knows leaves the plan's own limits", () => {
    expect(judge(past({ canary: measured({ customers: 400, failing: 90 }), baseline: measured({ customers: 3 }) }))).toMatchObject({
      verdict: "fail", evidence: { basis: "limit" },
    });
    expect(judge(past({ baseline: { error: "gone" } }))).toMatchObject({ verdict: "pass", evidence: { basis: "limit" } });
  });
});
