import { streamName } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import { parse, subscribe } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered, specSchema } from "../specification/asking.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
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
});
afterAll(() => spec.close());

async function incident(more: { readonly private?: boolean; readonly resolved?: boolean } = {}): Promise<string> {
  const { recordId } = await spec.run(ada, "declareIncident", {
    title: "Checkout fails", severity: 1, services: [], private: more.private ?? false,
  });
  if (more.resolved !== false) await spec.run(ada, "changeIncidentState", { incidentId: recordId, to: "resolved", reason: "" });
  return recordId;
}
const opened = async (by: Principal, incidentId: string): Promise<string> => (await spec.run(by, "openReview", { incidentId })).recordId;
const read = async (by: Principal, id: string, fields: string) =>
  (await answered(spec, by, { query: `query($id: ID!) { review(id: $id) { ${fields} } }`, variables: { id } }))["review"] as Record<
    string,
    unknown
  >;
const write = (by: Principal, reviewId: string, more: object = {}) =>
  spec.run(by, "writeReviewLine", { reviewId, section: "note", text: "The judge was silent.", ...more });
const linesOf = async (by: Principal, id: string) =>
  (await read(by, id, "lines { id section text revision author { name } agreed { name } }"))["lines"] as readonly {
    readonly id: string;
    readonly text: string;
    readonly revision: number;
  }[];

describe("a review", () => {
  it("is one for each incident, asked for by its id, the incident's, or INC-n", async () => {
    const incidentId = await incident();
    const id = await opened(tim, incidentId);
    expect(await opened(eve, incidentId)).toBe(id);
    const fields = "state facilitator { name } agenda { title minutes } incident { reference }";
    const told = await read(tim, toGlobalId("Incident", incidentId), fields);
    expect(told).toMatchObject({
      state: "preparing", facilitator: { name: "tim" },
      agenda: [{ title: "Timeline", minutes: 15 }, { title: "Factors" }, { title: "Learnings" }, { title: "Actions" }],
    });
    const { reference } = told["incident"] as { reference: string };
    expect(await read(tim, reference, "id")).toEqual({ id: toGlobalId("Review", id) });
    expect(await read(tim, "INC-999999", "id")).toBeNull();
    const { incident: found } = await answered(spec, tim, {
      query: "query($id: ID!) { incident(id: $id) { reviewRecord { id } } }", variables: { id: toGlobalId("Incident", incidentId) },
    });
    expect(found).toEqual({ reviewRecord: { id: toGlobalId("Review", id) } });
    await expect(opened(vera, incidentId)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });

  it("is closed with the incident's, once every action has somebody and a day", async () => {
    const incidentId = await incident();
    const id = await opened(tim, incidentId);
    const sourceId = toGlobalId("Review", id);
    const action = (await spec.run(tim, "registerAction", { title: "Second source", kind: "longTerm", sourceId })).recordId;
    await expect(spec.run(tim, "closeReview", { reviewId: id })).rejects.toMatchObject({
      code: "ACTIONS_INCOMPLETE", message: expect.stringMatching(/^ACT-\d+, Second source, has no owner and no day yet$/),
    });
    await spec.run(tim, "changeAction", { actionId: action, title: "Second source", kind: "longTerm", ownerId: eve.person.id });
    await expect(spec.run(tim, "closeReview", { reviewId: id })).rejects.toMatchObject({ code: "ACTIONS_INCOMPLETE" });
    await spec.run(tim, "promiseActionDue", { actionId: action, dueOn: "2027-01-29" });
    await spec.run(tim, "closeReview", { reviewId: id });
    expect(
      await read(tim, id, "state actions { title dueOn cameOf { name } } incident { review { state } actions { title } }"),
    ).toMatchObject({
      state: "held", actions: [{ title: "Second source", dueOn: "2027-01-29", cameOf: { name: expect.stringMatching(/^review of INC-/) } }],
      incident: { review: { state: "held" }, actions: [{ title: "Second source" }] },
    });
    await expect(write(tim, id)).rejects.toMatchObject({ code: "REVIEW_CLOSED" });
    // What came of the one is found by the other.
    for (const about of [sourceId, toGlobalId("Incident", incidentId)]) {
      const found = await answered(spec, tim, {
        query: "query($about: ID!) { actions(filter: { about: $about }) { edges { node { title } } } }", variables: { about },
      });
      expect(found).toEqual({ actions: { edges: [{ node: { title: "Second source" } }] } });
    }
  });

  it("of an incident that is still worked on is not closed", async () => {
    const id = await opened(tim, await incident({ resolved: false }));
    await expect(spec.run(tim, "closeReview", { reviewId: id })).rejects.toMatchObject({ code: "TRANSITION_NOT_ALLOWED" });
    expect(await read(tim, id, "state")).toEqual({ state: "preparing" });
  });

  it("says how often a factor was one, of what was not ruled out", async () => {
    const factor = (effect: string) => ({ section: "factor", text: "A shared file", factor: { word: "shared-state", effect } });
    const ids: string[] = [];
    for (const hour of ["10", "11", "12"]) {
      spec.at(`2026-11-23T${hour}:00:00.000Z`);
      ids.push(await opened(tim, await incident()));
    }
    for (const [place, effect] of [[0, "caused"], [1, "ruledOut"], [2, "prolonged"]] as const) {
      await write(tim, ids[place] ?? "", factor(effect));
    }
    expect(await read(vera, ids[2] ?? "", "lines { recurrence { time times earlier { id } } }")).toEqual({
      lines: [{ recurrence: { time: 2, times: 2, earlier: [{ id: toGlobalId("Review", ids[0] ?? "") }] } }],
    });
    const { reviewFactors } = await answered(spec, vera, { query: "{ reviewFactors { word times } }" });
    expect(reviewFactors).toContainEqual({ word: "shared-state", times: 2 });
    expect(reviewFactors).toContainEqual({ word: "test-gap", times: 0 });
  });

  it("is published by who may, to who may know of the incident", async () => {
    const id = await opened(tim, await incident());
    await expect(spec.run(tim, "publishReview", { reviewId: id })).rejects.toMatchObject({ code: "REVIEW_NOT_CLOSED" });
    await spec.run(tim, "closeReview", { reviewId: id });
    await expect(spec.run(eve, "publishReview", { reviewId: id })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(tim, "publishReview", { reviewId: id, visibility: "public", told: [vera.person.id], note: "Read it." });
    expect(await read(vera, id, "state publication { visibility told { name } by { name } }")).toEqual({
      state: "published", publication: { visibility: "public", told: [{ name: "vera" }], by: { name: "tim" } },
    });
    await expect(spec.run(tim, "noteReviewRead", { reviewId: id })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await spec.run(vera, "noteReviewRead", { reviewId: id });
    const { revision } = await read(vera, id, "revision");
    await spec.run(vera, "noteReviewRead", { reviewId: id });
    expect(await read(vera, id, "revision publication { readBy { name } }")).toEqual({
      revision, publication: { readBy: [{ name: "vera" }] },
    });
    const written = await read(vera, id, "inside: exported outside: exported(format: html, audience: public) rows: exported(format: csv)");
    expect(written["inside"]).toContain("- Led by: tim");
    expect(written["outside"]).not.toContain("tim");
    expect(String(written["rows"])).toMatch(/^incident,kind,text,/);
    const { publication } = (await read(vera, id, "publication { address }")) as { publication: { address: string } };
    expect(publication.address).toBe(`http://127.0.0.1:4000/published/reviews/${id}`);
    await spec.run(tim, "withdrawReview", { reviewId: id, reason: "a customer is named" });
    expect(await read(vera, id, "state publication { note }")).toEqual({ state: "held", publication: null });
  });
});

describe("what the public reads of a review", () => {
  let app: FastifyInstance;
  beforeAll(async () => { app = await specHttp(spec); });
  afterAll(() => app.close());
  const page = async (id: string) => {
    const { statusCode, body, headers } = await app.inject({ url: `/published/reviews/${id}` });
    return { statusCode, body, policy: headers["content-security-policy"] };
  };
  const publishedFor = async (visibility: string, incidentId: string): Promise<string> => {
    const id = await opened(tim, incidentId);
    await write(tim, id, { text: "tim wrote this inside" });
    await write(tim, id, {
      section: "differently", text: "eve saw it otherwise", moment: { entryId: "a", at: "2026-11-23T09:00:00.000Z" },
    });
    await write(tim, id, { section: "learning", text: "Silence is no <good> news" });
    await spec.run(tim, "registerAction", {
      title: "Second source", kind: "longTerm", sourceId: toGlobalId("Review", id), ownerId: eve.person.id, dueOn: "2026-12-24",
    });
    await spec.run(tim, "closeReview", { reviewId: id });
    await spec.run(tim, "publishReview", { reviewId: id, visibility });
    return id;
  };

  it("is its public version, without a name, a note, or what the incident is called inside; it runs and loads nothing", async () => {
    const id = await publishedFor("public", await incident());
    const { statusCode, body, policy } = await page(id);
    expect(statusCode).toBe(200);
    expect(body).toContain("Silence is no &lt;good&gt; news");
    expect(body).toMatch(/<h1>Review of INC-\d+: an incident<\/h1>/);
    expect(body).not.toMatch(/\b(tim|eve|Checkout fails|wrote this inside|saw it otherwise)\b|<script|src=|href=/);
    expect(policy).toContain("default-src 'none'");
    await spec.run(tim, "withdrawReview", { reviewId: id, reason: "a customer is named" });
    expect((await page(id)).statusCode).toBe(404);
  });

  it("is nothing of one that is for those inside, not published, of an incident that is private by now, or not there: all alike", async () => {
    const inside = await publishedFor("internal", await incident());
    const unpublished = await opened(tim, await incident());
    const [hidden, ...answers] = await Promise.all(
      [inside, unpublished, "00000000-0000-4000-8000-00000000dead", "__proto__", `${inside}%00`, "x".repeat(5_000)].map(page),
    );
    expect(hidden).toMatchObject({ statusCode: 404, body: "There is no such review.\n" });
    for (const answer of answers) expect(answer).toEqual(hidden);
  });
});

describe("two people in one meeting", () => {
  it("see what the other types and where they look, and lose nothing when both write", async () => {
    const id = await opened(tim, await incident());
    const heard = await subscribe({
      schema: await specSchema(),
      document: parse(`subscription { reviewChanged(reviewId: "${toGlobalId("Review", id)}") {
        lines { text } joined { name } clock { topic } presenter { person { name } momentId } actions { title } } }`),
      contextValue: spec.contextOf(eve),
    });
    if (!(Symbol.asyncIterator in heard)) throw new Error("nothing to listen to");
    const reads = heard[Symbol.asyncIterator]();
    /** What the other sees, once it is so. */
    async function seen(fits: (review: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
      for (;;) {
        const { value } = (await reads.next()) as { value: { data: { reviewChanged: Record<string, unknown> } } };
        if (fits(value.data.reviewChanged)) return value.data.reviewChanged;
      }
    }
    await expect(spec.run(tim, "movePresenter", { reviewId: id, momentId: "a" })).rejects.toMatchObject({ code: "MEETING_NOT_BEGUN" });
    await spec.run(tim, "beginReviewMeeting", { reviewId: id });
    await spec.run(eve, "joinReviewMeeting", { reviewId: id });
    await spec.run(tim, "movePresenter", { reviewId: id, momentId: "a" });
    expect(await seen(({ presenter }) => presenter !== null)).toMatchObject({
      joined: [{ name: "tim" }, { name: "eve" }], clock: { topic: 0 }, presenter: { person: { name: "tim" }, momentId: "a" },
    });
    await expect(spec.run(eve, "movePresenter", { reviewId: id, momentId: "b" })).rejects.toMatchObject({ code: "NOT_PRESENTING" });
    await spec.run(eve, "movePresenter", { reviewId: id, momentId: "b", takeOver: true });
    await spec.run(tim, "beginReviewTopic", { reviewId: id, topic: 1 });
    await Promise.all([write(tim, id, { text: "Mine." }), write(eve, id, { text: "Hers." })]);
    await spec.run(tim, "registerAction", { title: "Alert on silence", sourceId: toGlobalId("Review", id) });
    const last = await seen(({ actions, lines }) => (actions as object[]).length === 1 && (lines as object[]).length === 2);
    expect(last).toMatchObject({ clock: { topic: 1 }, presenter: { person: { name: "eve" }, momentId: "b" } });
    expect((last["lines"] as { text: string }[]).map(({ text }) => text).toSorted()).toEqual(["Hers.", "Mine."]);
    await reads.return?.(undefined);
    // The log keeps where they look now, and nothing of before.
    const { events } = await spec.server.log.read(streamName("meeting", id));
    expect(events.map(({ event }) => event)).toMatchObject([{ type: "PresenterMoved", data: { momentId: "b" } }]);
  });

  it("are shown both texts where one of them was late, and agree with lines", async () => {
    const id = await opened(tim, await incident());
    await write(tim, id);
    const [line] = await linesOf(eve, id);
    const rewrite = (by: Principal, text: string, seenRevision: number) =>
      spec.run(by, "rewriteReviewLine", { reviewId: id, lineId: line?.id, text, seenRevision });
    await rewrite(eve, "It was silent for 15 looks.", 0);
    await expect(rewrite(tim, "Nobody asked it.", 0)).rejects.toMatchObject({
      code: "LINE_CHANGED", message: expect.stringContaining('Theirs: "It was silent for 15 looks.". Yours: "Nobody asked it."'),
    });
    await rewrite(tim, "Nobody asked it.", 1);
    await spec.run(eve, "agreeWithReviewLine", { reviewId: id, lineId: line?.id });
    expect(await linesOf(tim, id)).toMatchObject([
      { text: "Nobody asked it.", revision: 2, author: { name: "tim" }, agreed: [{ name: "eve" }] },
    ]);
    expect(await read(tim, id, "history(first: 2) { edges { node { sentence } } }")).toMatchObject({
      history: { edges: [{ node: { sentence: expect.stringMatching(/^eve agrees with a line of the review of INC-\d+\.$/) } }, {}] },
    });
    expect((await write(tim, id, { text: "Once.", idempotencyKey: "k" })).recordId).toBe(
      (await write(tim, id, { text: "Once.", idempotencyKey: "k" })).recordId,
    );
    expect((await linesOf(tim, id)).filter(({ text }) => text === "Once.")).toHaveLength(1);
  });
});

describe("the review of a private incident", () => {
  it("tells nobody of it who may not know: by id, list, count, search, log, factor or action", async () => {
    const incidentId = await incident({ private: true });
    const id = await opened(ada, incidentId);
    await write(ada, id, { text: "Zanzibar leaked", section: "factor", factor: { word: "zanzibar", effect: "caused" } });
    await spec.run(ada, "registerAction", { title: "Close Zanzibar", sourceId: toGlobalId("Review", id) });
    await spec.run(ada, "beginReviewMeeting", { reviewId: id });
    await spec.run(ada, "movePresenter", { reviewId: id, momentId: "zanzibar" });
    const question = `{ reviews(first: 500) { totalCount edges { node { id } } } search(text: "zanzibar") { id } reviewFactors { word }
      actions(filter: { text: "Zanzibar" }) { totalCount }
      events(types: ["ReviewLineWritten", "PresenterMoved", "ActionRegistered"], first: 500) { edges { node { data } } } }`;
    const [hers, theirs] = [await answered(spec, ada, { query: question }), await answered(spec, eve, { query: question })];
    expect(JSON.stringify(hers).toLowerCase()).toContain("zanzibar");
    expect(JSON.stringify(theirs).toLowerCase()).not.toContain("zanzibar");
    const counted = (told: Record<string, unknown>) => (told["reviews"] as { totalCount: number }).totalCount;
    expect(counted(hers) - counted(theirs)).toBe(1);
    for (const given of [id, toGlobalId("Review", id), toGlobalId("Incident", incidentId)]) expect(await read(eve, given, "id")).toBeNull();
    await expect(write(eve, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(spec.run(ada, "nameReviewParticipant", { reviewId: id, personId: eve.person.id })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await spec.run(ada, "adjournReviewMeeting", { reviewId: id });
    await expect(spec.run(ada, "closeReview", { reviewId: id })).rejects.toMatchObject({ code: "ACTIONS_INCOMPLETE" });
    const { actions } = await read(ada, id, "actions { id }") as { actions: { id: string }[] };
    await spec.run(ada, "dropAction", { actionId: actions[0]?.id, reason: "no" });
    await spec.run(ada, "closeReview", { reviewId: id });
    await expect(spec.run(ada, "publishReview", { reviewId: id, visibility: "public" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(spec.run(ada, "publishReview", { reviewId: id, told: [eve.person.id] })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});
