import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { snsAddress } from "./cloudWatch.ts";
import { recognised } from "./recognised.ts";

const now = new Date("2026-11-23T09:00:00.000Z");

describe("a webhook of another product", () => {
  it("is told by its shape, and one of none by nothing", () => {
    expect(recognised({ hello: 1 }, now)).toBeNull();
    expect(recognised(null, now)).toBeNull();
    expect(recognised([], now)).toBeNull();
    expect(
      recognised({ ruleId: 7, ruleName: "CPU", state: "alerting", title: "CPU", tags: { severity: "warning", service: "shop" } }, now),
    ).toMatchObject({
      vendor: "Grafana", reading: { says: "alerts", notice: { alerts: [{ fingerprint: "rule/7", severity: "warning", endsAt: null }] } },
    });
    expect(recognised({ ruleId: 7, ruleName: "CPU", state: "paused", title: "CPU" }, now)).toMatchObject({ reading: { says: "nothing" } });
  });

  it("never leads Ballast anywhere: only SNS's own address is offered to a person", () => {
    const ask = (SubscribeURL: string) => recognised({
      Type: "SubscriptionConfirmation", MessageId: "m", TopicArn: "arn:x", Message: "", Timestamp: "2026-11-23T09:00:00Z", SubscribeURL,
    }, now)?.reading;
    expect(
      ask("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription"),
    ).toMatchObject({ why: expect.stringContaining("open https://sns") as string });
    for (const address of [
      "http://sns.eu-west-1.amazonaws.com/", "https://169.254.169.254/", "https://sns.eu-west-1.amazonaws.com.evil.example/",
      "https://sns.eu-west-1.amazonaws.com:8443/", "https://a@sns.eu-west-1.amazonaws.com/", "https://evil.example/sns.eu.amazonaws.com",
      "javascript:alert(1)",
    ]) {
      expect(snsAddress(address)).toBeNull();
      expect(ask(address)).toMatchObject({ why: expect.stringContaining("do not open it") as string });
    }
  });
});

const real = new URL("../../../../../../shared/data/open/webhooks_alerts.jsonl", import.meta.url);

describe.skipIf(!existsSync(real))("real webhooks of eleven products (skipped where the folder of real records is missing)", () => {
  it("are all known by their shape", () => {
    const lines = readFileSync(real, "utf8").trim().split("\n").map((line) => JSON.parse(line) as { event: string; payload: unknown });
    const read = lines.map(({ event, payload }) => [event, recognised(payload, now)] as const);
    expect(read.filter(([, found]) => found === null)).toEqual([]);
    const says = Object.fromEntries(read.map(([event, found]) => [event, found?.reading.says]));
    expect(Object.entries(says).filter(([, what]) => what !== "alerts").map(([event]) => event)).toEqual([
      "cloudwatch_subscription_confirmation", "cloudwatch_insufficient_data", "pagerduty_alert", "telegram_ack", "telegram_close",
    ]);
  });
});
