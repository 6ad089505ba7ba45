import { describe, expect, it } from "vitest";
import { deliverySays, integrationDoes, parseSeverities, severitiesText, unseenText } from "./integrationWords.ts";

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
    expect([unseenText([]), unseenText([clear("DiskFull")]), unseenText([clear("DiskFull"), clear("Errors")])]).toEqual([
      null,
      "DiskFull cleared, never seen firing: do firings arrive?",
      "DiskFull and 1 other cleared, never seen firing: do firings arrive?",
    ]);
  });

  it("say what they do", () => {
    expect(
      integrationDoes({
        kind: "alertmanager", service: { id: "s", slug: "shop" }, severities: { critical: 1, info: null }, defaultSeverity: 3,
      }),
    ).toBe("Alerts become incidents: critical = 1, info = none, others 3; what names no service is shop’s");
    expect(integrationDoes({ kind: "github", service: { id: "s", slug: "shop" }, severities: {}, defaultSeverity: 3 })).toBe(
      "Releases and deploys of shop are noted",
    );
  });

  it("say what became of what came", () => {
    const delivery = {
      deliveryId: "d", at: "2026-11-23T13:00:00Z", action: "trigger", outcome: "accepted", why: "", fired: 0, cleared: 0, repeated: 0,
      refused: 0, bytes: 2, body: "{}",
    };
    expect([
      deliverySays(delivery), deliverySays({ ...delivery, fired: 2, repeated: 1, refused: 1, why: "alerts.3: no labels" }),
      deliverySays({ ...delivery, outcome: "refused", refused: 1, why: "it is no JSON" }),
    ]).toEqual(["Recorded", "2 alerts fired · 1 known already · 1 not readable · alerts.3: no labels", "it is no JSON"]);
  });
});
