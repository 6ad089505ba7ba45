import { describe, expect, it } from "vitest";
import { pageMessage, rollbackMessage, type PageContent } from "./pageMessage.ts";

const page: PageContent = {
  confidential: false,
  alerts: [],
  moreAlerts: 0,
  runbookUrls: [], conferenceLink: null,
  reference: "INC-42",
  title: "Checkout fails for a third of customers",
  severity: 1,
  services: ["Checkout"],
  reason: "Errors at 6.1 % since 2026.11.4.",
  impactStartAt: "2026-11-04T13:00:00+01:00",
  step: "person",
  link: "https://ballast.example/pages/1",
};

describe("a page", () => {
  it("says what, since when, and where to acknowledge", () => {
    expect(pageMessage(page)).toEqual({
      subject: "SEV1 Checkout fails for a third of customers (INC-42)",
      text: "Errors at 6.1 % since 2026.11.4.\nService: Checkout\nImpact since 2026-11-04 12:00 UTC\n\nYou are on call. Acknowledge: https://ballast.example/pages/1 (sign in and press the button there; opening it answers nothing yet)",
      link: page.link,
    });
  });

  it("says which alert, where, its source, and the runbooks, once each", () => {
    const alert = {
      name: "HighErrors",
      summary: "6 % fail",
      labels: [
        ["cluster", "eu-1"],
        ["customer", "…"],
      ],
      sourceUrl: "https://prometheus.example.org/g",
      runbookUrl: "https://runbooks.example.org/checkout",
    } as const;
    const { text } = pageMessage({
      ...page, alerts: [alert, alert, alert], moreAlerts: 1, runbookUrls: ["https://runbooks.example.org/checkout"],
    });
    expect(pageMessage({ ...page, conferenceLink: "https://meet.example.org/7" }).text)
      .toContain("They talk at https://meet.example.org/7\n");
    expect(text.split("\n").slice(3, 6)).toEqual([
      "Alert: HighErrors: 6 % fail",
      "  cluster=eu-1, customer=…",
      "  https://prometheus.example.org/g",
    ]);
    expect(text).toContain("and 1 more alert\nRunbook: https://runbooks.example.org/checkout\n\n");
  });

  it("says of a private incident number and severity only", () => {
    const { subject, text } = pageMessage({ ...page, confidential: true, runbookUrls: ["https://runbooks.example.org/checkout"] });
    expect(subject).toBe("SEV1 INC-42");
    for (const secret of [page.title, page.reason, "Checkout", "runbooks", "12:00"]) expect(text).not.toContain(secret);
    expect(text).toContain("Acknowledge: https://ballast.example/pages/1");
  });

  it("says why it comes to somebody else", () => {
    expect(pageMessage({ ...page, step: "next" }).text).toContain("you are next");
    expect(pageMessage({ ...page, step: "everyone" }).text).toContain("goes to everyone");
  });

  it("leaves out what nobody knows", () => {
    const bare = pageMessage({ ...page, reference: null, severity: null, services: [], impactStartAt: null });
    expect(bare.subject).toBe("Checkout fails for a third of customers");
    expect(bare.text.split("\n")).toHaveLength(3);
  });
});

describe("the notice of a rollback", () => {
  const notice = {
    service: "checkout",
    environment: "production",
    version: "v3",
    toVersion: "v2",
    reason: "30 % of 500 requests failed.",
    effect: "errors 6.1 → 0.4 % in 40 s",
    link: "https://ballast.example/deploys/1",
  };

  it("says what happened and what it did", () => {
    expect(rollbackMessage(notice)).toMatchObject({
      subject: "checkout v3 was rolled back in production",
      text: "30 % of 500 requests failed.\nv3 was rolled back, v2 serves everyone again.\nEffect: errors 6.1 → 0.4 % in 40 s.\n\nhttps://ballast.example/deploys/1",
    });
    expect(rollbackMessage({ ...notice, toVersion: null, effect: null }).text).toContain("nothing serves it now");
  });
});
