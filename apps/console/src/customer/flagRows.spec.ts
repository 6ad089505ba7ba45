import { describe, expect, it } from "vitest";
import type { CustomerFlag } from "./customerFlagDocuments.ts";
import { besides, getsWord, keyOf, rowsOf, untilWords } from "./flagRows.ts";

function flag(name: string, more: Partial<CustomerFlag> = {}, targeting: Partial<CustomerFlag["targeting"]> = {}): CustomerFlag {
  return {
    variant: "off", because: "everyone", byHand: false, since: "2026-11-01T10:00:00.000Z", until: null,
    targeting: {
      id: name, environment: "production", killed: false, offVariant: "off", ramp: null,
      flag: { id: name, name, details: { valueType: "boolean", variants: [{ name: "on" }, { name: "off" }] } }, ...targeting,
    },
    ...more,
  };
}

const flags = [
  flag("named-off", { byHand: true }), flag("killed", {}, { killed: true }), flag("given", { variant: "on" }), flag("not-given"),
  flag("unasked", { variant: null }),
];

describe("the flags of a customer", () => {
  it("are those that do something for it, those set by hand, or all", () => {
    expect(rowsOf(flags, "apply").map(keyOf)).toEqual(["named-off", "killed", "given"]);
    expect(rowsOf(flags, "hand").map(keyOf)).toEqual(["named-off"]);
    expect(rowsOf(flags, "all")).toHaveLength(5);
    expect(rowsOf(flags, "all", " GIVEN ").map(keyOf)).toEqual(["given", "not-given"]);
  });

  it("say what it gets, and until when where that is no moment", () => {
    expect(flags.map(getsWord)).toEqual(["off", "off", "on", "off", "its own default"]);
    expect(untilWords(flag("x", {}, { killed: true, ramp: { state: "running" } }))).toBe("released");
    expect(untilWords(flag("x", {}, { ramp: { state: "held" } }))).toBe("ramping");
    expect(untilWords(flag("x", {}, { ramp: { state: "completed" } }))).toBeNull();
  });

  it("stand beside those of another, what differs first", () => {
    const rows = besides([flag("a"), flag("b", { variant: "on" }), flag("__proto__")], [flag("a"), flag("b"), flag("z")]);
    expect(rows.map(({ key, differs }) => [key, differs])).toEqual([["__proto__", true], ["b", true], ["z", true], ["a", false]]);
    expect(rows[0]?.other).toBeNull();
  });
});
