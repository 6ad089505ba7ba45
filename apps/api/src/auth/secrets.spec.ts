import { describe, expect, it } from "vitest";
import { keyRing } from "@ballast/eventlog";
import { hashPassword, sameText, verifyPassword } from "./secrets.ts";

const keys = keyRing(Buffer.alloc(32, 7));

describe("passwords", () => {
  it("verifies the right one and no other", async () => {
    const hash = await hashPassword("correct horse");
    expect(await verifyPassword("correct horse", hash)).toBe(true);
    expect(await verifyPassword("correct house", hash)).toBe(false);
    expect(await verifyPassword("correct horse", "nonsense")).toBe(false);
  });

  it("takes the same text in another Unicode form for the same password", async () => {
    expect(await verifyPassword("Kova\u010d", await hashPassword("Kovac\u030c"))).toBe(true);
  });
});

describe("sealing", () => {
  it("opens what it sealed", () => expect(keys.open(keys.seal("secret"))).toBe("secret"));
  it("does not open what another key sealed", () => expect(keyRing(Buffer.alloc(32, 8)).open(keys.seal("secret"))).toBeNull());
  it("does not open altered text", () =>
    expect(keys.open(keys.seal("secret").replace(/.$/, (last) => (last === "A" ? "B" : "A")))).not.toBe("secret"));
  it("never gives the same text twice", () => expect(keys.seal("secret")).not.toBe(keys.seal("secret")));
});

describe("comparing", () => {
  it("tells same from different", () => {
    expect(sameText("a", "a")).toBe(true);
    expect(sameText("a", "ab")).toBe(false);
  });
});
