import { incidentDecider, integrationDecider } from "@ballast/domain";
import { foldRecord, ids, type RecordedEvent } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { NoAlertTaken, readNotice } from "./alertmanager.ts";
import { Behind } from "./caughtUp.ts";
import { reception, receiveAlerts, type Received, type Reception } from "./receiveAlerts.ts";

let spec: SpecServer;
let ada: Principal;
let integration: DataOf<"IntegrationAdded">;
/** Two servers: what one has heard the other has not. */
let servers: readonly [Reception, Reception];
let service = "";
let services = 0;

beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  const added = await spec.run(ada, "addIntegration", {
    kind: "alertmanager", name: "Prometheus", severities: { critical: 1, warning: 3, low: 4 },
  });
  const state = await foldRecord(spec.server.log, integrationDecider, added.recordId);
  if (state.status !== "added") throw new Error("it was added");
  integration = state;
});
afterAll(() => spec.close());
beforeEach(async () => {
  spec.at("2026-11-23T10:01:00Z");
  servers = [reception(spec.server), reception(spec.server)];
  services += 1;
  service = `service-${services}`;
  await spec.run(ada, "registerService", { slug: service, name: service });
});

interface Told {
  readonly severity?: string;
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly labels?: Record<string, string>;
}

const clock = (time: string): string => `2026-11-23T${time}Z`;
const unset = "0001-01-01T00:00:00Z";
const alert = (fingerprint: string, { severity = "warning", startsAt = clock("10:00:10"), endsAt, labels = {} }: Told = {}) => ({
  status: endsAt === undefined ? "firing" : "resolved", fingerprint: `${service}-${fingerprint}`, startsAt, endsAt: endsAt ?? unset,
  labels: { alertname: fingerprint, severity, service, ...labels }, annotations: { summary: `${fingerprint} is bad` },
});
const post = (
  alerts: readonly unknown[],
  { server = 0, at, ...more }: { server?: 0 | 1; at?: string; status?: string; truncatedAlerts?: number } = {},
): Promise<Received> => {
  if (at !== undefined) spec.at(clock(at));
  return receiveAlerts(spec.server, servers[server], {
    integration,
    notice: readNotice({ version: "4", groupKey: `{}:{service="${service}"}`, status: "firing", alerts, ...more }, spec.server.now()),
  });
};
const only = ({ incidentIds }: Received): string => {
  expect(incidentIds).toHaveLength(1);
  return incidentIds[0] ?? "";
};
const incident = async (id: string) => {
  const state = await foldRecord(spec.server.log, incidentDecider, id);
  if (state.status !== "declared") throw new Error("it was declared");
  return state;
};
const eventsOf = async (types: readonly string[]): Promise<RecordedEvent[]> => {
  const found: RecordedEvent[] = [];
  for await (const recorded of spec.server.log.readAll()) if (types.includes(recorded.event.type)) found.push(recorded);
  return found;
};
const firings = async (fingerprint: string) =>
  (await eventsOf(["AlertFired"])).filter(
    ({ event }) => event.type === "AlertFired" && event.data.fingerprint === `${service}-${fingerprint}`,
  );
const resolve = async (incidentId: string) => {
  await spec.run(ada, "changeIncidentState", { incidentId, to: "investigating" });
  await spec.run(ada, "changeIncidentState", { incidentId, to: "resolved" });
};

describe("an alert whose start moves", () => {
  it("is one episode: one incident, which proposes to resolve after the resolve", async () => {
    const id = only(await post([alert("errors")]));
    for (const startsAt of [clock("10:00:25"), clock("10:00:10")])
      expect(await post([alert("errors", { startsAt })])).toMatchObject({ fired: 0, repeated: 1, incidentIds: [] });
    expect(
      await post([alert("errors", { startsAt: clock("10:00:25"), endsAt: clock("10:20:00") })], { at: "10:20:30", status: "resolved" }),
    ).toMatchObject({ cleared: 1 });
    expect(await firings("errors")).toHaveLength(1);
    expect(await incident(id)).toMatchObject({ resolutionProposed: true, firingAlerts: 0, state: "triage" });
    expect(spec.server.readModel.incidents.get(id)?.resolutionProposed).toBe(true);
  });

  it("begins another episode after its end, which ends the proposal; a late repetition does not", async () => {
    const id = only(await post([alert("errors")]));
    await post([alert("errors", { endsAt: clock("10:20:00") })], { at: "10:20:30" });
    expect(await post([alert("errors", { startsAt: clock("10:19:00") })], { at: "10:25:30", server: 1 })).toMatchObject({
      fired: 0, repeated: 1, incidentIds: [],
    });
    expect(await incident(id)).toMatchObject({ resolutionProposed: true });
    expect(only(await post([alert("errors", { startsAt: clock("10:25:40") })], { at: "10:25:50" }))).toBe(id);
    expect(await incident(id)).toMatchObject({ resolutionProposed: false, firingAlerts: 1 });
    await spec.server.readModel.waitFor(await spec.server.log.lastPosition());
    expect(spec.server.readModel.incidents.get(id)?.resolutionProposed).toBe(false);
  });

  it("is another episode too where it comes back later with the start of before, as after a lost connection", async () => {
    await post([alert("errors")]);
    await post([alert("errors", { endsAt: clock("10:20:00") })], { at: "10:20:30", server: 1 });
    expect(await post([alert("errors")], { at: "10:25:31" })).toMatchObject({ fired: 1 });
  });

  it("is known by what other servers have heard", async () => {
    await post([alert("errors")], { server: 0 });
    await post([alert("errors", { endsAt: clock("10:02:00") })], { server: 1, at: "10:02:10" });
    expect(await post([alert("errors", { startsAt: clock("10:02:20") })], { server: 0, at: "10:02:30" })).toMatchObject({ fired: 1 });
    expect(await post([alert("errors", { startsAt: clock("10:02:20") })], { server: 1, at: "10:02:31" })).toMatchObject({
      fired: 0, repeated: 1,
    });
    expect(await firings("errors")).toHaveLength(2);
  });

  it("opens nothing when it is repeated after a person has resolved its incident, whoever hears it", async () => {
    await resolve(only(await post([alert("errors")])));
    for (const server of [0, 1] as const)
      expect(await post([alert("errors", { startsAt: clock("10:00:25") })], { server, at: "10:30:00" })).toMatchObject({
        fired: 0, repeated: 1, incidentIds: [],
      });
  });

  it("ends as it began where the log knew it by its start", async () => {
    const formerId = ids.part(service, "former");
    const about = {
      alertId: formerId, integrationId: integration.integrationId, fingerprint: `${service}-old`, groupKey: "g", name: "old", summary: "",
      startsAt: clock("09:00:00"), severity: "warning", labels: {}, annotations: {}, serviceId: null, generatorUrl: null,
    };
    const metadata = {
      actor: { personId: null, name: "spec", means: "system" as const }, occurredAt: clock("09:00:00"), recordedAt: clock("09:00:00"),
      commandId: formerId, $correlationId: formerId, $causationId: formerId,
    };
    const { position } = await spec.server.log.append(
      `alert-${formerId}`,
      [{ eventId: ids.part(formerId, "event"), event: { type: "AlertFired", data: { ...about, ordinal: 0 } }, metadata }],
      "no_stream",
    );
    await spec.server.readModel.waitFor(position);
    await post([alert("old", { endsAt: clock("10:00:50") })]);
    await spec.server.readModel.waitFor(await spec.server.log.lastPosition());
    expect(spec.server.readModel.alerts.get(formerId)).toMatchObject({ firing: false, endsAt: clock("10:00:50") });
  });
});

describe("a resolve", () => {
  it("of what was never seen firing is recorded on its integration", async () => {
    expect(await post([alert("lost", { endsAt: clock("10:00:50") })])).toMatchObject({ cleared: 0, unseen: 1, incidentIds: [] });
    expect(await post([alert("lost", { endsAt: clock("10:00:50") })], { server: 1 })).toMatchObject({ unseen: 0, repeated: 1 });
    await spec.server.readModel.waitFor(await spec.server.log.lastPosition());
    expect(spec.server.readModel.alerts.clearedUnseen(integration.integrationId, 10)).toMatchObject([
      { name: "lost", endsAt: clock("10:00:50") },
    ]);
  });

  it("of the whole group ends all its episodes, those too that were left out", async () => {
    const id = only(await post([alert("one"), alert("two"), alert("three")]));
    const over = await post([alert("one", { endsAt: clock("10:05:00") })], { at: "10:05:10", status: "resolved", truncatedAlerts: 2 });
    expect(over).toMatchObject({ cleared: 3 });
    expect(await incident(id)).toMatchObject({ resolutionProposed: true, firingAlerts: 0 });
  });

  it("of some proposes nothing while others of the incident fire, or may fire unseen", async () => {
    const id = only(await post([alert("one"), alert("two")]));
    await post([alert("one", { endsAt: clock("10:05:00") })], { at: "10:05:10" });
    await post([alert("two", { endsAt: clock("10:06:00") })], { at: "10:06:10", truncatedAlerts: 1 });
    expect(await incident(id)).toMatchObject({ resolutionProposed: false, firingAlerts: 0 });
    await post([alert("two", { endsAt: clock("10:06:00") })], { at: "10:06:20", server: 1 });
    expect(await incident(id)).toMatchObject({ resolutionProposed: true });
  });
});

describe("a worse alert", () => {
  it("raises the severity of the open incident, also of one that a person has lowered, and says why", async () => {
    const id = only(await post([alert("errors")]));
    expect(await incident(id)).toMatchObject({ severity: 3 });
    expect(only(await post([alert("down", { severity: "critical" })]))).toBe(id);
    expect(await incident(id)).toMatchObject({ severity: 1 });
    const { events } = await spec.server.log.read(`incident-${id}`);
    expect(events.map(({ event }) => event).filter(({ type }) => type === "SeveritySet")).toEqual([
      { type: "SeveritySet", data: { incidentId: id, from: 3, to: 1, reason: "down fires, critical." } },
    ]);
    await spec.run(ada, "setSeverity", { incidentId: id, severity: 4, reason: "nobody is hurt" });
    await post([alert("down", { severity: "critical" })], { server: 1, at: "10:10:00" });
    expect(await incident(id)).toMatchObject({ severity: 4 });
    await post([alert("slow", { severity: "warning" })]);
    expect(await incident(id)).toMatchObject({ severity: 3 });
    await post([alert("minor", { severity: "low" })]);
    expect(await incident(id)).toMatchObject({ severity: 3 });
  });

  it("is not swallowed by a private incident or a drill", async () => {
    const swallowing: string[] = [];
    for (const extra of [{ private: true }, { drill: true }]) {
      swallowing.push(
        (await spec.run(ada, "declareIncident", { title: "Something else", severity: 3, services: [service], ...extra })).recordId,
      );
    }
    const id = only(await post([alert("down", { severity: "critical" })]));
    expect(swallowing).not.toContain(id);
    expect(await incident(id)).toMatchObject({ severity: 1, declaration: { private: false, drill: false } });
  });
});

describe("a notification with thousands", () => {
  it("declares with the first of the worst, long before the last is recorded", async () => {
    const many = Array.from({ length: 300 }, (_, n) => alert(`many-${n}`, { severity: n === 299 ? "critical" : "warning" }));
    const id = only(await post(many));
    const all = (await eventsOf(["AlertFired", "IncidentDeclared", "AlertAttached"])).filter(
      ({ id: stream, event }) => stream === id || (event.type === "AlertFired" && event.data.fingerprint.startsWith(`${service}-many-`)),
    );
    const declared = all.findIndex(({ event }) => event.type === "IncidentDeclared");
    expect(all.slice(0, declared).filter(({ event }) => event.type === "AlertFired").length).toBeLessThanOrEqual(64);
    expect(await incident(id)).toMatchObject({ declaration: { severity: 1 }, firingAlerts: 300 });
  });

  it("attaches what gathers together, and no more at once than fits into an append", async () => {
    const [serviceId, actor] = [ids.service(service), { personId: null, name: "Prometheus", means: "webhook" as const }];
    const attach = (n: number) => {
      const alertId = ids.alert(integration.integrationId, `${service}-${n}`);
      return servers[0].incidents.attach({
        serviceId,
        serviceName: service,
        actor,
        alert: {
          alertId, episodeId: ids.episode(alertId, 1), name: "Errors", summary: "", startsAt: clock("10:00:00"), severity: 3,
          label: "warning",
        },
        group: null, onlyJoins: false,
      });
    };
    const [id = "", ...others] = new Set(await Promise.all(Array.from({ length: 1_200 }, (_, n) => attach(n))));
    expect(others).toEqual([]);
    const { events } = await spec.server.log.read(`incident-${id}`);
    const attached = events.filter(({ event }) => event.type === "AlertAttached");
    const together = [...Map.groupBy(attached, ({ metadata }) => metadata.commandId).values()].map(({ length }) => length);
    expect([attached.length, Math.max(...together)]).toEqual([1_200, 500]);
    expect(together.length).toBeLessThanOrEqual(4);
  });
});

describe("what cannot be read", () => {
  it("does not take its siblings with it, and says what is wrong", async () => {
    const broken = [
      { status: "firing" },
      "nonsense",
      { ...alert("x"), labels: { n: 1 } },
      { ...alert("big"), annotations: { text: "x".repeat(300_000) } },
      { ...alert("escaped"), annotations: { text: "\u0001".repeat(40_000) } },
      { ...alert("more"), values: [{ text: "x".repeat(300_000) }] },
    ];
    const answer = await post([...broken, alert("good")]);
    expect(answer).toMatchObject({
      fired: 1,
      refused: [
        { index: 0, why: expect.stringContaining("labels") },
        { index: 1 },
        { index: 2, why: expect.stringContaining("labels.n") },
        ...[3, 4, 5].map((index) => ({ index, why: "it is larger than 200 kB" })),
      ],
    });
    only(answer);
    expect(() => readNotice({ groupKey: "g", status: "firing", alerts: broken }, spec.server.now())).toThrow(NoAlertTaken);
  });

  it("are not words that JavaScript reserves: they are words", async () => {
    const answer = await post([
      alert("constructor", { severity: "constructor" }),
      alert("__proto__", { severity: "__proto__", labels: { constructor: "x", toString: "y" } }),
      alert("down", { severity: "critical" }),
    ]);
    expect(answer).toMatchObject({ fired: 3, refused: [] });
    // Words that nothing is mapped for stand for the default.
    expect(await incident(only(answer))).toMatchObject({ severity: 1, firingAlerts: 3 });
    expect((await firings("__proto__"))[0]?.event.data).toMatchObject({
      severity: "__proto__", labels: { constructor: "x", toString: "y" },
    });
  });
});

describe("a server that is behind the log", () => {
  it("takes what is new, and asks for what it cannot know yet to be sent again", async () => {
    await post([alert("errors")]);
    const readModel = { ...spec.server.readModel, waitFor: () => Promise.resolve({ behind: true }) };
    const late = receiveAlerts({ ...spec.server, readModel }, servers[1], {
      integration,
      notice: readNotice(
        { groupKey: "g", status: "firing", alerts: [alert("errors"), alert("new", { severity: "critical" })] },
        spec.server.now(),
      ),
    });
    await expect(late).rejects.toThrow(Behind);
    expect(await firings("new")).toHaveLength(1);
    const [id] = spec.server.readModel.incidents.open({ serviceId: ids.service(service), viewer: "all" }).map((row) => row.id);
    expect(await incident(id ?? "")).toMatchObject({ severity: 1, firingAlerts: 2 });
  });
});
