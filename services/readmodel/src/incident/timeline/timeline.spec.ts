import { describe, expect, it } from "vitest";
import { ids } from "@ballast/eventlog";
import type { IncidentEvent } from "@ballast/schema";
import { folded } from "../../specification/folded.ts";
import { someone, type Said } from "../../specification/recordedHistory.ts";
import { Shop } from "../../specification/shopHistory.ts";
import { commanderOf, referenceOf } from "../incidentRow.ts";
import { timelineQueries } from "./timelineQueries.ts";

const ada = someone.personId ?? "";
const ben = ids.person("ben");

/** v2 fails; an incident is declared, worked on, corrected and resolved. Minutes count from noon. */
function story(isPrivate = false) {
  const shop = new Shop();
  shop.release("1.0", -300);
  shop.succeed(shop.begin("1.0", -299), "1.0", -297);
  shop.release("2.0", 10);
  const deployId = shop.begin("2.0", 20);
  const incidentId = ids.incident("story");
  for (const [id, name] of [
    [ada, "Ada"],
    [ben, "Ben"],
  ] as const) {
    shop.history.add(
      ["person", id],
      {
        type: "PersonJoined",
        data: {
          personId: id, login: name.toLowerCase(), name, roles: ["responder"], contacts: { email: null, chatWebhookUrl: null },
          timeZone: "UTC",
        },
      },
      { at: shop.at(0) },
    );
  }
  const say = (event: IncidentEvent, minute: number, said: Said = {}) =>
    shop.history.add(["incident", incidentId], event, { at: shop.at(minute), ...said });
  const entryId = ids.part(incidentId, "entry");
  const linkId = ids.part(incidentId, "link");
  const alertId = ids.alert("a", "f");
  const episodeId = ids.episode(alertId, 1);
  shop.history.add(
    ["alert", alertId],
    {
      type: "AlertFired",
      data: {
        alertId, integrationId: ids.integration("a"), fingerprint: "f", groupKey: "g", name: "HighErrors", summary: "6 %",
        startsAt: shop.at(22), severity: "critical", labels: {}, annotations: {}, serviceId: shop.serviceId, generatorUrl: null, ordinal: 1,
      },
    },
    { at: shop.at(22) },
  );
  say(
    {
      type: "IncidentDeclared",
      data: {
        incidentId, number: 7, title: "Checkout fails", summary: "", severity: 2, publicImpact: "major", serviceIds: [shop.serviceId],
        components: ["Checkout"], impactStartAt: null, drill: false, private: isPrivate, declaredAutomatically: false,
      },
    },
    24,
  );
  say({ type: "MilestoneReached", data: { incidentId, milestone: "impactStart", at: shop.at(23) } }, 24);
  say({ type: "AlertAttached", data: { incidentId, alertId, episodeId, severity: 1 } }, 24);
  say({ type: "RoleTaken", data: { incidentId, role: "commander", personId: ada } }, 25);
  say({ type: "EntryAdded", data: { incidentId, entryId, at: shop.at(25), text: "It is the database\nprobably", pinned: false } }, 26);
  say(
    {
      type: "LinkAdded",
      data: {
        incidentId, linkId, type: "suspected", kind: "deploy", recordId: deployId, fromEntryId: null, confidence: "likely",
        note: "just before",
      },
    },
    27,
  );
  const pageId = ids.page(incidentId, "responders", "1");
  shop.history.add(
    ["page", pageId],
    {
      type: "PageRequested",
      data: {
        pageId, incidentId, purpose: "responders", severity: 2, rotationIds: [], escalations: [], personIds: [ben], reason: "declared",
        policy: { acknowledgeWithinMs: 1_000, rounds: 1, repeatEveryMs: 1_000 },
      },
    },
    { at: shop.at(24) },
  );
  shop.history.add(
    ["page", pageId],
    {
      type: "PageSent",
      data: { pageId, key: "k", step: "person", round: 0, personId: ben, channel: "mail", address: "ben@example.org", sentAt: shop.at(25) },
    },
    { at: shop.at(25) },
  );
  shop.history.add(
    ["page", pageId],
    { type: "PageAcknowledged", data: { pageId, personId: ben, late: false, sentAt: shop.at(25) } },
    { at: shop.at(26) },
  );
  say({ type: "RoleLeft", data: { incidentId, role: "commander", personId: ada, handedTo: ben } }, 28);
  say({ type: "RoleTaken", data: { incidentId, role: "commander", personId: ben } }, 28);
  say(
    {
      type: "UpdatePosted",
      data: {
        incidentId, updateId: ids.part(incidentId, "update"), visibility: "public", status: "Investigating",
        body: "We are looking into the aubergine problem", nextUpdateInMs: 1_200_000,
      },
    },
    29,
  );
  say({ type: "EntryCorrected", data: { incidentId, entryId, at: shop.at(25), text: "It is the cache", reason: "looked again" } }, 30);
  say(
    {
      type: "MilestoneCorrected",
      data: { incidentId, milestone: "impactStart", at: shop.at(22), previous: shop.at(23), reason: "the graph" },
    },
    31,
  );
  say({ type: "IncidentStateChanged", data: { incidentId, from: "triage", to: "resolved", reason: "" } }, 40);
  say({ type: "MilestoneReached", data: { incidentId, milestone: "resolved", at: shop.at(39) } }, 40);
  return { shop, incidentId, deployId, entryId, episodeId, queries: folded(shop.history.events) };
}

describe("an incident", () => {
  it("stands as its events say, with both ends of every role and the old values of what was corrected", () => {
    const { queries, incidentId, shop } = story();
    const incident = queries.incidents.get(incidentId);
    expect(incident).toMatchObject({
      state: "resolved",
      startedAt: shop.at(22),
      resolvedAt: shop.at(39),
      nextUpdateDueAt: shop.at(49),
      roles: [
        { personId: ada, from: shop.at(25), to: shop.at(28) },
        { personId: ben, from: shop.at(28), to: null },
      ],
      milestones: [
        { milestone: "impactStart", at: shop.at(22), corrections: [{ previous: shop.at(23), reason: "the graph" }] },
        { milestone: "resolved" },
      ],
    });
    expect(incident === undefined ? "" : [referenceOf(incident), commanderOf(incident)]).toEqual(["INC-7", ben]);
    expect(queries.incidents.byNumber(7)?.id).toBe(incidentId);
    expect(queries.incidents.open()).toEqual([]);
    expect(queries.incidents.open({}, { at: shop.at(30) }).map(({ id }) => id)).toEqual([incidentId]);
  });

  it("is found from the deploy it suspects and the alert it is about, and names the deploy as what came before it", () => {
    const { queries, incidentId, deployId, episodeId } = story();
    expect(queries.incidents.ofRecord(deployId).map(({ id }) => id)).toEqual([incidentId]);
    expect(queries.incidents.ofRecord(episodeId).map(({ id }) => id)).toEqual([incidentId]);
    const incident = queries.incidents.get(incidentId);
    const [first] = incident === undefined ? [] : queries.incidents.relatedChanges(incident);
    expect(first).toMatchObject({ deploy: { id: deployId }, beforeStartMs: 60_000 });
    expect(first?.reasons).toContain("same service");
  });

  it("that is private is listed and found only for who has to do with it", () => {
    const { queries } = story(true);
    const seen = (viewer?: "all" | { personId: string }) => [
      queries.incidents.list({ filter: { viewer } }).nodes.length,
      queries.search.find({ text: "aubergine", viewer }).length,
    ];
    expect(seen()).toEqual([0, 0]);
    expect(seen({ personId: ids.person("stranger") })).toEqual([0, 0]);
    expect(seen({ personId: ben })).toEqual([1, 1]);
    expect(seen("all")).toEqual([1, 1]);
  });
});

describe("its timeline", () => {
  it("brings together what people wrote and what deploys, alerts and pages say, by name", () => {
    const { queries, incidentId } = story();
    const titles = queries.timeline.all(incidentId).map(({ lane, title }) => `${lane}: ${title}`);
    expect(titles).toEqual(
      expect.arrayContaining([
        "deploys: Deploy of 2.0 to production", "alerts: HighErrors", "pages: Ben paged by mail", "pages: Ben acknowledged",
        "people: Ada is commander", "people: Ada handed commander to Ben", "notes: It is the cache", "updates: Investigating",
        "impact: Impact began", "deploys: Suspected",
      ]),
    );
    const times = queries.timeline.all(incidentId).map(({ at }) => Date.parse(at));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(queries.timeline.all(incidentId, { visibility: "public" }).map(({ lane }) => lane)).toEqual(["updates"]);
  });

  it("keeps what an entry said before it was corrected, and shows that while the slider stands before the correction", () => {
    const { queries, incidentId, entryId, shop } = story();
    const entry = (knownAt?: string) => queries.timeline.all(incidentId, { knownAt }).find(({ id }) => id === entryId);
    expect(entry()).toMatchObject({
      title: "It is the cache", corrections: [{ previous: "It is the database\nprobably", reason: "looked again" }],
    });
    expect(entry(shop.at(27))).toMatchObject({ title: "It is the database", detail: "probably", corrections: [] });
    expect(entry(shop.at(25))).toBeUndefined();
    expect(queries.incidents.knownAt(incidentId, shop.at(27))).toMatchObject({ state: "triage", startedAt: shop.at(23), resolvedAt: null });
    expect(queries.incidents.versions(incidentId).length).toBeGreaterThan(5);
  });

  it("is put together once for all pages of a reading, and anew for whoever begins or comes back later", () => {
    const { queries, incidentId } = story();
    let times = 0;
    const timeline = timelineQueries(() => queries.store.db, {
      ...queries,
      pages: {
        ...queries.pages,
        all: (...asked) => {
          times += 1;
          return queries.pages.all(...asked);
        },
      },
    });
    const slice = (now: string, after?: string) => timeline.list(incidentId, { now, slice: { first: 2, after } });
    const first = slice("2026-11-23T12:00:00Z");
    const cursor = first.edges.at(-1)?.cursor;
    const second = slice("2026-11-23T12:00:09Z", cursor);
    slice("2026-11-23T12:00:09Z", second.edges.at(-1)?.cursor);
    expect(times).toBe(1);
    expect(second.nodes.map(({ id }) => id)).toEqual(timeline.all(incidentId).slice(2, 4).map(({ id }) => id));
    times = 0;
    slice("2026-11-23T12:00:11Z", cursor);
    timeline.list(incidentId, { now: "2026-11-23T12:00:12Z", visibility: "public", slice: { first: 2, after: cursor } });
    expect(times).toBe(2);
    // Whoever begins gets the same list as long as nothing was added to the log, and a new one once something was.
    slice("2026-11-23T12:00:12Z");
    expect(times).toBe(2);
    queries.store.db.run("UPDATE events SET position = position + 1000000 WHERE position = (SELECT max(position) FROM events)");
    slice("2026-11-23T12:00:13Z");
    expect(times).toBe(3);
  });

  it("tells one entry with what it was made from, as it was known then", () => {
    const { queries, incidentId, shop, entryId } = story();
    expect(queries.timeline.entry(incidentId, entryId)).toMatchObject({
      title: "It is the cache", corrections: [{ reason: "looked again" }], evidence: { type: expect.any(String) as string },
    });
    expect(queries.timeline.entry(incidentId, entryId, { knownAt: shop.at(27) })).toMatchObject({
      title: "It is the database", corrections: [],
    });
    expect(queries.timeline.entry(incidentId, "nothing")).toBeUndefined();
  });

  it("is paged by cursor", () => {
    const { queries, incidentId } = story();
    const all = queries.timeline.all(incidentId).map(({ id }) => id);
    const first = queries.timeline.list(incidentId, { slice: { first: 4 } });
    // What an entry was made from stands in the log's table, and comes with the page that shows it.
    expect(
      queries.timeline.list(incidentId, { slice: { first: 400 } }).nodes.find(({ kind }) => kind === "declared")?.evidence,
    ).toMatchObject({ eventId: expect.any(String) as string, type: "IncidentDeclared", data: { incidentId } });
    const second = queries.timeline.list(incidentId, { slice: { first: 400, after: first.edges.at(-1)?.cursor } });
    expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(all);
    expect([first.hasNextPage, second.hasNextPage, first.totalCount()]).toEqual([true, false, all.length]);
  });
});

describe("search", () => {
  it("finds records by today's and by former words, and says which", () => {
    const { queries, incidentId } = story();
    expect(queries.search.find({ text: "aubergine prob" })).toMatchObject([
      { kind: "incident", id: incidentId, title: "Checkout fails", detail: "Investigating", current: true },
    ]);
    expect(queries.search.find({ text: "database" })).toMatchObject([{ kind: "incident", id: incidentId, current: false }]);
    expect(queries.search.find({ text: "Work for 2.0" })[0]).toMatchObject({ kind: "release", title: "2.0" });
    expect(queries.search.find({ text: 'AND OR NOT ( " *' })).toEqual([]);
  });
});
