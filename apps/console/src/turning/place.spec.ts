import { expect, it } from "vitest";
import { otherThan, variantWord } from "./place.ts";

const flag = { flag: "one-page-pay", environment: "production", valueType: "boolean", offVariant: "no", variants: ["yes", "no"] };
const routes = { ...flag, valueType: "string", offVariant: "a", variants: ["a", "b", "c"] };

it("says on and off of a flag of two values, and names the variants of any other", () => {
  expect(["yes", "no"].map((one) => variantWord(flag, one))).toEqual(["on", "off"]);
  expect(["a", "b"].map((one) => variantWord(routes, one))).toEqual(["a", "b"]);
});

it("turns to the other one", () => {
  expect([otherThan(flag, "yes"), otherThan(flag, "no"), otherThan(flag, null)]).toEqual(["no", "yes", "yes"]);
  expect(otherThan(routes, "b")).toBe("a");
  expect(otherThan({ ...routes, variants: [] }, null)).toBe("a");
});
