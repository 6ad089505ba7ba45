import { describe, expect, it } from "vitest";
import { channels, formOf, pagingSentence, rulesOf, type PagingRules } from "./myPaging.ts";

const rules: PagingRules = {
  high: [{ channel: "chat", afterMinutes: 0 }, { channel: "mail", afterMinutes: 5 }], low: [{ channel: "mail", afterMinutes: 0 }],
  lowHours: { from: "08:00", to: "20:00" },
};

describe("rules of paging as they are typed", () => {
  it("are read back as they were saved; at first all channels are used at once, at any hour", () => {
    expect(rulesOf(formOf(rules))).toEqual(rules);
    const all = channels.map((channel) => ({ channel, afterMinutes: 0 }));
    expect(rulesOf(formOf(null))).toEqual({ high: all, low: all, lowHours: null });
  });

  it("cannot be saved without a channel at once, with half minutes, or without hours", () => {
    const form = formOf(rules);
    for (const high of [{ chat: "", mail: "" }, { chat: "5", mail: "10" }, { chat: "0", mail: "1.5" }, { chat: "0", mail: "61" }])
      expect(rulesOf({ ...form, high: { ...form.high, ...high } })).toBeNull();
    expect(rulesOf({ ...form, to: "08:00" })).toBeNull();
    expect(rulesOf({ ...form, to: "" })).toBeNull();
  });

  it("are told in a sentence", () => {
    const person = {
      id: "a", name: "Ana", timeZone: "UTC", email: "a@example.org", chatWebhookUrl: null, phone: null, pushUrl: null, pagerDutyKey: null,
      channels: ["mail" as const], channelStates: [],
      reminders: { turnDays: null, standInDays: null, weekly: false }, lastAnswered: null, pagingRules: rules,
    };
    expect(pagingSentence(person)).toBe(
      "Severities 1 and 2 call you by chat at once, mail after 5 min; 3 and 4 by mail at once, between 08:00 and 20:00.",
    );
    expect(pagingSentence({ ...person, pagingRules: null })).toBe("Every page calls you by all your channels at once.");
    expect(pagingSentence({ ...person, channels: [] })).toMatch(/^Nothing can wake you/u);
  });
});
