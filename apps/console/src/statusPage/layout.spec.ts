import { describe, expect, it } from "vitest";
import { emptyLine, layoutOf, movedUp } from "./layout.ts";

const line = (name: string, group = "") => ({ ...emptyLine, name, service: "shop", group });

describe("what stands on a page, edited", () => {
  it("is asked for in its order, with each group once; empty lines are none, half ones are not asked for", () => {
    const groups = [{ id: "g", name: "Shop", about: "What sells" }];
    const asked = layoutOf([line("Checkout", "Shop"), emptyLine, line("Mail"), line("Search", " Shop ")], { groups });
    expect(asked?.groups).toEqual([{ id: null, name: "Shop", about: "What sells" }]);
    expect(asked?.components.map(({ name, group }) => [name, group])).toEqual([["Checkout", "Shop"], ["Mail", null], ["Search", "Shop"]]);
    expect(layoutOf([{ ...emptyLine, name: "Mail" }], { groups })).toBeNull();
  });

  it("moves up by one, but not over the top", () => {
    const lines = [line("a"), line("b")];
    expect(movedUp(lines, 1).map(({ name }) => name)).toEqual(["b", "a"]);
    expect(movedUp(lines, 0)).toBe(lines);
  });
});
