import type { DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { redactionOf, tellAlert } from "./tellAlert.ts";

const id = "00000000-0000-4000-8000-000000000001";
const alert: DataOf<"AlertFired"> = {
  alertId: id,
  integrationId: id,
  fingerprint: "f",
  groupKey: "g",
  name: "HighErrors",
  summary: "6 % of acme corp's requests fail",
  startsAt: "2026-03-01T10:00:00Z",
  severity: "critical",
  serviceId: null,
  ordinal: 1,
  labels: { alertname: "HighErrors", severity: "critical", service: "checkout", cluster: "eu-1", Customer: "acme corp", __tmp: "x" },
  annotations: { runbook_url: "https://runbooks.example.org/errors" }, generatorUrl: "https://prometheus.example.org/graph?q=acme%20corp",
};
const told = (redactedLabels: readonly string[]) => tellAlert(alert, { redactedLabels, redact: redactionOf([alert], redactedLabels) });

describe("what a page says of an alert", () => {
  it("is what it says, where, its source and its runbook, and nothing that is said elsewhere", () => {
    expect(told([])).toEqual({
      name: "HighErrors", summary: "6 % of acme corp's requests fail", labels: [["cluster", "eu-1"], ["Customer", "acme corp"]],
      sourceUrl: "https://prometheus.example.org/graph?q=acme%20corp", runbookUrl: "https://runbooks.example.org/errors",
    });
  });

  it("hides what the integration marks, wherever it stands", () => {
    const { summary, labels, sourceUrl } = told(["customer"]);
    expect({ summary, labels, sourceUrl }).toEqual({
      summary: "6 % of …'s requests fail",
      labels: [
        ["cluster", "eu-1"],
        ["Customer", "…"],
      ],
      sourceUrl: "https://prometheus.example.org/graph?q=…",
    });
  });

  it("hides a longer value before one that is part of it", () => {
    const labels = { team: "acme", Customer: "acme corp" };
    expect(redactionOf([{ labels }], ["team", "customer"])("acme corp and acme")).toBe("… and …");
    expect(redactionOf([{ labels: { Customer: "acme corp", team: "acme" } }], ["team", "customer"])("acme corp")).toBe("…");
  });

  it("has no source and no runbook where the alert names none", () => {
    const bare = { ...alert, generatorUrl: null, annotations: {} };
    expect(tellAlert(bare, { redactedLabels: [], redact: (text) => text })).toMatchObject({ sourceUrl: null, runbookUrl: null });
  });

  it("stays short, whatever an alert carries", () => {
    const labels = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`label${index}`, "x".repeat(10_000)]));
    const { labels: shown } = tellAlert({ ...alert, labels }, { redactedLabels: [], redact: (text) => text });
    expect(shown).toHaveLength(8);
    expect(shown[0]?.[1]).toHaveLength(80);
  });
});
