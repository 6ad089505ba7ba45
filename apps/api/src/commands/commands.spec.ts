import { Rejection } from "@ballast/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ZodError } from "zod";
import type { Role } from "@ballast/schema";
import { permissions } from "../auth/permissions.ts";
import type { Principal } from "../auth/principal.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { mutations as allMutations } from "../slices.ts";

let spec: SpecServer;
let admin: Principal;
beforeAll(async () => {
  spec = await specServer();
  admin = await spec.person("ada");
});
afterAll(() => spec.close());

/** How an attempt was answered: a refusal's code, INVALID_INPUT for input that a schema refuses, or `done`. */
async function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return "done";
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    if (error instanceof ZodError) return "INVALID_INPUT";
    throw error;
  }
}

const roles: readonly Role[] = ["viewer", "engineer", "responder", "commander", "tpm", "admin"];
const principalWith = (role: Role): Principal => ({ ...admin, roles: [role] });

describe("who may do what", () => {
  it("knows the mutations by their names, each once", () => {
    const names = allMutations.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(58);
  });

  it.each(allMutations.map(({ name, permission }) => [name, permission] as const))("%s takes %s", async (name, permission) => {
    expect(await outcomeOf(spec.run(null, name, {}))).toBe("NOT_SIGNED_IN");
    const granted: readonly Role[] = permissions[permission];
    for (const role of roles) {
      // Empty input: whoever may is told about the input, whoever may not is told that.
      const refused = (await outcomeOf(spec.run(principalWith(role), name, {}))) === "NOT_ALLOWED";
      expect([role, refused]).toEqual([role, !granted.includes(role)]);
    }
  });

  it("keeps a token that is limited to one service away from the others, and from what concerns all", async () => {
    await spec.run(admin, "registerService", { slug: "mine", name: "Mine" });
    const { recordId } = await spec.run(admin, "registerService", { slug: "other", name: "Other" });
    const limited: Principal = { ...admin, means: "api-token", serviceIds: [recordId] };
    const thresholds = { pageErrorsPer100k: 5, pageCustomers: 5 };
    expect(await outcomeOf(spec.run(limited, "setThresholds", { service: "other", ...thresholds }))).toBe("done");
    expect(await outcomeOf(spec.run(limited, "setThresholds", { service: "mine", ...thresholds }))).toBe("NOT_ALLOWED");
    expect(await outcomeOf(spec.run(limited, "addPerson", { login: "x", name: "X", roles: ["admin"] }))).toBe("NOT_ALLOWED");
    expect(await outcomeOf(spec.run(limited, "declareIncident", { title: "T", severity: 1 }))).toBe("NOT_ALLOWED");
    expect(await outcomeOf(spec.run(limited, "declareIncident", { title: "T", severity: 1, services: ["other"] }))).toBe("done");
  });
});

describe("one command, once", () => {
  it("answers a repeated key as the first time and does nothing again", async () => {
    const input = { title: "Checkout is slow", severity: 3, idempotencyKey: "k-1" };
    const first = await spec.run(admin, "declareIncident", input);
    const second = await spec.run(admin, "declareIncident", input);
    expect(second).toMatchObject({ recordId: first.recordId, replayed: true });
    expect(first.replayed).toBe(false);
    expect(first.eventIds.length).toBeGreaterThan(0);
    expect((await spec.server.log.read(`incident-${first.recordId}`)).events).toHaveLength(2);
  });

  it("refuses a key with another payload, and lets another person have the same key", async () => {
    await spec.run(admin, "registerService", { slug: "keyed", name: "Keyed", idempotencyKey: "k-2" });
    expect(await outcomeOf(spec.run(admin, "registerService", { slug: "keyed", name: "Another", idempotencyKey: "k-2" }))).toBe(
      "IDEMPOTENCY_KEY_REUSED",
    );
    const other = await spec.person("grace");
    expect(await outcomeOf(spec.run(other, "registerService", { slug: "keyed-too", name: "Keyed too", idempotencyKey: "k-2" }))).toBe(
      "done",
    );
  });

  it("refuses a revision that is not the record's any more, and accepts the one that is", async () => {
    await spec.run(admin, "registerService", { slug: "revised", name: "Revised" });
    const change = (name: string, expectedRevision: number) =>
      outcomeOf(spec.run(admin, "describeService", { service: "revised", name, expectedRevision }));
    expect(await change("One", 0)).toBe("done");
    expect(await change("Two", 0)).toBe("REVISION_CONFLICT");
    expect(await change("Two", 1)).toBe("done");
  });

  it("answers when this server can read what was written", async () => {
    const { behind, recordId } = await spec.run(admin, "registerService", { slug: "visible", name: "Visible" });
    expect(behind).toBe(false);
    expect(spec.server.readModel.services.get(recordId)?.name).toBe("Visible");
  });
});

describe("what the input says wrongly", () => {
  it("is named by its field, before anything is written", async () => {
    const before = await spec.server.log.lastPosition();
    const attempt = spec.run(admin, "setDeployPlan", {
      service: "visible", environment: "production",
      plan: { steps: [{ percent: 50, bakeMs: 1, analysis: { minSamples: 1, maxErrorsPer100k: 1, minEffectPer100k: 1 } }], soakMs: 0 },
    });
    const error = await attempt.catch((reason: unknown) => reason);
    expect(error instanceof ZodError && error.issues[0]?.path.join(".")).toBe("plan");
    expect(await outcomeOf(spec.run(admin, "describeService", { service: "No Such!" }))).toBe("INVALID_INPUT");
    expect(await outcomeOf(spec.run(admin, "describeService", { service: "no-such" }))).toBe("NOT_FOUND");
    expect(await spec.server.log.lastPosition()).toBe(before);
  });
});

describe("a server that falls behind the log", () => {
  it("answers that it did, and not with an error: what was asked for is recorded", async () => {
    const context = spec.contextOf(admin);
    const { readModel } = context;
    // It waits as it always does, for what this server's fold has not reached.
    const lagging = {
      ...readModel,
      waitFor: (position: string) => readModel.waitFor(String(BigInt(position) + 1_000_000n), { timeoutMs: 20 }),
    };
    const register = allMutations.find(({ name }) => name === "registerService");
    const answer = await register?.resolve({ ...context, readModel: lagging }, { slug: "late", name: "Late" });
    expect(answer).toMatchObject({ behind: true, replayed: false });
    expect(await outcomeOf(spec.run(admin, "registerService", { slug: "late", name: "Too late" }))).not.toBe("done");
    expect(await spec.run(admin, "describeService", { service: "late", name: "In time" })).toMatchObject({ behind: false });
  });
});
