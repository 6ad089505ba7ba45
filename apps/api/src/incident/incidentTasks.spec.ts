import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let cora: Principal;
let eve: Principal;
let vic: Principal;
let rex: Principal;
beforeAll(async () => {
  spec = await specServer();
  spec.at("2026-11-23T10:30:00.000Z");
  cora = await spec.person("cora", ["commander"]);
  eve = await spec.person("eve", ["engineer"]);
  vic = await spec.person("vic", ["viewer"]);
  rex = await spec.person("rex", ["responder"]);
});
afterAll(() => spec.close());

const declare = async (more: object = {}): Promise<string> =>
  (await spec.run(cora, "declareIncident", { title: "Cards are refused", severity: 2, ...more })).recordId;
interface Shown {
  readonly tasks: readonly { readonly id: string; readonly state: string; readonly owner: { readonly name: string } | null }[];
  readonly joinLinks: readonly { readonly id: string; readonly used: number }[];
  readonly roles: readonly object[];
}
const incident = async (id: string, by = cora): Promise<Shown | null> =>
  (await answered(spec, by, {
    query: `query($id: ID!) { incident(id: $id) {
      tasks { id text state reason owner { name } action { title owner { name } } endedBy { name } }
      joinLinks { id note holds used revoked } roles { role to person { name } } } }`,
    variables: { id: toGlobalId("Incident", id) },
  }))["incident"] as Shown | null;

describe("tasks of an incident", () => {
  it("are added, given, done and dropped; one that is open becomes one action item, pressed twice, once the incident is over", async () => {
    const id = await declare();
    await spec.run(eve, "addTask", { incidentId: id, text: "Restart the gateway", ownerId: rex.person.id });
    await spec.run(eve, "addTask", { incidentId: id, text: "Call the bank" });
    await expect(spec.run(eve, "addTask", { incidentId: id, text: " " })).rejects.toThrow();
    await expect(spec.run(eve, "addTask", { incidentId: id, text: "x", ownerId: "00000000-0000-4000-8000-000000000009" }))
      .rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(spec.run(vic, "addTask", { incidentId: id, text: "x" })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    const [restart, call] = (await incident(id))?.tasks ?? [];
    await spec.run(eve, "dropTask", { incidentId: id, taskId: call?.id, reason: "they called" });
    await expect(spec.run(eve, "carryTaskOn", { incidentId: id, taskId: restart?.id }))
      .rejects.toMatchObject({ code: "TRANSITION_NOT_ALLOWED" });
    await spec.run(cora, "changeIncidentState", { incidentId: id, to: "resolved" });
    await expect(spec.run(rex, "carryTaskOn", { incidentId: id, taskId: restart?.id })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(spec.run(eve, "carryTaskOn", { incidentId: id, taskId: restart?.id, expectedRevision: 0 }))
      .rejects.toMatchObject({ code: "REVISION_CONFLICT" });
    for (let press = 0; press < 2; press += 1) await spec.run(eve, "carryTaskOn", { incidentId: id, taskId: restart?.id });
    expect((await incident(id))?.tasks).toMatchObject([
      { state: "carriedOn", action: { title: "Restart the gateway", owner: { name: "rex" } }, endedBy: { name: "eve" } },
      { state: "dropped", reason: "they called", action: null },
    ]);
    const { actions } = await answered(spec, eve, {
      query: "query($of: ID!) { actions(filter: { about: $of }) { totalCount } }", variables: { of: toGlobalId("Incident", id) },
    });
    expect(actions).toEqual({ totalCount: 1 });
  });

  it("of a private incident are nobody's business but of who takes part, whose a task is among them", async () => {
    const id = await declare({ private: true });
    await spec.run(cora, "addTask", { incidentId: id, text: "Look at the logs" });
    const taskId = (await incident(id))?.tasks[0]?.id;
    expect(await incident(id, eve)).toBeNull();
    await expect(spec.run(eve, "finishTask", { incidentId: id, taskId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await spec.run(cora, "giveTask", { incidentId: id, taskId, ownerId: eve.person.id });
    expect(await incident(id, eve)).not.toBeNull();
    await spec.run(eve, "finishTask", { incidentId: id, taskId });
    expect((await incident(id, eve))?.tasks).toMatchObject([{ state: "done", endedBy: { name: "eve" } }]);
  });
});

describe("joining by an address", () => {
  const offer = async (secret: string, by: Principal) =>
    (await answered(spec, by, {
      query: "query($s: String!) { joinOffer(secret: $s) { reference private joined note incident { title } } }", variables: { s: secret },
    }))["joinOffer"];
  const issue = async (id: string, by = cora): Promise<string> => {
    const { url } = await spec.run(by, "issueJoinLink", { incidentId: id, note: "the vendor", hours: 2 });
    return url?.split("/join/")[1] ?? "";
  };

  it("lets in whoever has what its commander made, into a private incident too, once, and not after it ended or was revoked", async () => {
    const id = await declare({ private: true });
    await expect(issue(id)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(cora, "takeRole", { incidentId: id, role: "commander" });
    const secret = await issue(id);
    expect(await offer(secret, vic)).toMatchObject({ private: true, joined: false, note: "the vendor", incident: null });
    expect(await offer(`${secret}x`, vic)).toBeNull();
    await expect(spec.run(vic, "joinIncident", { secret: `${secret}x` })).rejects.toMatchObject({ code: "NOT_FOUND", path: ["secret"] });
    await expect(spec.run(vic, "joinIncident", { secret: "__proto__" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await incident(id, vic)).toBeNull();
    for (let press = 0; press < 2; press += 1) await spec.run(vic, "joinIncident", { secret });
    expect(await incident(id, vic)).toMatchObject({
      roles: [{ role: "commander" }, { role: "responder", to: null, person: { name: "vic" } }], joinLinks: [{ holds: true, used: 1 }],
    });
    expect(await offer(secret, vic)).toMatchObject({ joined: true, incident: { title: "Cards are refused" } });
    const linkId = (await incident(id))?.joinLinks[0]?.id;
    await spec.run(cora, "revokeJoinLink", { incidentId: id, linkId, reason: "they are done" });
    await expect(spec.run(eve, "joinIncident", { secret })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await offer(secret, eve)).toBeNull();
    const other = await issue(id);
    spec.at("2026-11-23T12:30:00.000Z");
    await expect(spec.run(eve, "joinIncident", { secret: other })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await offer(other, eve)).toBeNull();
    expect(await incident(id, eve)).toBeNull();
    // Nothing of the address stands in the log: only the key makes it.
    const log = JSON.stringify((await spec.server.log.read(`incident-${id}`)).events.map(({ event }) => event));
    expect(log).not.toContain(secret.split(".")[2]);
  });
});
