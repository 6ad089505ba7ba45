import type { DataOf, IntegrationEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { integrationDecider, severityOfAlert, type IntegrationCommand } from "./integrationDecider.ts";

const integrationId = "00000000-0000-4000-8000-000000000001";
const now = "2026-03-01T10:00:00Z";
const integration: DataOf<"IntegrationAdded"> = {
  integrationId, kind: "alertmanager", name: "Prometheus", keyHash: "ab12", sealedSecret: null, serviceId: null,
  severities: { critical: 1, Warning: 2, info: null }, defaultSeverity: 3, redactedLabels: [], mapping: null,
};
const added: IntegrationEvent = { type: "IntegrationAdded", data: integration };
const removed: IntegrationEvent = { type: "IntegrationRemoved", data: { integrationId } };
const [ownerId, otherId] = ["00000000-0000-4000-8000-000000000009", "00000000-0000-4000-8000-000000000010"];
const owned = (personId = ownerId): IntegrationEvent => ({ type: "IntegrationHandedOver", data: { integrationId, ownerId: personId } });
const add = { type: "AddIntegration", now, ownerId, ...integration } as const;
const remove = { type: "RemoveIntegration", now, integrationId } as const;

describe("an integration", () => {
  it("is added once", () => {
    given(integrationDecider, []).when(add).then([added, owned()]);
    given(integrationDecider, [added]).when(add).then([]);
    const github = { ...integration, kind: "github", keyHash: null, sealedSecret: "sealed" } as const;
    given(integrationDecider, []).when({ ...add, ...github }).then([{ type: "IntegrationAdded", data: github }, owned()]);
  });
  it("refuses an id in use, also of one that was removed", () => {
    given(integrationDecider, [added])
      .when({ ...add, name: "Other" })
      .thenRejected("ALREADY_EXISTS", { path: ["integrationId"], message: "Prometheus" });
    given(integrationDecider, [added, removed]).when(add).thenRejected("ALREADY_EXISTS", { message: "removed" });
  });
  it("takes signed messages of topics only, once they are named, where such messages come in", () => {
    const webhook: IntegrationEvent = { type: "IntegrationAdded", data: { ...integration, kind: "webhook" } };
    const arn = (name: string): string => `arn:aws:sns:eu-west-1:123456789012:${name}`;
    const name = (topics: string[]): IntegrationCommand => ({ type: "NameTopics", now, integrationId, topics });
    const named = (topics: readonly string[]): IntegrationEvent => ({
      type: "IntegrationTopicsNamed", data: { integrationId, topics: [...topics] },
    });
    given(integrationDecider, [webhook]).when(name([arn("b"), arn("a"), arn("b")])).then([named([arn("a"), arn("b")])]);
    given(integrationDecider, [webhook, named([arn("a")])]).when(name([arn("a")])).then([]);
    given(integrationDecider, [webhook]).when(name([])).then([]);
    given(integrationDecider, [added]).when(name([arn("a")])).thenRejected("INVALID_INPUT");
    given(integrationDecider, [removed]).when(name([arn("a")])).thenRejected("NOT_FOUND");
  });
  it("refuses to stand open", () => {
    given(integrationDecider, []).when({ ...add, keyHash: null }).thenRejected("INVALID_INPUT", { path: ["keyHash"] });
    given(integrationDecider, []).when({ ...add, kind: "github" }).thenRejected("INVALID_INPUT", { path: ["sealedSecret"] });
  });
  it("refuses to leave open what calls people", () => {
    given(integrationDecider, [])
      .when({ ...add, severities: {} })
      .thenRejected("INVALID_INPUT", { path: ["severities"], message: "mapping" });
    given(integrationDecider, [])
      .when({ ...add, severities: { critical: 1, Critical: 2 } })
      .thenRejected("INVALID_INPUT", { path: ["severities"], message: "critical" });
  });
  it.each([
    ["critical", 1],
    ["CRITICAL", 1],
    [" warning ", 2],
    ["Info", null],
    ["P1", 3],
    ["constructor", 3],
    ["__proto__", 3],
    ["", 3],
    [null, 3],
  ])("takes an alert of severity %j as %j", (label, severity) => {
    expect(severityOfAlert(integration, label)).toBe(severity);
  });
  it("is looked after by who added it, until they hand it over", () => {
    const handOver = { type: "HandOverIntegration", now, integrationId, ownerId: otherId } as const;
    given(integrationDecider, [added, owned()]).when(handOver).then([owned(otherId)]);
    given(integrationDecider, [added, owned(otherId)]).when(handOver).then([]);
    given(integrationDecider, [added]).when(handOver).then([owned(otherId)]);
    for (const gone of [[], [added, removed]])
      given(integrationDecider, gone).when(handOver).thenRejected("NOT_FOUND", { path: ["integrationId"] });
    expect(given(integrationDecider, [added, owned(), owned(otherId)]).state).toMatchObject({ ownerId: otherId });
  });
  it("is removed once, if it was there", () => {
    given(integrationDecider, [added]).when(remove).then([removed]);
    given(integrationDecider, [added, removed]).when(remove).then([]);
    given(integrationDecider, []).when(remove).thenRejected("NOT_FOUND", { path: ["integrationId"] });
    expect(given(integrationDecider, [removed]).state).toEqual({ status: "absent" });
    expect(given(integrationDecider, [added, { ...added, data: { ...integration, name: "x" } }]).state).toMatchObject({
      name: "Prometheus",
    });
  });
});
