import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered, ask } from "../specification/asking.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { leadingOf } from "../webhook/leading.ts";
import { releaseHeld } from "../webhook/releasing.ts";

let [one, other]: SpecServer[] = [];
let doors: readonly FastifyInstance[];
let ada: Principal;
let address = "";
const spec = (): SpecServer => {
  if (one === undefined) throw new Error("not begun");
  return one;
};
const beside = (): SpecServer => {
  if (other === undefined) throw new Error("not begun");
  return other;
};
beforeAll(async () => {
  one = await specServer();
  other = await specServer(one.address);
  ada = await one.person("ada");
  for (const slug of ["checkout", "search", "catch-all"]) await one.run(ada, "registerService", { slug, name: slug });
  const added = await one.run(ada, "addIntegration", { kind: "alertmanager", name: "Prometheus", severities: { critical: 1, warning: 3 } });
  address = new URL(added.url ?? "").pathname;
  doors = [await specHttp(one), await specHttp(other)];
});
afterAll(async () => {
  for (const door of doors) await door.close();
  await other?.close();
  await one?.close();
});

const startsAt = "2026-11-23T08:59:00Z";
interface Sent {
  readonly id: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly over?: boolean;
  readonly through?: 0 | 1;
}
/** Sends one alert through a door of one of the two servers; answers what came of it. */
async function send({ id, labels = {}, over = false, through = 0 }: Sent) {
  const reply = await doors[through]?.inject({
    method: "POST", url: address, payload: {
      version: "4", groupKey: id, status: over ? "resolved" : "firing", alerts: [{
        status: over ? "resolved" : "firing", fingerprint: id, startsAt,
        endsAt: over ? spec().server.now().toISOString() : "0001-01-01T00:00:00Z",
        labels: { alertname: id, severity: "warning", ...labels },
      }],
    },
  });
  expect(reply?.statusCode).toBe(200);
  return reply?.json<{ fired: number; incidentIds: readonly string[] }>().incidentIds ?? [];
}
async function caughtUp(): Promise<void> {
  const last = await spec().server.log.lastPosition();
  for (const { server } of [spec(), beside()]) await server.readModel.waitFor(last);
}
/** Writes a rule and waits until both servers ask with it. */
async function write(rule: object): Promise<string> {
  const before = [spec(), beside()].map(({ server }) => server.alertRules.current());
  const { recordId } = await spec().run(ada, "writeAlertRule", { rule: { name: "rule", ...rule } });
  await expect.poll(() => [spec(), beside()].every(({ server }, n) => server.alertRules.current() !== before[n])).toBe(true);
  return recordId;
}
async function remove(...ids: readonly string[]): Promise<void> {
  for (const ruleId of ids) {
    const before = [spec(), beside()].map(({ server }) => server.alertRules.current());
    await spec().run(ada, "removeAlertRule", { ruleId, reason: "tried" });
    await expect.poll(() => [spec(), beside()].every(({ server }, n) => server.alertRules.current() !== before[n])).toBe(true);
  }
}
const label = (name: string, value: string) => ({ label: name, is: "oneOf", values: [value] });
async function rulingsOf(name: string) {
  await caughtUp();
  const found = spec().server.readModel.alerts.all().find((row) => row.name === name);
  return await answered(spec(), ada, { query: `{ alert(id: "${found?.id ?? ""}") {
    service { slug } firing incident { reference } rulings { outcome sentences heldUntil } } }` }) as {
    alert: { service: { slug: string } | null; incident: object | null; rulings: { outcome: string; sentences: string[] }[] };
  };
}

describe("rules about alerts", () => {
  it("have no word where there are none: nothing is recorded of them", async () => {
    expect(await send({ id: "plain", labels: { service: "checkout" } })).toHaveLength(1);
    expect((await rulingsOf("plain")).alert.rulings).toEqual([]);
  });

  it("map severities, send elsewhere, catch what is of no service, and say so at the alert", async () => {
    const rules = [
      await write({ labels: [label("team", "search")], sendTo: "search" }),
      await write({ withoutService: true, sendTo: "catch-all" }),
      await write({ services: ["search"], labels: [label("kind", "noise")], severity: "none" }),
    ];
    await send({ id: "sent", labels: { team: "search" } });
    expect(await send({ id: "noise", labels: { team: "search", kind: "noise" } })).toEqual([]);
    await send({ id: "caught" });
    expect(await rulingsOf("sent")).toMatchObject({
      alert: { service: { slug: "search" }, rulings: [{ outcome: "declares", sentences: ["R-1: it is about search."] }] },
    });
    expect(await rulingsOf("noise")).toMatchObject({
      alert: { incident: null, rulings: [{ outcome: "recorded", sentences: ["R-1: it is about search.", "R-3: it calls nobody."] }] },
    });
    expect(await rulingsOf("caught")).toMatchObject({ alert: { service: { slug: "catch-all" } } });
    await remove(...rules);
  });

  it("open an incident with the third within ten minutes, whichever server each comes by, with all three; told again, nothing", async () => {
    const rule = await write({ labels: [label("disk", "slow")], count: 3, withinMinutes: 10 });
    const labels = { disk: "slow", service: "search", severity: "critical" };
    expect(await send({ id: "d1", labels })).toEqual([]);
    expect(await send({ id: "d1", labels, through: 1 })).toEqual([]);
    expect(await send({ id: "d2", labels, through: 1 })).toEqual([]);
    await send({ id: "d2", labels, over: true });
    const [incidentId = ""] = await send({ id: "d3", labels });
    await caughtUp();
    const attached = spec().server.readModel.incidents.alertIds(incidentId);
    const names = attached.map((id) => spec().server.readModel.alerts.get(id)?.name);
    expect(names).toEqual(expect.arrayContaining(["d1", "d2", "d3"]));
    for (const through of [0, 1] as const) expect(await send({ id: "d3", labels, through })).toEqual([]);
    await caughtUp();
    expect(spec().server.readModel.incidents.alertIds(incidentId)).toHaveLength(attached.length);
    expect(await send({ id: "d4", labels, through: 1 })).toEqual([incidentId]);
    await remove(rule);
  });

  it("give groups of labels an incident each, over services and servers, and name all services on it", async () => {
    const rule = await write({ labels: [{ label: "cluster", is: "startsWith", values: ["c"] }], groupBy: ["cluster"] });
    const [first, ...others] = await Promise.all([
      send({ id: "g1", labels: { cluster: "c1", service: "checkout" } }),
      send({ id: "g2", labels: { cluster: "c1", service: "search" }, through: 1 }),
      send({ id: "g3", labels: { cluster: "c2", service: "checkout" }, through: 1 }),
    ]);
    expect(others[0]).toEqual(first);
    expect(others[1]).not.toEqual(first);
    await caughtUp();
    expect(spec().server.readModel.incidents.get(first?.[0] ?? "")?.serviceIds).toHaveLength(2);
    await remove(rule);
  });

  it("join what is open, declare nothing, or lead nowhere", async () => {
    const rules = [
      await write({ labels: [label("way", "join")], incident: "join" }), await write({
        labels: [label("way", "never")], incident: "never",
      }),
    ];
    const [open = ""] = await send({ id: "opens", labels: { service: "checkout" } });
    expect(await send({ id: "joins", labels: { way: "join", service: "checkout" } })).toEqual([open]);
    expect(await send({ id: "alone", labels: { way: "join", service: "catch-all", env: "none" } })).toHaveLength(1);
    expect(await send({ id: "never", labels: { way: "never", service: "checkout" } })).toEqual([]);
    await remove(...rules);
  });
});

describe("an alert of a service in maintenance", () => {
  it("is held where a rule says so, and comes through once, from whichever server, when it outlasts the work", async () => {
    const rule = await write({ maintenance: "hold" });
    await spec().run(ada, "registerService", { slug: "disks", name: "disks" });
    const before = [spec(), beside()].map(({ server }) => server.alertRules.current());
    await spec().run(ada, "planMaintenance", {
      title: "New disks", services: ["disks"], from: "2026-11-23T08:00:00Z", until: "2026-11-23T10:00:00Z",
    });
    await expect.poll(() => [spec(), beside()].every(({ server }, n) => server.alertRules.current() !== before[n])).toBe(true);
    for (const id of ["stays", "goes"]) expect(await send({ id, labels: { service: "disks" } })).toEqual([]);
    expect(await send({ id: "stays", labels: { service: "disks" }, through: 1 })).toEqual([]);
    expect(await rulingsOf("stays")).toMatchObject({
      alert: { incident: null, rulings: [{ outcome: "held", sentences: ["R-8: it is held until 2026-11-23 10:00 UTC."] }] },
    });
    await send({ id: "goes", labels: { service: "disks" }, over: true });
    const release = async (): Promise<void> => {
      await caughtUp();
      await Promise.all([spec(), beside()].map(({ server }) => releaseHeld(server, leadingOf(server), "due")));
    };
    await release();
    expect((await rulingsOf("stays")).alert.incident).toBeNull();
    for (const server of [spec(), beside()]) server.at("2026-11-23T10:00:01.000Z");
    await release();
    await release();
    const { alert } = await rulingsOf("stays");
    expect(alert).toMatchObject({ incident: {}, rulings: [{ outcome: "held" }, { outcome: "declares" }] });
    expect((await rulingsOf("goes")).alert.incident).toBeNull();
    const disks = await answered(spec(), ada, { query: `{ incidents(filter: { service: "disks" }) { totalCount } }` });
    expect(disks).toEqual({ incidents: { totalCount: 1 } });
    await remove(rule);
  });
});

describe("a rule that is tried", () => {
  const trial = (rule: string) => `{ alertRuleTrial(${rule}) { sentence alerts silenced added now { incidents } tried {
    incidents alerts listed { service { slug } alerts first { name } rules } leftOut { name alerts outcome rules } } } }`;
  it("says what it would have done beside what there is, changes nothing, and is for who may write rules", async () => {
    await caughtUp();
    // Not the log's last position: what alerts of the rows above led to may still be written.
    const counts = () => answered(spec(), ada, { query: "{ incidents { totalCount } alertRules { id } }" });
    const before = await counts();
    const { alertRuleTrial } = await answered(spec(), ada, {
      query: trial(`rule: { name: "quiet", severity: "none" }`),
    }) as { alertRuleTrial: { sentence: string; silenced: number; tried: { incidents: number; leftOut: { alerts: number }[] } } };
    expect(alertRuleTrial.tried.incidents).toBe(0);
    expect(alertRuleTrial.sentence).toMatch(/^Of \d+ alerts of the last 30 days, 0 incidents would have been opened instead of \d+\.$/);
    expect(alertRuleTrial.silenced).toBeGreaterThan(5);
    expect(await counts()).toEqual(before);
    const vera = await spec().person("vera", ["viewer"]);
    const refused = await ask(spec(), vera, { query: trial(`rule: { name: "quiet", severity: "none" }`) });
    expect(refused.errors?.[0]?.message).toContain("alertRule.write");
  });
  it("is refused as writing it would be", async () => {
    const silent = await ask(spec(), ada, { query: trial(`rule: { name: "nothing" }`) });
    expect(silent.errors?.[0]?.message).toContain("says nothing");
    await expect(spec().run(ada, "writeAlertRule", { rule: { name: "nothing" } })).rejects.toThrow("says nothing");
    await expect(spec().run(ada, "writeAlertRule", { rule: { name: "x", count: 3 } })).rejects.toThrow();
  });
});
