import type { ManagedFlag } from "@ballast/domain/flag";
import type { OpenTargeting } from "@ballast/domain/targeting";
import { expect, it } from "vitest";
import { evidenceOf, type EvidenceSource } from "./evidence.ts";

const now = new Date("2026-11-28T03:06:00.000Z");
const killedAt = new Date("2026-11-28T03:05:30.000Z");
const flag: ManagedFlag = {
  status: "managed", flagId: "f", key: "one-page-pay", kind: "release", valueType: "boolean", offVariant: "off", seed: "s",
  variants: [{ name: "on", value: true }, { name: "off", value: false }], bucketBy: "targetingKey", description: "", ownerId: "o",
  expiresAt: null, serviceIds: [], metrics: [], metadata: {}, engine: "flagd-core@4.0.1+compiler.1", archived: null, cleanUpAfterDays: null,
};
const override = (customer: string) => ({ customer, variant: "on", expiresAt: null, incidentId: null, reason: "pilot" });
const targeting: OpenTargeting = {
  status: "open", targetingId: "t", flagId: "f", environment: "production", offVariant: "off", overrides: [override("acme")], changes: 0,
  requests: [], ramp: null, stale: null, kills: [{ killId: "k", reason: null, incidentId: null }],
  rules: { prerequisites: [], rules: [], rollout: null, defaultVariant: "off" },
};
const held = { world: () => ({ flag: () => undefined, segment: () => undefined }), customer: () => undefined };
const question = { subject: { flag, targeting }, held, services: ["checkout", "billing"], killedAt, seconds: 300, now };

/** A fleet in which those with the flag fail before the kill, and not afterwards. */
function fleet(): EvidenceSource & { readonly asked: object[] } {
  const asked: object[] = [];
  return {
    asked,
    customers: ({ service }) => Promise.resolve(service === "checkout" ? ["acme", "globex"] : ["globex", "initech"]),
    divided: ({ from, to, groups, services }) => {
      asked.push({ from: from.toISOString(), to: to.toISOString(), groups, services });
      return Promise.resolve(groups.map((ids) => ({ requests: 1_000, errors: ids.includes("acme") && to <= killedAt ? 61 : 4 })));
    },
  };
}

it("holds those with the flag against those without, before the kill, and says what became of them since", async () => {
  const source = fleet();
  expect(await evidenceOf(source, question)).toEqual({
    from: "2026-11-28T03:00:30.000Z", to: "2026-11-28T03:05:30.000Z",
    within: { requests: 1_000, errors: 61, errorsPer100k: 6_100 }, without: { requests: 1_000, errors: 4, errorsPer100k: 400 },
    sinceKill: { requests: 1_000, errors: 4, errorsPer100k: 400 }, sinceKillMs: 30_000,
  });
  const groups = [["acme"], ["globex", "initech"]];
  expect(source.asked).toEqual([
    { from: "2026-11-28T03:00:30.000Z", to: "2026-11-28T03:05:30.000Z", groups, services: ["billing"] },
    { from: "2026-11-28T03:05:30.000Z", to: "2026-11-28T03:06:00.000Z", groups, services: ["billing"] },
  ]);
});

it("is of now while nothing is killed, and is nothing where the fleet does not answer or runs none of its services", async () => {
  expect(await evidenceOf(fleet(), { ...question, killedAt: null })).toMatchObject({
    from: "2026-11-28T03:01:00.000Z", to: now.toISOString(), sinceKill: null, sinceKillMs: null,
  });
  expect(await evidenceOf(fleet(), { ...question, services: [] })).toBeNull();
  expect(await evidenceOf({ ...fleet(), customers: () => Promise.resolve(null) }, question)).toBeNull();
  expect(await evidenceOf({ ...fleet(), divided: () => Promise.resolve(null) }, question)).toBeNull();
});
