import { expect, it } from "vitest";
import { mapCustomer } from "./customers.ts";
import { onceEach } from "./onceEach.ts";

const whole = {
  id: "acme", name: "Acme GmbH", plan: "Enterprise", region: "eu-west", attributes: { seats: 120, pilot: true, tags: ["early"] },
};

it("takes a customer as its source describes it", () => {
  expect(mapCustomer(whole)).toEqual({ record: whole, problems: [] });
});

it("takes an id as it is, and one that nobody named by its id", () => {
  expect(mapCustomer({ id: " Zürich Süd " })).toEqual({
    record: { id: " Zürich Süd ", name: "Zürich Süd", plan: null, region: null, attributes: {} }, problems: [],
  });
  expect(mapCustomer({ id: 42, plan: "" }).record).toMatchObject({ id: "42", name: "42", plan: null });
  expect(mapCustomer(JSON.parse("{\"id\": \"__proto__\"}")).record).toMatchObject({ id: "__proto__", name: "__proto__" });
});

it.each([
  ["no object", "acme", "a customer was expected, not \"acme\""],
  ["no id", { name: "Acme" }, "missing: id"],
  ["an id that is too long", { id: "x".repeat(201) }, "id: Too big: expected string to have <=200 characters"],
  ["attributes that are none", { ...whole, attributes: ["a"] }, "attributes: Invalid input: expected record, received array"],
  [
    "a number of which readers differ",
    { ...whole, attributes: { n: 9_007_199_254_740_992 } },
    "attributes.n: Too big: expected number to be <=9007199254740991",
  ],
  [
    "a name that would be lost",
    JSON.parse('{"id": "a", "attributes": {"__proto__": {}}}'),
    "attributes: an attribute cannot be called __proto__",
  ],
])("says why it cannot use %s", (_, given, why) => {
  expect(mapCustomer(given)).toEqual({ record: null, problems: [why] });
});

it("takes the first of two that say different things of one customer, and names the other", async () => {
  const items = [
    { line: 1, ...mapCustomer(whole) },
    { line: 2, ...mapCustomer({ ...whole, plan: "Trial" }) },
    { line: 3, ...mapCustomer(whole) },
  ];
  const told: (readonly [number, readonly string[]])[] = [];
  for await (const { line, problems } of onceEach(items)) told.push([line, problems]);
  expect(told).toEqual([[1, []], [2, ["\"acme\" is told otherwise in line 1 already, which counts"]], [3, []]]);
});
