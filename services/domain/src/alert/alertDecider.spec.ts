import type { AlertEvent, DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { alertDecider } from "./alertDecider.ts";

const alertId = "00000000-0000-4000-8000-000000000001";
const now = "2026-03-01T10:00:00Z";
const alert: DataOf<"AlertFired"> = {
  alertId, integrationId: "00000000-0000-4000-8000-000000000002", fingerprint: "f1", groupKey: "{}:{}", name: "HighErrorRate", summary: "5 % errors",
  startsAt: "2026-03-01T09:59:30Z", severity: "critical", labels: { service: "checkout" }, annotations: {}, serviceId: null, generatorUrl: null,
};
const fired: AlertEvent = { type: "AlertFired", data: alert };
const cleared: AlertEvent = { type: "AlertCleared", data: { alertId, endsAt: now } };
const fire = { type: "FireAlert", now, ...alert } as const;
const clear = { type: "ClearAlert", now, alertId, endsAt: now } as const;

describe("an alert", () => {
  it("fires once, however often it is reported", () => {
    given(alertDecider, []).when(fire).then([fired]);
    given(alertDecider, [fired]).when({ ...fire, summary: "6 % errors" }).then([]);
  });
  it("clears once", () => {
    given(alertDecider, [fired]).when(clear).then([cleared]);
    given(alertDecider, [fired, cleared]).when({ ...clear, endsAt: "2026-03-01T10:05:00Z" }).then([]);
    expect(given(alertDecider, [fired, cleared]).state).toEqual({ status: "cleared", alert, endsAt: now });
  });
  it("drops a clear without a firing alert", () => {
    given(alertDecider, []).when(clear).then([]);
  });
  it("does not fire again when a late report arrives after its end", () => {
    given(alertDecider, [fired, cleared]).when(fire).then([]);
  });
  it("keeps its first facts whatever the log holds", () => {
    expect(given(alertDecider, [cleared, fired, { ...fired, data: { ...alert, name: "Other" } }]).state).toEqual({ status: "firing", alert });
  });
});
