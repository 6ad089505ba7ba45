import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered } from "../specification/asking.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;
let tim: Principal;
let eve: Principal;
let vera: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  tim = await spec.person("tim", ["tpm"]);
  eve = await spec.person("eve", ["engineer"]);
  vera = await spec.person("vera", ["viewer"]);
  app = await specHttp(spec);
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly title: string;
}
const about = async (by: Principal, id: string, fields: string) =>
  (await answered(spec, by, { query: `query($id: ID!) { review(id: $id) { ${fields} } }`, variables: { id } }))["review"] as Record<
    string,
    unknown
  >;
async function entriesOf(incidentId: string, fields = "id at title"): Promise<readonly Entry[]> {
  const { incident } = await answered(spec, ada, {
    query: `query($id: ID!) { incident(id: $id) { timeline(first: 100) { edges { node { ${fields} } } } } }`,
    variables: { id: toGlobalId("Incident", incidentId) },
  });
  return (incident as { timeline: { edges: readonly { readonly node: Entry }[] } }).timeline.edges.map(({ node }) => node);
}
const run = (by: Principal, name: string, input: object) => spec.run(by, name, input);

/** An incident that was resolved, with an entry of its own, and its review. */
async function reviewed(more: { readonly private?: boolean } = {}) {
  spec.at("2026-11-23T14:00:00.000Z");
  const incidentId = (await run(ada, "declareIncident", {
    title: "Checkout fails", severity: 1, services: [], private: more.private ?? false,
  })).recordId;
  spec.at("2026-11-23T14:20:00.000Z");
  await run(ada, "changeIncidentState", { incidentId, to: "resolved", reason: "" });
  spec.at("2026-11-23T15:00:00.000Z");
  await run(ada, "addEntry", { incidentId, text: "The flag was off", at: "2026-11-23T14:05:00.000Z" });
  const reviewId = (await run(more.private === true ? ada : tim, "openReview", { incidentId })).recordId;
  const [entry] = (await entriesOf(incidentId)).filter(({ title }) => title === "The flag was off");
  if (entry === undefined) throw new Error("there is no such entry");
  return { incidentId, reviewId, entry, moment: { entryId: entry.id, at: entry.at } };
}

describe("the calibration draft", () => {
  it("is what was known when it was over; who reads it is counted once, of those who take part", async () => {
    const { reviewId, incidentId } = await reviewed();
    await run(tim, "nameReviewParticipant", { reviewId, personId: vera.person.id });
    const draft = "draft { knownAt readBy { name } awaited { name } annotations { text } }";
    expect(await about(tim, reviewId, draft)).toEqual({
      draft: { knownAt: "2026-11-23T14:20:00.000Z", readBy: [], awaited: [{ name: "tim" }, { name: "vera" }], annotations: [] },
    });
    await expect(run(eve, "noteReviewDraftRead", { reviewId })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await run(vera, "noteReviewDraftRead", { reviewId });
    const { revision } = await about(tim, reviewId, "revision");
    await run(vera, "noteReviewDraftRead", { reviewId });
    expect(await about(tim, reviewId, `revision ${draft} of: draft { reading }`)).toMatchObject({
      revision, of: { reading: "vera has read it; it waits for tim." }, draft: { readBy: [{ name: "vera" }], awaited: [{ name: "tim" }] },
    });
    await run(ada, "reopenIncident", { incidentId, reason: "again" });
    expect(await about(tim, reviewId, "draft { knownAt }")).toEqual({ draft: { knownAt: null } });
  });

  it("is annotated at an entry, and the annotations stand with it and in what is written down inside", async () => {
    const { reviewId, entry, moment } = await reviewed();
    await run(eve, "writeReviewLine", { reviewId, section: "differently", text: "It was on until ten past", moment });
    await run(tim, "writeReviewLine", { reviewId, section: "surprise", text: "Nobody told us", moment });
    await run(tim, "writeReviewLine", { reviewId, section: "surprise", text: "Of no moment" });
    const told = await about(vera, reviewId, `draft { annotations { section text author { name } about } }
      excerpt { more keptAt moments { title knownAfterSeconds said { text } } }`);
    expect(told["draft"]).toEqual({
      annotations: [
        { section: "differently", text: "It was on until ten past", author: { name: "eve" }, about: "The flag was off" },
        { section: "surprise", text: "Nobody told us", author: { name: "tim" }, about: "The flag was off" },
      ],
    });
    expect(told["excerpt"]).toMatchObject({ more: 0, keptAt: null });
    const { moments } = told["excerpt"] as { moments: readonly { readonly title: string }[] };
    expect(moments.find(({ title }) => title === entry.title)).toEqual({
      title: "The flag was off", knownAfterSeconds: 3_300, said: [{ text: "It was on until ten past" }, { text: "Nobody told us" }],
    });
    const { md, csv, json } = await about(vera, reviewId, "md: exported csv: exported(format: csv) json: exported(format: json)");
    expect(md).toContain("14:05 UTC: The flag was off (known 55 min later); eve saw it differently: “It was on until ten past”; tim was");
    expect(csv).toMatch(/,timeline,The flag was off,,,,,2026-11-23T14:05:00.000Z,,/u);
    expect(JSON.parse(String(json))).toMatchObject({ timeline: expect.arrayContaining([expect.objectContaining({ title: entry.title })]) });
  });

  it("of a private incident is neither read nor annotated by who may not know of it", async () => {
    const { reviewId, moment } = await reviewed({ private: true });
    await expect(run(eve, "noteReviewDraftRead", { reviewId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(run(eve, "writeReviewLine", { reviewId, section: "surprise", text: "x", moment })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await about(eve, reviewId, "excerpt { more }")).toBeNull();
  });
});

describe("a review that is published", () => {
  const said = "md: exported csv: exported(format: csv) outside: exported(format: html, audience: public)";

  it("is kept as it was: what changes afterwards is in no version of it, until it is withdrawn", async () => {
    const { reviewId, incidentId, entry } = await reviewed();
    await run(ada, "postUpdate", { incidentId, status: "Monitoring", body: "Payments work again.", visibility: "public" });
    const actionId = (await run(tim, "registerAction", {
      title: "Second source", kind: "longTerm", sourceId: toGlobalId("Review", reviewId), ownerId: eve.person.id, dueOn: "2026-12-24",
    })).recordId;
    await run(tim, "closeReview", { reviewId });
    await run(tim, "publishReview", { reviewId, visibility: "public" });
    const before = await about(vera, reviewId, said);
    const page = async () => (await app.inject({ url: `/published/reviews/${reviewId}` })).body;
    const published = await page();
    expect(published).toContain("Payments work again.");
    expect(published).toContain("Second source");
    expect(published).not.toMatch(/The flag was off|Checkout fails|declared/u);

    await run(tim, "changeAction", { actionId, title: "Zanzibar is fired", kind: "longTerm", ownerId: eve.person.id });
    await run(ada, "renameIncident", { incidentId, title: "Zanzibar pays twice" });
    await run(ada, "pinEntry", { incidentId, entryId: entry.id, pinned: true });
    await run(ada, "postUpdate", { incidentId, status: "Resolved", body: "Zanzibar again.", visibility: "public" });
    expect(await about(vera, reviewId, said)).toEqual(before);
    expect(await page()).toBe(published);
    expect(await about(vera, reviewId, "incidentAsTold { title } incident { title } excerpt { keptAt moments { title } }")).toMatchObject({
      incidentAsTold: { title: "Checkout fails" }, incident: { title: "Zanzibar pays twice" },
      excerpt: { keptAt: expect.any(String), moments: expect.not.arrayContaining([{ title: "The flag was off" }]) },
    });
    // What people do because of it goes on.
    expect(await about(vera, reviewId, "actions { title }")).toEqual({ actions: [{ title: "Zanzibar is fired" }] });

    await run(tim, "withdrawReview", { reviewId, reason: "more came up" });
    const after = await about(vera, reviewId, `${said} excerpt { keptAt }`);
    expect(after["md"]).toContain("Zanzibar pays twice");
    expect(after["excerpt"]).toEqual({ keptAt: null });
  });

  it("tells the public of every update, whatever is pinned before it, and of nothing else", async () => {
    const { reviewId, incidentId, entry } = await reviewed();
    await run(ada, "postUpdate", { incidentId, status: "Monitoring", body: "Sales told.", visibility: "internal" });
    const [inside] = (await entriesOf(incidentId)).filter(({ title }) => title === "Monitoring");
    const moment = { entryId: inside?.id, at: inside?.at };
    await run(eve, "writeReviewLine", { reviewId, section: "differently", text: "Nobody told them", moment });
    for (let place = 0; place < 100; place += 1)
      await run(ada, "addEntry", { incidentId, text: `Pinned ${String(place)}`, at: entry.at, pinned: true });
    await run(ada, "postUpdate", { incidentId, status: "Monitoring", body: "Payments work again.", visibility: "public" });
    const { md, outside, excerpt } = await about(tim, reviewId, `${said} excerpt { more }`);
    expect(outside).toContain("Payments work again.");
    expect(outside).not.toMatch(/Pinned|Sales|more/u);
    expect(md).toContain("Sales told.; eve saw it differently");
    expect((excerpt as { more: number }).more).toBeGreaterThan(1);
  });
});
