import { describe, expect, it } from "vitest";
import type { Token } from "./tokenDocuments.ts";
import { clientCode, expiry, letsIn, limitWords, tokensSentence, tokenState } from "./tokenWords.ts";

const now = Date.parse("2026-11-23T14:00:00Z");
const token = (part: Partial<Token>): Token => ({
  id: "t", name: "ci", person: { id: "p", name: "Ada" }, roles: ["engineer"], environment: null, serviceIds: [], expiresAt: null,
  issuedAt: "2026-11-01T00:00:00Z", usedAt: null, revoked: false, issuerLeft: false, ...part,
});

describe("tokens", () => {
  it("work until they end or are taken back, and say so before", () => {
    expect(
      [
        token({}),
        token({ expiresAt: "2026-12-24T00:00:00Z" }),
        token({ expiresAt: "2026-12-01T00:00:00Z" }),
        token({ expiresAt: "2026-11-23T14:00:00Z" }),
        token({ revoked: true, issuerLeft: true }),
        token({ issuerLeft: true }),
        token({ issuerLeft: true, expiresAt: "2026-11-23T14:00:00Z" }),
      ].map((each) => tokenState(each, now).words),
    ).toEqual(["Works", "Works", "Ends soon", "Expired", "Revoked", "Issuer left", "Expired"]);
    // It goes on, so it can be revoked, and is counted among those that let somebody in.
    expect([token({ issuerLeft: true }), token({ revoked: true })].map((one) => letsIn(one, now))).toEqual([true, false]);
  });

  it("end when they were told to", () => {
    expect([expiry("30", now), expiry("", now)]).toEqual(["2026-12-23T14:00:00.000Z", null]);
  });

  it("are counted where they still let somebody in", () => {
    expect(tokensSentence([token({ revoked: true })], now)).toMatch(/^No token/u);
    expect(tokensSentence([token({})], now)).toBe("1 token lets a program in; it has no end.");
    expect(tokensSentence([token({}), token({ expiresAt: "2027-01-01T00:00:00Z" })], now)).toBe(
      "2 tokens let programs in; 1 of them has no end.",
    );
  });

  it("say what they are limited to", () => {
    expect([{ environment: "production" }, {}, { serviceIds: ["s"] }].map((part) => limitWords(token(part)))).toEqual([
      "flags in production", "every service", "1 service",
    ]);
  });

  it("of applications come with what to write into them", () => {
    const code = clientCode("https://ballast.example", "bt_secret");
    expect(code.split("\n")).toHaveLength(3);
    expect(code).toContain('baseUrl: "https://ballast.example", headers: [["Authorization", "Bearer bt_secret"]]');
  });
});
