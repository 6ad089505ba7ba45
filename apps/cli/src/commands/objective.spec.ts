import { expect, it } from "vitest";
import { partOf } from "./objective.command.ts";

it("a part of an objective is a service, a component of it, and its share", () => {
  expect(partOf("checkout")).toEqual({ service: "checkout", component: null, sharePercent: 100 });
  expect(partOf("checkout/Card payments=62.5")).toEqual({ service: "checkout", component: "Card payments", sharePercent: 62.5 });
  expect(partOf("search=40")).toEqual({ service: "search", component: null, sharePercent: 40 });
  for (const nonsense of ["", "=40", "checkout=", "checkout=much"]) expect(() => partOf(nonsense), nonsense).toThrow("names no part");
});
