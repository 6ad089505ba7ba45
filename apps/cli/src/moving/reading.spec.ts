import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromFlagd } from "./flagd/fromFlagd.ts";
import type { Moved } from "./moved.ts";
import { reportOf } from "./moveReport.ts";
import { readConfiguration } from "./reading.ts";
import { fromUnleash } from "./unleash/fromUnleash.ts";

const customers = Array.from({ length: 50 }, (_, n) => ({ id: `c-${String(n)}`, plan: "Trial", region: null, attributes: {} }));
const reported = (moved: Moved) => reportOf(moved, { customers, keepSides: false, environment: "production" });

describe("a file that is none", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "ballast-moving-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const reading = (text: string, { name = "flags.json", yaml = false } = {}): Promise<unknown> => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return readConfiguration(file, { yaml });
  };

  it("is named with the place of what is wrong", async () => {
    await expect(reading("<!doctype html><p>Sign in")).rejects.toThrow("looks like a web page");
    await expect(reading('{"flags": {\n"a": {')).rejects.toThrow("is no JSON");
    await expect(reading('{"flags": {\n"a": {},\n"a": {}}}')).rejects.toThrow('line 3: the name "a" stands twice');
    await expect(reading(`{"a": "${"x".repeat(21 * 1_048_576)}"}`)).rejects.toThrow("more than 20 MB");
    expect(() => fromFlagd({ flags: 5 })).toThrow("at flags");
    expect(() => fromUnleash({}, "production")).toThrow("SDKs get: at features");
  });

  it("is YAML where its product takes that: flagd's own, its variants in their order", async () => {
    const yaml = [
      "flags:", "  pay:", "    state: ENABLED", "    variants: {on: true, off: false}", "    defaultVariant: off", "    targeting:",
      '      fractional: [{cat: [{var: "$flagd.flagKey"}, {var: targetingKey}]}, ["on", 30], ["off", 70]]',
    ].join("\n");
    const given = await reading(yaml, { name: "flags.yaml", yaml: true });
    expect(given).toEqual(await reading(yaml, { name: "stdin", yaml: true }));
    const { report, moved } = reported(fromFlagd(given));
    expect([report.refused, moved.flags[0]?.rules.rollout?.parts, report.flags[0]?.switches.length]).toEqual([[], 30_000, 0]);
    // JSON is JSON under any name, and everything else is named as before.
    expect(await reading('{"flags": {}}', { name: "flags.yml", yaml: true })).toEqual({ flags: {} });
    await expect(reading(yaml)).rejects.toThrow("looks like YAML");
    await expect(reading("<!doctype html><p>Sign in", { yaml: true })).rejects.toThrow("looks like a web page");
    await expect(reading("a: 1\na: 2", { name: "a.yaml", yaml: true })).rejects.toThrow("is no YAML: Map keys must be unique");
    await expect(reading("a: 1\n---\nb: 2", { name: "a.yaml", yaml: true })).rejects.toThrow("has 2 documents");
    const bomb = ["a: &a [x,x,x,x]", "b: &b [*a,*a,*a,*a,*a,*a]", "c: &c [*b,*b,*b,*b,*b,*b]", "d: [*c,*c,*c,*c,*c,*c]"].join("\n");
    await expect(reading(bomb, { name: "b.yaml", yaml: true })).rejects.toThrow("repeats itself too often");
    const odd = await reading('flags: {"__proto__": {state: ENABLED, variants: {on: true, off: false}, defaultVariant: "on"}}', {
      name: "odd.yaml", yaml: true,
    });
    expect(reported(fromFlagd(odd)).report.flags).toEqual([]);
    expect(Object.hasOwn(Object.prototype, "state")).toBe(false);
  });

  it("makes no prototype of a name, and no flag", async () => {
    const data = await reading(
      '{"flags": {"__proto__": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "on"}}}',
    );
    expect(reported(fromFlagd(data)).report.flags).toEqual([]);
    expect(Object.hasOwn(Object.prototype, "state")).toBe(false);
  });
});
