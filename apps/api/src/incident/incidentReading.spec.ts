import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered, ask } from "../specification/asking.ts";
import { delivered, type Delivered } from "../specification/delivered.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
let eve: Principal;
let search: Delivered;
let incidentId = "";
let deployId = "";
let privateId = "";
let privateSince = "";
const commands = async (steps: readonly (readonly [string, string, object])[]): Promise<void> => {
  for (const [at, mutation, input] of steps) {
    spec.at(at);
    await spec.run(ada, mutation, input);
  }
};

beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  eve = await spec.person("eve", ["viewer"]);
  search = await delivered(spec, ada, { slug: "search", releases: 2 });
  spec.at("2026-11-23T09:00:00.000Z");
  deployId = await search.ship("v1");
  spec.at("2026-11-23T09:30:00.000Z");
  incidentId = (
    await spec.run(ada, "declareIncident", {
      title: "Search is slow", severity: 2, services: ["search"], publicImpact: "major", impactStartAt: "2026-11-23T09:20:00Z",
      suspectedDeployId: deployId,
    })
  ).recordId;
  await commands([
    ["2026-11-23T09:32:00.000Z", "takeRole", { incidentId, role: "commander", personId: ada.person.id }],
    ["2026-11-23T09:36:00.000Z", "changeIncidentState", { incidentId, to: "fixing", reason: "" }],
    ["2026-11-23T09:40:00.000Z", "addEntry", { incidentId, at: "2026-11-23T09:35:00Z", text: "It is the cache" }],
    ["2026-11-23T09:50:00.000Z", "reachMilestone", { incidentId, milestone: "mitigated", at: "2026-11-23T09:45:00Z" }],
    ["2026-11-23T10:00:00.000Z", "changeIncidentState", { incidentId, to: "resolved", reason: "Cache rebuilt" }],
  ]);
  ({ recordId: privateId, position: privateSince } = await spec.run(ada, "declareIncident", {
    title: "Somebody got in", severity: 1, services: ["search"], publicImpact: "critical", private: true, suspectedDeployId: deployId,
  }));
});
afterAll(() => spec.close());

const query = (text: string, variables: Record<string, unknown> = {}, by = ada) => answered(spec, by, { query: text, variables });

describe("an incident", () => {
  it("says what matters, with figures and everything around it", async () => {
    const { incident } = await query(
      `query ($id: ID!) { incident(id: $id) { reference sentence open state figures { detectMs mitigateMs resolveMs impactMs } commander { name } services { slug } roles { role person { name } } 
        links { type kind record { __typename } } relatedChanges { score reasons deploy { version lane { rollbackPreview { allowed } } } } milestones { milestone at } impactSeries { at } history(first: 1) { totalCount } } }`,
      { id: incidentId },
    );
    expect(incident).toMatchObject({
      reference: "INC-1", open: false, state: "resolved", commander: { name: "ada" }, services: [{ slug: "search" }], impactSeries: [],
      sentence: "Resolved after 40 min of impact; detected after 10 min, mitigated after 25 min.",
      figures: { detectMs: 600_000, mitigateMs: 1_500_000, resolveMs: 2_400_000, impactMs: 2_400_000 },
      links: [{ type: "suspected", kind: "deploy", record: { __typename: "Deploy" } }],
      relatedChanges: [{ deploy: { version: "v1", lane: { rollbackPreview: { allowed: false } } } }],
    });
  });

  it("says what was known at a moment, and when that changed", async () => {
    const { incident } = await query(
      'query ($id: ID!) { incident(id: $id) { then: sentence(knownAt: "2026-11-23T09:33:00Z") never: sentence(knownAt: "2026-11-23T08:00:00Z") versions { knownFrom state sentence } } }',
      { id: incidentId },
    );
    expect(incident).toMatchObject({
      then: "Search hurt for 13 min, not looked into yet: severity 2, ada commands.", never: "Nothing was known of it yet.",
    });
    const { versions } = incident as { versions: { knownFrom: string; state: string }[] };
    expect([versions[0]?.state, versions.at(-1)?.state]).toEqual(["triage", "resolved"]);
    expect(versions.map(({ knownFrom }) => knownFrom)).toEqual(versions.map(({ knownFrom }) => knownFrom).toSorted());
  });

  it("has a timeline that leaves out what was not known", async () => {
    const text =
      "query ($id: ID!, $knownAt: DateTime) { incident(id: $id) { timeline(first: 100, knownAt: $knownAt) { totalCount edges { node { title at keyMoment lane recordId } } } } }";
    const titles = async (knownAt: string | null) => {
      const { incident } = (await query(text, { id: incidentId, knownAt })) as {
        incident: { timeline: { totalCount: number; edges: { node: { title: string } }[] } };
      };
      expect(incident.timeline.totalCount).toBe(incident.timeline.edges.length);
      return incident.timeline.edges.map(({ node }) => node.title);
    };
    expect(await titles(null)).toEqual(expect.arrayContaining(["Impact began", "It is the cache", "ada is commander", "Mitigated"]));
    const then = await titles("2026-11-23T09:33:00Z");
    expect(then).toContain("ada is commander");
    expect(then).not.toContain("It is the cache");
  });

  it("looks back as a whole", async () => {
    const { incident } = await query(
      'query ($id: ID!) { incident(id: $id, asOf: { recordedAt: "2026-11-23T09:33:00Z" }) { state resolvedAt sentence commander { name } versions { state } links { type } history { totalCount } } now(asOf: { recordedAt: "2026-11-23T09:33:00Z" }) { sentence incidents { reference } } }',
      { id: incidentId },
    );
    expect(incident).toMatchObject({
      state: "triage", resolvedAt: null, sentence: "Search hurt for 13 min, not looked into yet: severity 2, ada commands.",
      commander: { name: "ada" },
    });
    expect((incident as { versions: { state: string }[] }).versions.every(({ state }) => state === "triage")).toBe(true);
  });

  it("is found by filter, and counted by month", async () => {
    expect(
      await query(
        '{ incidents(filter: { service: "search", open: false, severity: [2], text: "cache" }) { totalCount edges { node { reference } } } incidentsPerMonth(filter: { impact: [major] }) { month count byImpact } }',
      ),
    ).toEqual({
      incidents: { totalCount: 1, edges: [{ node: { reference: "INC-1" } }] },
      incidentsPerMonth: [{ month: "2026-11", count: 1, byImpact: { major: 1 } }],
    });
  });
});

describe("a private incident", () => {
  const everything = `query ($id: ID!, $deploy: ID!, $stream: String!) {
    incident(id: $id) { title } byNumber: incident(number: 2) { title } node(id: $id) { id }
    incidents { totalCount edges { node { title } } } incidentsPerMonth { count } search(text: "somebody") { title }
    now { sentence incidents { title } justHappened { sentence } } service(slug: "search") { openIncidents { title } }
    deploy(id: $deploy) { incidents { title } } release(service: "search", version: "v1") { where { incidentNumber } }
    events(first: 500) { totalCount edges { node { sentence data } } } own: events(stream: $stream) { totalCount }
    incidentReport(service: "search") { incidents records } deliveryReport(service: "search", from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z", basis: deploys) { records }
    availabilityReport(service: "search", from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z", impact: [critical]) { any records }
  }`;
  const variables = () => ({ id: privateId, deploy: deployId, stream: `incident-${privateId}` });

  it("is nowhere for who must not know of it: not by name, search, count, link, event or figure", async () => {
    const answer = await query(everything, variables(), eve);
    expect(JSON.stringify(answer)).not.toMatch(/somebody got in/i);
    expect(answer).toMatchObject({
      incident: null, byNumber: null, node: null, incidents: { totalCount: 1 }, incidentsPerMonth: [{ count: 1 }], search: [],
      now: { incidents: [] }, service: { openIncidents: [] }, deploy: { incidents: [{ title: "Search is slow" }] }, own: { totalCount: 0 },
      incidentReport: { incidents: 1 }, availabilityReport: { any: { incidents: 0 } },
    });
    expect(JSON.stringify(answer["deliveryReport"])).not.toContain(privateId);
  });

  it("is there for responders, and for who takes part in it", async () => {
    expect(await query(everything, variables())).toMatchObject({
      incident: { title: "Somebody got in" }, incidents: { totalCount: 2 }, search: [{ title: "INC-2 Somebody got in" }],
      incidentReport: { incidents: 2 },
    });
    const bob = await spec.person("bob", ["viewer"]);
    await spec.run(ada, "takeRole", { incidentId: privateId, role: "business", personId: bob.person.id });
    expect(await query(everything, variables(), bob)).toMatchObject({
      incident: { title: "Somebody got in" }, incidents: { totalCount: 2 },
    });
    // Whoever takes part in it now sees its past as well: rights are those of now, whatever moment is looked at.
    const before = `query ($id: ID!) { incident(id: $id, asOf: { position: "${privateSince}" }) { title roles { person { name } } } }`;
    expect(await query(before, variables(), bob)).toMatchObject({ incident: { title: "Somebody got in", roles: [] } });
    expect(await query(before, variables(), eve)).toMatchObject({ incident: null });
  });

  it("says of itself no more than that it is not there", async () => {
    const { errors } = await ask(spec, eve, {
      query: 'query ($id: ID!) { a: node(id: $id) { id } b: node(id: "00000000-0000-4000-8000-000000000000") { id } }',
      variables: { id: privateId },
    });
    expect(errors).toBeUndefined();
  });
});

describe("reports", () => {
  it("refuse a service that is not there and a window that ends before it begins, in the caller's terms", async () => {
    const { errors } = await ask(spec, ada, { query: '{ a: incidentReport(service: "nowhere") { incidents } }' });
    expect(errors?.[0]).toMatchObject({ message: 'There is no service "nowhere".', path: ["a"] });
    const empty = await ask(spec, ada, {
      query: '{ deliveryReport(service: "search", from: "2026-12-01T00:00:00Z", to: "2026-11-01T00:00:00Z") { releases } }',
    });
    expect(empty.errors?.[0]?.message).toContain("ends");
  });

  it("give figures with the records behind them", async () => {
    const { incidents, releases } = await query(`{
      incidents: incidentReport(service: "search") { incidents byImpact perMonth timeToResolveMinutes records }
      releases: deliveryReport(service: "search", from: "2026-11-01T00:00:00Z", to: "2026-11-08T00:00:00Z") { basis releases weeks perIsoWeek perWeekMean leadTimeHours failed failedVersions revertRatePercent timeToRestoreHours deploys records }
    }`,
      {},
      eve,
    );
    expect(incidents).toMatchObject({
      incidents: 1, byImpact: { major: 1 }, perMonth: { "2026-11": 1 }, timeToResolveMinutes: { all: { n: 1, mean: 40 } },
      records: { byImpact: { major: [incidentId] } },
    });
    expect(releases).toMatchObject({
      basis: "releases", releases: 2, deploys: null, failed: 0, leadTimeHours: { n: 2, clamped: 0, min: 6, max: 7 },
      records: { perIsoWeek: { "2026-W44": ["v1"], "2026-W45": ["v2"] } },
    });
  });
});
