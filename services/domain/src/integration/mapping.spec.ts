import type { JsonMapping } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { Rejection } from "../rejection.ts";
import { filledIn, refuseUnreadableMapping, valueAt } from "./mapping.ts";

const results = [{ name: "api", "status code": 503 }, { name: "web" }];
const body = { check: { results, ok: false, note: null }, "a-b": { ü: 1 }, list: [[7]] };

describe("a path into JSON", () => {
  it("names own members and places in lists", () => {
    expect(valueAt(body, "check.results[1].name")).toBe("web");
    expect(valueAt(body, "check.results[0].status code")).toBe(503);
    expect(valueAt(body, "a-b.ü")).toBe(1);
    expect(valueAt(body, "list[0][0]")).toBe(7);
    expect(valueAt([{ id: 5 }], "[0].id")).toBe(5);
    expect(valueAt(body, "")).toBe(body);
  });

  it("leads to nothing where something of it is not there, or is JavaScript's", () => {
    for (const path of ["check.none", "check.results[2]", "check.ok.deeper", "check.note.deeper", "list[0].length.x", "check.results.map"])
      expect(valueAt(body, path), path).toBeUndefined();
    for (const path of ["constructor", "__proto__", "check.toString", "check.results.constructor.name"])
      expect(valueAt(body, path), path).toBeUndefined();
    expect(valueAt(JSON.parse('{"__proto__": {"x": 1}}'), "__proto__.x")).toBe(1);
  });

  it.each(["a..b", ".a", "a[x]", "a[]", "a[-1]", "a[123456]", "a{b}", "a.", "a]"])("is none: %s", (path) => {
    expect(() => valueAt(body, path)).toThrow(Rejection);
  });

  it("has twenty steps at most", () => {
    const steps = (many: number): string => Array.from({ length: many }, () => "a").join(".");
    expect(valueAt(body, steps(20))).toBeUndefined();
    expect(() => valueAt(body, steps(21))).toThrow("at most 20 steps");
  });
});

describe("a text with paths in it", () => {
  it("says what stands there: texts, numbers and truth; of all else nothing", () => {
    expect(filledIn(" {check.results[0].name}: { check.results[0].status code } {check.ok} ", body)).toBe("api: 503 false");
    expect(filledIn("[{check.note}|{check.results}|{none}]", body)).toBe("[||]");
    expect(filledIn("{x}", { x: "y".repeat(20_001) })).toHaveLength(20_000);
    expect(filledIn("no path {} here", body)).toBe("no path {} here");
  });

  it("is refused before it is kept where a path of it is none, wherever it stands", () => {
    const mapping: JsonMapping = {
      alerts: "alerts", id: "{id}", name: "{name}", summary: "", severity: "{level}", service: "", state: "", cleared: [], url: "",
    };
    expect(() => refuseUnreadableMapping(mapping)).not.toThrow();
    expect(() => refuseUnreadableMapping({ ...mapping, alerts: "" })).not.toThrow();
    for (const field of ["alerts", "id", "name", "summary", "severity", "service", "state", "url"] as const)
      expect(() => refuseUnreadableMapping({ ...mapping, [field]: field === "alerts" ? "a..b" : "x {a..b}" }), field).toThrow("is no path");
  });
});
