import { incidentDecider, Rejection, type DeclaredIncident } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ZodError } from "zod";
import type { Principal } from "../auth/principal.ts";
import { specServer, type SpecServer, type SpecPayload } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
let incidentId = "";
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  await spec.run(ada, "registerService", { slug: "checkout", name: "Checkout" });
});
afterAll(() => spec.close());

const run = (mutation: string, input: object, by = ada): Promise<SpecPayload> => spec.run(by, mutation, input);
const change = (mutation: string, input: object = {}): Promise<SpecPayload> => run(mutation, { incidentId, ...input });
const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
    return "done";
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    if (error instanceof ZodError) return "INVALID_INPUT";
    throw error;
  }
};
const now = async (): Promise<DeclaredIncident> => {
  const incident = await foldRecord(spec.server.log, incidentDecider, incidentId);
  if (incident.status !== "declared") throw new Error("not declared");
  return incident;
};
const types = async (): Promise<string[]> => (await spec.server.log.read(`incident-${incidentId}`)).events.map(({ event }) => event.type);

beforeEach(async () => {
  incidentId = (
    await run("declareIncident", {
      title: "Checkout fails", severity: 2, services: ["checkout"], publicImpact: "major", impactStartAt: "2026-11-23T08:50:00Z",
    })
  ).recordId;
});

describe("declaring", () => {
  it("takes the next number, opens an impact for the service, and knows when it was detected", async () => {
    const first = await now();
    expect(first).toMatchObject({
      milestones: { impactStart: "2026-11-23T08:50:00Z", detected: "2026-11-23T09:00:00.000Z" }, serviceIds: [ids.service("checkout")],
    });
    expect(await types()).toEqual(["IncidentDeclared", "MilestoneReached", "MilestoneReached", "ImpactIntervalOpened"]);
    const { recordId } = await run("declareIncident", { title: "Another", severity: 4 });
    const second = await foldRecord(spec.server.log, incidentDecider, recordId);
    expect(second.status === "declared" && second.declaration.number).toBe(first.declaration.number + 1);
  });

  it("gives every incident its own number, however many are declared at once", async () => {
    const declared = await Promise.all(
      Array.from({ length: 8 }, (_, index) => run("declareIncident", { title: `At once ${index}`, severity: 3 })),
    );
    const incidents = await Promise.all(declared.map(({ recordId }) => foldRecord(spec.server.log, incidentDecider, recordId)));
    expect(new Set(incidents.map((incident) => (incident.status === "declared" ? incident.declaration.number : null))).size).toBe(8);
  });

  it("refuses services and deploys that are not there, and a start in the future", async () => {
    expect(await codeOf(run("declareIncident", { title: "T", severity: 1, services: ["nowhere"] }))).toBe("NOT_FOUND");
    expect(await codeOf(run("declareIncident", { title: "T", severity: 1, suspectedDeployId: crypto.randomUUID() }))).toBe("NOT_FOUND");
    expect(await codeOf(run("declareIncident", { title: "T", severity: 1, impactStartAt: "2027-01-01T00:00:00Z" }))).toBe("INVALID_INPUT");
    expect(await codeOf(run("declareIncident", { title: "T", severity: 5 }))).toBe("INVALID_INPUT");
  });
});

describe("working on it", () => {
  it("moves through its states; resolving ends the impact, reopening hurts components anew", async () => {
    expect(await codeOf(change("changeIncidentState", { to: "merged" }))).toBe("TRANSITION_NOT_ALLOWED");
    await change("changeIncidentState", { to: "investigating" });
    await change("changeIncidentState", { to: "resolved", resolvedAt: "2026-11-23T08:55:00Z" });
    expect((await now()).milestones.resolved).toBe("2026-11-23T08:55:00Z");
    expect(await codeOf(change("postUpdate", { status: "resolved", body: "Over." }))).toBe("done");
    expect(await codeOf(change("changeIncidentState", { to: "fixing" }))).toBe("INCIDENT_ENDED");
    await change("reopenIncident", { reason: "It is back.", components: ["Checkout"] });
    expect((await types()).filter((type) => type === "ImpactIntervalOpened")).toHaveLength(2);
  });

  it("hands roles over, to people who are here", async () => {
    const ben = await spec.person("ben", ["responder"]);
    await change("takeRole", { role: "commander" });
    expect(await codeOf(change("takeRole", { role: "commander", personId: crypto.randomUUID() }))).toBe("NOT_FOUND");
    await change("takeRole", { role: "commander", personId: ben.person.id });
    expect((await now()).roles.commander).toEqual([ben.person.id]);
    expect(await codeOf(change("leaveRole", { role: "commander" }))).toBe("ROLE_NOT_HELD");
  });

  it("keeps milestones honest", async () => {
    expect(await codeOf(change("reachMilestone", { milestone: "resolved" }))).toBe("INVALID_INPUT");
    await change("reachMilestone", { milestone: "mitigated", at: "2026-11-23T08:58:00Z" });
    await change("correctMilestone", { milestone: "mitigated", at: "2026-11-23T08:57:00Z", reason: "The graph says so." });
    expect(await codeOf(change("correctMilestone", { milestone: "mitigated", at: "2026-11-23T08:56:00Z" }))).toBe("INVALID_INPUT");
    expect((await now()).milestones.mitigated).toBe("2026-11-23T08:57:00Z");
  });

  it("tells its story: entries, links, updates, impact", async () => {
    await change("addEntry", { text: "Saw errors.", at: "2026-11-23T08:51:00Z", pinned: true });
    const entry = (await spec.server.log.read(`incident-${incidentId}`)).events.find(({ event }) => event.type === "EntryAdded")?.event;
    const entryId = entry?.type === "EntryAdded" ? entry.data.entryId : "";
    await change("correctEntry", { entryId, text: "Saw many errors.", at: "2026-11-23T08:51:00Z", reason: "typo" });
    await change("pinEntry", { entryId, pinned: false });
    expect(await codeOf(change("addLink", { type: "caused", kind: "deploy", recordId: crypto.randomUUID() }))).toBe("NOT_FOUND");
    const other = await run("declareIncident", { title: "Cause", severity: 3 });
    await change("addLink", { type: "caused", kind: "incident", recordId: other.recordId });
    expect(await codeOf(change("addLink", { type: "caused", kind: "incident", recordId: other.recordId }))).toBe("ALREADY_EXISTS");
    await change("postUpdate", { visibility: "public", status: "investigating", body: "We look.", nextUpdateInMinutes: 20 });
    expect(await codeOf(change("openImpactInterval", { component: "Search", impact: "minor", startedAt: "2026-11-23T08:52:00Z" }))).toBe(
      "done",
    );
    expect(await codeOf(change("openImpactInterval", { component: "Search", impact: "minor" }))).toBe("ALREADY_EXISTS");
  });

  it("merges one of two that are merged into each other at once: the other goes on", async () => {
    const { recordId: other } = await run("declareIncident", { title: "The same", severity: 2 });
    const codes = await Promise.all([
      codeOf(change("mergeIncident", { intoIncidentId: other })),
      codeOf(run("mergeIncident", { incidentId: other, intoIncidentId: incidentId })),
    ]);
    expect(codes.toSorted()).toEqual(["INVALID_INPUT", "done"]);
  });

  it("answers a repeated merge as the first time, also when the other was merged away since", async () => {
    const [other, third] = [
      await run("declareIncident", { title: "The same", severity: 2 }),
      await run("declareIncident", { title: "The same too", severity: 2 }),
    ];
    const merge = { intoIncidentId: other.recordId, idempotencyKey: "merge-once" };
    const first = await change("mergeIncident", merge);
    await run("mergeIncident", { incidentId: other.recordId, intoIncidentId: third.recordId });
    expect(await change("mergeIncident", merge)).toMatchObject({ eventIds: first.eventIds, replayed: true });
  });

  it("answers a repeated role as the first time, also when its holder has left since", async () => {
    const zoe = await spec.person("zoe", ["responder"]);
    const role = { role: "scribe", personId: zoe.person.id, idempotencyKey: "scribe-once" };
    const first = await change("takeRole", role);
    await run("removePerson", { personId: zoe.person.id });
    expect(await change("takeRole", role)).toMatchObject({ eventIds: first.eventIds, replayed: true });
  });

  it("merges into one that goes on, never into one that counts nowhere", async () => {
    const { recordId: into } = await run("declareIncident", { title: "The real one", severity: 2 });
    expect(await codeOf(change("mergeIncident", { intoIncidentId: crypto.randomUUID() }))).toBe("NOT_FOUND");
    await change("mergeIncident", { intoIncidentId: into });
    expect(await codeOf(run("mergeIncident", { incidentId: into, intoIncidentId: incidentId }))).toBe("INVALID_INPUT");
  });
});

describe("a private incident", () => {
  it("is not there for who has nothing to do with it", async () => {
    const tim = await spec.person("tim", ["engineer"]);
    const { recordId } = await run("declareIncident", { title: "A leak", severity: 1, private: true });
    expect(await codeOf(run("addEntry", { incidentId: recordId, text: "Hello." }, tim))).toBe("NOT_FOUND");
    await run("takeRole", { incidentId: recordId, role: "scribe", personId: tim.person.id });
    expect(await codeOf(run("addEntry", { incidentId: recordId, text: "Hello." }, tim))).toBe("done");
    expect(await codeOf(run("postUpdate", { incidentId: recordId, visibility: "public", status: "s", body: "b" }))).toBe("INVALID_INPUT");
  });
});
