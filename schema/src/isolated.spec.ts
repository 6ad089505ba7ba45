import { expect, it } from "vitest";
import { isolated, isolatedDeep } from "./isolated.ts";

it("text that is read from the right has a direction of its own; any other is as it was", () => {
  expect(isolated("Orders fail – große Störung")).toBe("Orders fail – große Störung");
  expect(isolated("התשלום נכשל")).toBe("\u2068התשלום נכשל\u2069");
  expect(isolated("quiet \u202ereversed")).toBe("\u2068quiet \u202ereversed\u2069");
  expect(isolated("ends\u2069 early\u2067")).toBe("\u2068ends early\u2069");
});

it("of a value, all text in it, and nothing is copied where nothing turns words round", () => {
  const plain = { title: "Orders fail", services: ["checkout"], at: null };
  expect(isolatedDeep(plain)).toBe(plain);
  expect(isolatedDeep({ title: "فشل الدفع", of: [{ note: "a\u200f" }] }))
    .toEqual({ title: "\u2068فشل الدفع\u2069", of: [{ note: "\u2068a\u200f\u2069" }] });
});
