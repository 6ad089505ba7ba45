import { idNamespace } from "@ballast/schema";
import { v5 } from "uuid";
import { describe, expect, it } from "vitest";
import { commandIdOf, ids } from "./ids.ts";

describe("ids", () => {
  it("are the same whoever asks, and UUIDs of version 5", () => {
    expect(ids.service("checkout")).toBe(ids.service("checkout"));
    expect(ids.service("checkout")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("are what anybody else makes of the same name", () => {
    for (const name of ["checkout", "", "Zahlung für Grüße – 支付 🧭", "a".repeat(5_000), "half \ud800 a character"])
      expect(ids.command(name, 7)).toBe(v5(JSON.stringify(["command", name, 7]), idNamespace));
  });

  it("keep kinds and parts apart", () => {
    expect(ids.lane("a", "b")).not.toBe(ids.release("a", "b"));
    expect(ids.release("a", "b/c")).not.toBe(ids.release("a/b", "c"));
    expect(ids.event("c", "deploy-1", 0)).not.toBe(ids.event("c", "lane-1", 0));
  });

  it("find a person whatever the case of the login", () => {
    expect(ids.person("Ada@example.org ")).toBe(ids.person("ada@example.org"));
  });

  it("name the same command for the same actor, mutation and key only", () => {
    expect(commandIdOf("p1", "deploy", "k")).toBe(commandIdOf("p1", "deploy", "k"));
    expect(new Set([commandIdOf("p1", "deploy", "k"), commandIdOf("p2", "deploy", "k"), commandIdOf("p1", "rollback", "k")]).size).toBe(3);
  });
});
