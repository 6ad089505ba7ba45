import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let cora: Principal;
let eve: Principal;
beforeAll(async () => {
  spec = await specServer();
  spec.at("2026-11-23T10:30:00.000Z");
  cora = await spec.person("cora", ["commander"]);
  eve = await spec.person("eve", ["engineer"]);
  const ada = await spec.person("ada");
  for (const [slug, name] of [["checkout", "Checkout"], ["search", "Search"]] as const)
    await spec.run(ada, "registerService", { slug, name });
});
afterAll(() => spec.close());

const content = {
  name: "Payments", roles: [{ name: "liaison", purpose: "Speaks with customers" }],
  checklist: [{ text: "Tell the bank", who: "liaison" }, { text: "Say it in public" }],
  links: [{ label: "Failing over", url: "https://wiki.example.com/failover" }], conferenceLink: "https://meet.example.com/{{incident}}",
  severities: [2, 1, 2], services: ["checkout"],
};
const write = async (more: object = {}, by = cora): Promise<string> =>
  (await spec.run(by, "writeIncidentType", { ...content, ...more })).recordId;
const declare = async (more: object = {}, by = cora): Promise<string> =>
  (await spec.run(by, "declareIncident", { title: "Cards are refused", severity: 2, services: ["checkout"], ...more })).recordId;
const incident = async (id: string, by = cora) =>
  (await answered(spec, by, {
    query: `query($id: ID!) { incident(id: $id) {
      reference revision conferenceLink type { name roles { name purpose } links { url } incidentType { name } }
      checklist { id text who tickedBy { name } tickedAt } roles { role to person { name } }
      timeline(first: 50) { edges { node { kind title } } } } }`,
    variables: { id: toGlobalId("Incident", id) },
  }))["incident"] as {
    reference: string; revision: number; conferenceLink: string | null; type: object | null;
    checklist: { id: string; tickedAt: string | null }[]; roles: object[]; timeline: { edges: { node: { kind: string; title: string } }[] };
  } | null;
const offered = async (args: string): Promise<readonly string[]> => {
  const { incidentTypes } = await answered(spec, eve, { query: `{ incidentTypes${args} { name } }` });
  return (incidentTypes as { name: string }[]).map(({ name }) => name);
};

describe("a type of incidents", () => {
  it("is written, changed and removed by commanders, and offered by severity and service", async () => {
    const id = await write({ name: "Offered" });
    await expect(write({}, eve)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(write({ conferenceLink: "http://meet.example.com/" })).rejects.toThrow(/https/u);
    await expect(write({ conferenceLink: "https://meet.example.com@evil.example/" })).rejects.toThrow(/before its host/u);
    await expect(write({ links: [{ label: "x", url: "javascript:alert(1)" }] })).rejects.toThrow();
    await expect(write({ incidentTypeId: "00000000-0000-4000-8000-000000000001" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await offered(`(severity: 2, services: ["checkout"])`)).toEqual(["Offered"]);
    expect(await offered(`(severity: 3, services: ["checkout"])`)).toEqual([]);
    expect(await offered(`(severity: 2, services: ["search"])`)).toEqual([]);
    await spec.run(cora, "writeIncidentType", { incidentTypeId: id, name: "Anything", expectedRevision: 0 });
    await expect(spec.run(cora, "removeIncidentType", { incidentTypeId: id, reason: "old", expectedRevision: 0 }))
      .rejects.toMatchObject({ code: "REVISION_CONFLICT" });
    expect(await offered(`(severity: 4, services: [])`)).toEqual(["Anything"]);
    await spec.run(cora, "removeIncidentType", { incidentTypeId: id, reason: "old" });
    expect(await offered("")).toEqual([]);
    await expect(declare({ incidentTypeId: id })).rejects.toMatchObject({ code: "INVALID_INPUT", path: ["incidentTypeId"] });
  });

  it("gives an incident its text as it stands: what becomes of the type later changes nothing", async () => {
    const type = await write();
    const id = await declare({ incidentTypeId: type });
    const before = await incident(id);
    expect(before).toMatchObject({
      conferenceLink: `https://meet.example.com/${before?.reference ?? ""}`,
      type: { name: "Payments", roles: [{ name: "liaison" }], links: [{ url: "https://wiki.example.com/failover" }] },
      checklist: [{ text: "Tell the bank", who: "liaison", tickedBy: null }, { text: "Say it in public", who: "" }],
    });
    await write({ incidentTypeId: type, name: "Cards", checklist: [{ text: "Tell the bank", who: "scribe" }], roles: [] });
    expect(await incident(id)).toMatchObject({ ...before, type: { ...before?.type, incidentType: { name: "Cards" } } });
    const [line] = before?.checklist ?? [];
    await spec.run(eve, "tickChecklistLine", { incidentId: id, lineId: line?.id });
    await spec.run(eve, "takeTypeRole", { incidentId: id, role: "Liaison" });
    expect(await incident(id)).toMatchObject({
      checklist: [{ tickedBy: { name: "eve" }, tickedAt: "2026-11-23T10:30:00.000Z" }, { tickedAt: null }],
      roles: [{ role: "liaison", to: null, person: { name: "eve" } }],
    });
    await spec.run(cora, "chooseIncidentType", { incidentId: id, incidentTypeId: type, reason: "it was changed" });
    expect(await incident(id)).toMatchObject({
      type: { name: "Cards", roles: [] }, checklist: [{ id: line?.id, who: "scribe", tickedBy: { name: "eve" } }],
      roles: [{ role: "liaison", to: "2026-11-23T10:30:00.000Z" }],
    });
    await spec.run(eve, "tickChecklistLine", { incidentId: id, lineId: line?.id, ticked: false });
    const titles = (await incident(id))?.timeline.edges.map(({ node }) => node.title);
    expect(titles).toEqual(expect.arrayContaining([
      "Type: Payments", "Ticked: Tell the bank", "Type: Cards", "Not ticked any more: Tell the bank",
    ]));
    expect(JSON.stringify(titles)).not.toContain("meet.example.com");
  });

  it("of a private incident is nobody's business, and neither is what a stale hand does", async () => {
    const type = await write();
    const id = await declare({ private: true, incidentTypeId: type });
    expect(await incident(id, eve)).toBeNull();
    const shown = await incident(id);
    const lineId = shown?.checklist[0]?.id;
    await expect(spec.run(eve, "tickChecklistLine", { incidentId: id, lineId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(spec.run(eve, "setConferenceLink", { incidentId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(spec.run(cora, "tickChecklistLine", { incidentId: id, lineId, expectedRevision: 0 }))
      .rejects.toMatchObject({ code: "REVISION_CONFLICT" });
    await expect(spec.run(cora, "setConferenceLink", { incidentId: id, url: "http://a.example/" })).rejects.toThrow(/https/u);
    await spec.run(cora, "setConferenceLink", { incidentId: id });
    expect(await incident(id)).toMatchObject({ conferenceLink: null });
    const once = { incidentId: id, lineId, idempotencyKey: "pressed" };
    await spec.run(cora, "tickChecklistLine", once);
    await spec.run(cora, "tickChecklistLine", once);
    expect((await incident(id))?.timeline.edges.filter(({ node }) => node.kind === "ticked")).toHaveLength(1);
    // Who takes a role of it may see it from then on.
    await spec.run(cora, "takeTypeRole", { incidentId: id, role: "liaison", personId: eve.person.id });
    expect(await incident(id, eve)).not.toBeNull();
  });
});
