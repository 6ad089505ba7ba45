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
  await spec.run(await spec.person("ada"), "registerService", { slug: "checkout", name: "Checkout" });
});
afterAll(() => spec.close());

const write = async (more: object = {}, by = cora): Promise<string> => (await spec.run(by, "writeUpdateTemplate", {
  name: "We look into it", visibility: "public", state: "Investigating", nextUpdateInMinutes: 20,
  body: "Trouble with {{components}} since {{started}}, {{lasted}} now: {{impact}}. The next word comes by {{next update}}.", ...more,
})).recordId;
const declare = async (more: object = {}): Promise<string> => (await spec.run(cora, "declareIncident", {
  title: "Pool exhausted", severity: 2, services: ["checkout"], publicImpact: "major", impactStartAt: "2026-11-23T10:05:00Z", ...more,
})).recordId;
const draft = async (updateTemplateId: string, incidentId: string, by = cora) =>
  (await answered(spec, by, {
    query: `query($t: ID!, $i: ID!) { updateDraft(updateTemplateId: $t, incidentId: $i) {
      visibility state body nextUpdateInMinutes missing } }`,
    variables: { t: toGlobalId("UpdateTemplate", updateTemplateId), i: toGlobalId("Incident", incidentId) },
  }))["updateDraft"];
const names = async (): Promise<unknown> =>
  (await answered(spec, eve, { query: "{ updateTemplates { name removed } templateFacts { name } }" }))["updateTemplates"];

describe("a template of updates", () => {
  it("is written, changed and removed by who may write the status pages, and offered to everybody", async () => {
    const id = await write({ name: "Known cause" });
    await expect(write({ name: "Mine" }, eve)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(write({ body: "{{commander}} is on it" })).rejects.toMatchObject({ code: "INVALID_INPUT", path: ["body"] });
    await expect(write({ nextUpdateInMinutes: 0 })).rejects.toThrow();
    await expect(write({ updateTemplateId: "00000000-0000-4000-8000-000000000001" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await spec.run(cora, "writeUpdateTemplate", {
      updateTemplateId: id, name: "Cause known", visibility: "internal", state: "Fixing", body: "It is {{services}}.", expectedRevision: 0,
    });
    await expect(spec.run(cora, "removeUpdateTemplate", { updateTemplateId: id, reason: "old", expectedRevision: 0 }))
      .rejects.toMatchObject({ code: "REVISION_CONFLICT" });
    expect(await names()).toEqual([{ name: "Cause known", removed: null }]);
    const remove = (by: Principal) => spec.run(by, "removeUpdateTemplate", { updateTemplateId: id, reason: "old" });
    await expect(remove(eve)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await remove(cora);
    expect(await names()).toEqual([]);
    expect(await draft(id, await declare())).toBeNull();
  });

  it("gets the facts of an incident: hurt components, its beginning, how long it lasts, what is promised", async () => {
    const [template, incidentId] = [await write(), await declare()];
    expect(await draft(template, incidentId)).toEqual({
      visibility: "public", state: "Investigating", nextUpdateInMinutes: 20, missing: [],
      body: "Trouble with Checkout since 10:05 UTC, 25 min now: major impact. The next word comes by 10:50 UTC.",
    });
    const inside = await write({ visibility: "internal", body: "{{incident}} {{severity}} {{title}} on {{services}}: {{commander}}" });
    await spec.run(cora, "takeRole", { incidentId, role: "commander", personId: cora.person.id });
    expect(await draft(inside, incidentId))
      .toMatchObject({ body: expect.stringMatching(/^INC-\d+ SEV2 Pool exhausted on Checkout: cora$/) });
    const yesterday = await declare({ impactStartAt: "2026-11-22T23:50:00Z", publicImpact: "none", services: [] });
    expect(await draft(template, yesterday))
      .toMatchObject({ body: expect.stringContaining("since 22 Nov, 23:50 UTC"), missing: ["components", "impact"] });
  });

  it("says nothing of an incident that its reader must not know of", async () => {
    const [template, hidden] = [await write(), await declare({ private: true })];
    expect(await draft(template, hidden)).toMatchObject({ state: "Investigating" });
    expect(await draft(template, hidden, eve)).toBeNull();
  });
});

it("a public update that still has a place for a fact is refused; braces of another kind, and what is internal, are not", async () => {
  const incidentId = await declare();
  const post = (visibility: string, body: string) =>
    spec.run(cora, "postUpdate", { incidentId, visibility, status: "investigating", body });
  await expect(post("public", "Trouble with {{ Components }}.")).rejects.toMatchObject({ code: "INVALID_INPUT", path: ["body"] });
  await post("public", "Templates with {{mustache}} are not drawn.");
  await post("internal", "Trouble with {{components}}.");
});
