import { describe, expect, it } from "vitest";
import type { Command } from "./commands.ts";
import { grouped, rank, score } from "./rank.ts";

const command = (title: string, group = "Go to", keywords?: string): Command => ({
  id: title,
  title,
  group,
  run: () => undefined,
  ...(keywords === undefined ? {} : { keywords }),
});

describe("the palette's ranking", () => {
  it("puts a prefix before a word's beginning, before letters in order", () => {
    expect(score("Releases", "rel")).toBeGreaterThan(score("Open releases", "rel"));
    expect(score("Open releases", "rel")).toBeGreaterThan(score("Rotate the lock", "rel"));
    expect(score("Releases", "xyz")).toBe(0);
  });

  it("finds by other words, after titles", () => {
    const found = rank([command("Theme: dark", "Look", "night"), command("Nightly deploys")], "night");
    expect(found.map((each) => each.title)).toEqual(["Nightly deploys", "Theme: dark"]);
  });

  it("shows all of them as they stand before anything is typed", () => {
    expect(rank([command("B"), command("A")], " ").map((each) => each.title)).toEqual(["B", "A"]);
  });

  it("groups in order of appearance", () => {
    expect(
      grouped([command("a", "Go to"), command("b", "Do"), command("c", "Go to")]).map(([group, list]) => [group, list.length]),
    ).toEqual([
      ["Go to", 2],
      ["Do", 1],
    ]);
  });
});
