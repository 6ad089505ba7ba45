import { pageDecider, Rejection } from "@ballast/domain";
import { foldRecord, handle, ids } from "@ballast/eventlog";
import { defaultPagePolicy, type DataOf } from "@ballast/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecPayload, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let [ana, ben, eve, cleo]: Principal[] = [];
let [open, secret, rotationId, policyId] = ["", "", "", ""];
const who = (principal: Principal | undefined): Principal => {
  if (principal === undefined) throw new Error("not begun");
  return principal;
};
/** What the payloads of these mutations have besides. */
interface Answered extends SpecPayload {
  readonly toPageId: string;
  readonly pageId: string;
  readonly answers: readonly { readonly acknowledged: boolean; readonly code: string | null }[];
}
const run = async (name: string, input: object, by = ana): Promise<Answered> => (await spec.run(who(by), name, input)) as Answered;
const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(() => "done", (error: unknown) => (error instanceof Rejection ? error.code : Promise.reject(error as Error)));
const page = async (id: string) => {
  const state = await foldRecord(spec.server.log, pageDecider, id);
  if (state.status === "absent") throw new Error("it is not there");
  return state;
};
const again = "2026-11-23T14:30:00.000Z";

let pages = 0;
async function paged(incidentId: string, change: Partial<DataOf<"PageRequested">> = {}): Promise<string> {
  const [pageId, now] = [ids.page(incidentId, "responders", String(pages += 1)), spec.server.now().toISOString()];
  const { position } = await handle(spec.server.log, {
    aggregate: pageDecider, id: pageId,
    command: {
      type: "RequestPage", now, pageId, incidentId, purpose: "responders", severity: 2, rotationIds: [], escalations: [], personIds: [],
      reason: "it fails", policy: defaultPagePolicy, ...change,
    },
    context: {
      commandId: ids.command("spec", pageId), actor: { personId: null, name: "spec", means: "workflow" }, now, correlationId: "spec",
      causationId: "spec",
    },
  });
  await spec.server.readModel.waitFor(position);
  return pageId;
}

beforeAll(async () => {
  spec = await specServer();
  [ana, ben, cleo] = [await spec.person("ana"), await spec.person("ben"), await spec.person("cleo")];
  eve = await spec.person("eve", ["engineer"]);
  for (const { person } of [ana, ben]) await run("setContacts", { personId: person.id, email: `${person.name}@example.org` });
  for (const slug of ["checkout", "search"]) await run("registerService", { slug, name: slug });
  ({ recordId: rotationId } = await run("createRotation", {
    name: "First", timeZone: "UTC", handOver: { every: "day", at: "00:00" }, people: [ben.person.id, cleo.person.id],
    startsOn: "2026-11-23",
  }));
  ({ recordId: policyId } = await run("writeEscalationPolicy", {
    policy: { name: "Database", steps: [{ targets: [{ personId: ben.person.id }], minutes: 5 }], rounds: 2, lastly: [] },
  }));
  open = (await run("declareIncident", { title: "Slow", severity: 2, services: ["checkout"] })).recordId;
  secret = (await run("declareIncident", { title: "Somebody got in", severity: 1, services: ["search"], private: true })).recordId;
});
afterAll(() => spec.close());

describe("many pages at once", () => {
  it("are answered one by one: what is refused is listed, and what is hidden as what is not there", async () => {
    const [one, two, hidden] = [await paged(open), await paged(open), await paged(secret)];
    const nothing = ids.page(open, "responders", "never");
    const given = { pageIds: [one, toGlobalId("Page", hidden), nothing, two, one], lookAgainAt: again, idempotencyKey: "storm" };
    const refused = (id: string) => ({
      pageId: toGlobalId("Page", id), acknowledged: false, code: "NOT_FOUND", problem: expect.stringContaining(`there is no page ${id}`),
    });
    const done = (id: string) => ({ pageId: toGlobalId("Page", id), acknowledged: true, code: null, problem: null });
    const { answers } = await run("acknowledgePages", given, eve);
    expect(answers).toEqual([done(one), refused(hidden), refused(nothing), done(two)]);
    expect((await page(hidden)).status).toBe("open");
    for (const id of [one, two])
      expect(await page(id)).toMatchObject({ status: "acknowledged", lookAgain: new Map([[who(eve).person.id, again]]) });
    expect((await run("acknowledgePages", given, eve)).answers).toEqual(answers);
    expect((await page(one)).acknowledgedBy).toEqual([who(eve).person.id]);
  });

  it("are those that a limited token may touch, each asked for by itself", async () => {
    const search = (await run("declareIncident", { title: "No results", severity: 3, services: ["search"] })).recordId;
    const [mine, others] = [await paged(open), await paged(search)];
    const limited: Principal = { ...who(ana), serviceIds: [ids.service("checkout")] };
    const { answers } = await run("acknowledgePages", { pageIds: [others, mine] }, limited);
    expect(answers.map(({ code }) => code)).toEqual(["NOT_ALLOWED", null]);
    expect([(await page(others)).status, (await page(mine)).status]).toEqual(["open", "acknowledged"]);
  });

  it("of none, or of two hundred and one, is refused", async () => {
    expect(await codeOf(run("acknowledgePages", { pageIds: [] }))).toBe("INVALID_INPUT");
    const many = Array.from({ length: 201 }, (_, n) => ids.page(open, "responders", `many-${String(n)}`));
    await expect(run("acknowledgePages", { pageIds: many })).rejects.toThrow();
  });
});

describe("everyone at once", () => {
  it("answers a page: one is the answer, the others are kept as late, nobody is refused", async () => {
    const id = await paged(open);
    const everyone = await Promise.all(Array.from({ length: 20 }, (_, n) => spec.person(`many-${String(n)}`)));
    const codes = await Promise.all(everyone.map((each) => codeOf(run("acknowledgePage", { pageId: id }, each))));
    expect(codes).toEqual(everyone.map(() => "done"));
    const { events } = await spec.server.log.read(`page-${id}`);
    const late = events.flatMap(({ event }) => (event.type === "PageAcknowledged" ? [event.data.late] : []));
    expect(late).toEqual([false, ...Array.from({ length: 19 }, () => true)]);
  });
});

describe("looking again", () => {
  it("is said with the answer, anew and not any more, and stands on page and incident", async () => {
    const id = await paged(open);
    await run("acknowledgePage", { pageId: id, lookAgainAt: again });
    await run("lookAgain", { pageId: id, at: "2026-11-23T15:00:00.000Z" });
    const { incident } = await answered(spec, who(ana), {
      query: `query ($id: ID!) { incident(id: $id) { pages { id lookAgain { at person { name } } } } }`, variables: { id: open },
    }) as { incident: { pages: { id: string; lookAgain: object[] }[] } };
    expect(incident.pages.find((each) => each.id === toGlobalId("Page", id))?.lookAgain).toEqual([
      { at: "2026-11-23T15:00:00.000Z", person: { name: "ana" } },
    ]);
    await run("lookAgain", { pageId: id });
    expect((await page(id)).lookAgain.size).toBe(0);
    expect(await codeOf(run("lookAgain", { pageId: id, at: again }, ben))).toBe("PAGE_NOT_OPEN");
    expect(await codeOf(run("lookAgain", { pageId: id, at: "2026-11-23T08:00:00.000Z" }))).toBe("INVALID_INPUT");
  });
});

describe("handing a page on", () => {
  it("calls somebody by a page of their own, ends the old one, and is recorded with the note", async () => {
    const id = await paged(open, { rotationIds: [rotationId] });
    const input = { pageId: id, personId: who(ben).person.id, note: "it is the database", idempotencyKey: "hand" };
    const { toPageId } = await run("handOnPage", input);
    expect(await run("handOnPage", input)).toMatchObject({ replayed: true, toPageId });
    expect(await page(id)).toMatchObject({ status: "stopped", handedTo: toPageId });
    expect((await page(toPageId)).request).toMatchObject({
      incidentId: open, reason: "ana hands it on: it is the database", rotationIds: [rotationId],
      origin: { kind: "handedOn", personId: who(ana).person.id, fromPageId: id, firstIds: [who(ben).person.id] },
    });
    const { node } = await answered(spec, who(ana), {
      query: `query ($id: ID!) { node(id: $id) { ... on Page { state handedOn { to note by { name } toPageId } } } }`,
      variables: { id: toGlobalId("Page", id) },
    });
    expect(node).toEqual({
      state: "stopped",
      handedOn: { to: "ben", note: "it is the database", by: { name: "ana" }, toPageId: toGlobalId("Page", toPageId) },
    });
    expect(await codeOf(run("handOnPage", { pageId: id, personId: who(ana).person.id }))).toBe("PAGE_NOT_OPEN");
  });

  it("goes to a schedule and to a policy as well, each by its own", async () => {
    const own = { rotationIds: [rotationId] };
    const scheduled = await run("handOnPage", { pageId: await paged(open, own), rotationId });
    expect((await page(scheduled.toPageId)).request).toMatchObject({
      rotationIds: [rotationId], escalations: [], origin: { firstIds: [] },
    });
    const byPolicy = await run("handOnPage", { pageId: await paged(open, own), policyId });
    expect((await page(byPolicy.toPageId)).request).toMatchObject({
      rotationIds: [], escalations: [{ escalationId: policyId, rotationIds: [rotationId] }],
    });
  });

  it("to somebody who would not hear of it is refused, and changes nothing, unless that is said", async () => {
    const id = await paged(open);
    const toCleo = { pageId: id, personId: who(cleo).person.id };
    expect(await codeOf(run("handOnPage", toCleo))).toBe("NOBODY_REACHABLE");
    expect((await page(id)).handedTo).toBeNull();
    // Cleo has the second day, and nothing that wakes her.
    spec.at("2026-11-24T09:00:00.000Z");
    expect(await codeOf(run("handOnPage", { pageId: id, rotationId }))).toBe("NOBODY_REACHABLE");
    spec.at("2026-11-23T09:00:00.000Z");
    expect(await codeOf(run("handOnPage", { ...toCleo, evenUnreachable: true }))).toBe("done");
  });

  it("names one receiver, and is of who works on incidents, an incident that goes on, and records that they may know", async () => {
    const id = await paged(open);
    const benId = who(ben).person.id;
    expect(await codeOf(run("handOnPage", { pageId: id }))).toBe("INVALID_INPUT");
    expect(await codeOf(run("handOnPage", { pageId: id, personId: benId, rotationId }))).toBe("INVALID_INPUT");
    expect(await codeOf(run("handOnPage", { pageId: id, personId: ids.person("nobody") }))).toBe("NOT_FOUND");
    expect(await codeOf(run("handOnPage", { pageId: await paged(secret), personId: benId }, eve))).toBe("NOT_FOUND");
    const vic = await spec.person("vic", ["viewer"]);
    expect(await codeOf(run("handOnPage", { pageId: id, personId: benId }, vic))).toBe("NOT_ALLOWED");
    const over = (await run("declareIncident", { title: "Over", severity: 3, services: ["checkout"] })).recordId;
    const late = await paged(over);
    await run("changeIncidentState", { incidentId: over, to: "resolved" });
    expect(await codeOf(run("handOnPage", { pageId: late, personId: benId }))).toBe("INCIDENT_ENDED");
    expect((await page(id)).handedTo).toBeNull();
  });

  it("that is refused at the last moment leaves nobody called by it", async () => {
    const id = await paged(open);
    const seen = { pageId: id, personId: who(ben).person.id, expectedRevision: 7 };
    expect(await codeOf(run("handOnPage", seen))).toBe("REVISION_CONFLICT");
    const inVain = spec.server.readModel.pages.all({ incidentId: open }).filter(({ origin }) => origin?.fromPageId === id);
    expect(inVain.map(({ state }) => state)).toEqual(["stopped"]);
    expect((await page(id)).status).toBe("open");
  });
});

describe("calling somebody in", () => {
  it("calls a person alone, a schedule, or a policy, with a note, and answers with the page", async () => {
    const input = { incidentId: open, personId: who(ben).person.id, note: "the index is corrupt", idempotencyKey: "in" };
    const { pageId } = await run("callIn", input);
    expect((await page(pageId)).request).toMatchObject({
      incidentId: open, reason: "ana calls for you: the index is corrupt", rotationIds: [], escalations: [],
      origin: { kind: "calledIn", firstIds: [who(ben).person.id], fromPageId: null },
    });
    expect(await run("callIn", input)).toMatchObject({ pageId, replayed: true });
    const team = await run("callIn", { incidentId: open, rotationId });
    expect((await page(team.pageId)).request).toMatchObject({ rotationIds: [rotationId] });
    const others = await run("callIn", { incidentId: open, policyId });
    expect((await page(others.pageId)).request).toMatchObject({ escalations: [{ escalationId: policyId, rotationIds: [] }] });
  });

  it("is refused where nobody would hear of it, of what is over or hidden, and of who may not", async () => {
    expect(await codeOf(run("callIn", { incidentId: open, personId: who(cleo).person.id }))).toBe("NOBODY_REACHABLE");
    expect(await codeOf(run("callIn", { incidentId: secret, personId: who(ben).person.id }, eve))).toBe("NOT_FOUND");
    const over = (await run("declareIncident", { title: "Over too", severity: 3 })).recordId;
    await run("changeIncidentState", { incidentId: over, to: "resolved" });
    expect(await codeOf(run("callIn", { incidentId: over, personId: who(ben).person.id }))).toBe("INCIDENT_ENDED");
    const vera = await spec.person("vera", ["viewer"]);
    expect(await codeOf(run("callIn", { incidentId: open, personId: who(ben).person.id }, vera))).toBe("NOT_ALLOWED");
  });
});
