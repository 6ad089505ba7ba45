import { describe, expect, it } from "vitest";
import type { Token } from "./accessDocuments.ts";
import { expiry, integrationDoes, parseSeverities, severitiesText, tokensSentence, tokenState, unseenText } from "./accessWords.ts";

const now = Date.parse("2026-11-23T14:00:00Z");
const token = (part: Partial<Token>): Token => ({ id: "t", name: "ci", person: { id: "p", name: "Ada" }, roles: ["engineer"], serviceIds: [], expiresAt: null, issuedAt: "2026-11-01T00:00:00Z", usedAt: null, revoked: false, ...part });

describe("tokens", () => {
  it("work until they end or are taken back, and say so before", () => {
    expect([token({}), token({ expiresAt: "2026-12-24T00:00:00Z" }), token({ expiresAt: "2026-12-01T00:00:00Z" }), token({ expiresAt: "2026-11-23T14:00:00Z" }), token({ revoked: true })].map((each) => tokenState(each, now).words)).toEqual(["Works", "Works", "Ends soon", "Expired", "Revoked"]);
  });

  it("end when they were told to", () => {
    expect([expiry("30", now), expiry("", now)]).toEqual(["2026-12-23T14:00:00.000Z", null]);
  });

  it("are counted where they still let somebody in", () => {
    expect(tokensSentence([token({ revoked: true })], now)).toMatch(/^No token/u);
    expect(tokensSentence([token({})], now)).toBe("1 token lets a program in; it has no end.");
    expect(tokensSentence([token({}), token({ expiresAt: "2027-01-01T00:00:00Z" })], now)).toBe("2 tokens let programs in; 1 of them has no end.");
  });
});

describe("integrations", () => {
  it("map severities as people write them, and refuse what is none", () => {
    expect(parseSeverities("critical = 1, page me=2\nwarning = 3,")).toEqual({ critical: 1, "page me": 2, warning: 3 });
    expect(parseSeverities("info = none")).toEqual({ info: null });
    expect(parseSeverities("")).toBeNull();
    expect(Object.entries(parseSeverities("constructor = 1, __proto__ = 2") ?? {})).toEqual([["constructor", 1], ["__proto__", 2]]);
    expect([parseSeverities("critical"), parseSeverities("critical = 5"), parseSeverities("= 1")]).toEqual([null, null, null]);
    expect(parseSeverities(severitiesText({ critical: 1, warning: 3, info: null }))).toEqual({ critical: 1, warning: 3, info: null });
  });

  it("say which alerts cleared that were never seen firing", () => {
    const clear = (name: string) => ({ id: name, name, receivedAt: "2026-11-23T13:00:00Z" });
    expect([unseenText([]), unseenText([clear("DiskFull")]), unseenText([clear("DiskFull"), clear("Errors")])]).toEqual([null, "DiskFull cleared, never seen firing: do firings arrive?", "DiskFull and 1 other cleared, never seen firing: do firings arrive?"]);
  });

  it("say what they do", () => {
    expect(integrationDoes({ kind: "alertmanager", service: { id: "s", slug: "shop" }, severities: { critical: 1, info: null }, defaultSeverity: 3 })).toBe("Alerts become incidents: critical = 1, info = none, others 3; what names no service is shop’s");
    expect(integrationDoes({ kind: "github", service: { id: "s", slug: "shop" }, severities: {}, defaultSeverity: 3 })).toBe("Releases and deploys of shop are noted");
  });
});
