import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered, ask } from "../specification/asking.ts";
import { delivered, type Delivered } from "../specification/delivered.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
let search: Delivered;
let shipped: readonly string[] = [];
const window = { from: "2026-11-23T00:00:00Z", to: "2026-11-24T00:00:00Z" };

const declare = async (title: string, more: object): Promise<string> =>
  (await spec.run(ada, "declareIncident", { title, services: ["search"], severity: 2, ...more })).recordId;
const resolve = async (incidentId: string): Promise<void> => {
  for (const to of ["fixing", "resolved"]) await spec.run(ada, "changeIncidentState", { incidentId, to, reason: "" });
};
/** Deploys a version so that everyone is served by it. */
const exposed = async (version: string): Promise<string> => {
  const deployId = await search.ship(version);
  const at = { now: spec.server.now().toISOString(), deployId };
  await search.deploy(deployId, {
    type: "Start", ...at, requestEventId: crypto.randomUUID(), workflowId: `deploy/${deployId}`, runId: `run of ${version}`,
  });
  await search.deploy(deployId, { type: "StartStep", ...at, step: 0, percent: 100, customers: [], bakeMs: 1_000 });
  await search.deploy(deployId, {
    type: "ShiftTraffic", ...at, step: 0, percent: 100, customers: [], measuredPercent: 100, durationMs: 40,
  });
  await search.read();
  return deployId;
};

beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  search = await delivered(spec, ada, { slug: "search", releases: 2 });
  const sha = "9f31c2a94d1b";
  const commit = { subject: "Cache more", author: "Ada", authorAt: "2026-11-20T01:00:00Z" };
  await spec.run(ada, "recordRelease", {
    service: "search", version: "v3", releasedAt: "2026-11-21T08:00:00Z", commits: [{ ...commit, sha }],
  });
  await spec.run(ada, "recordRelease", {
    service: "search", version: "v4", releasedAt: "2026-11-22T08:00:00Z", commits: [{ ...commit, sha: "77b0e1d00000", reverts: [sha] }],
  });
  const first = await exposed("v1");
  spec.at("2026-11-23T10:00:00.000Z");
  const second = await exposed("v2");
  shipped = [first, second];
  spec.at("2026-11-23T11:00:00.000Z");
  const slow = await declare("Slow", {
    publicImpact: "major", components: ["API"], impactStartAt: "2026-11-23T10:30:00Z", suspectedDeployId: second,
  });
  spec.at("2026-11-23T11:10:00.000Z");
  await resolve(slow);
  await declare("Still down", { publicImpact: "critical", components: ["Web"], impactStartAt: "2026-11-23T11:05:00Z" });
  await declare("An exercise", { publicImpact: "critical", drill: true });
  const nothing = await declare("Nothing", { publicImpact: "minor" });
  await spec.run(ada, "changeIncidentState", { incidentId: nothing, to: "declined", reason: "a false alarm" });
});
afterAll(() => spec.close());

/** Titles of the incidents that a filter leaves. */
const titles = async (filter: object): Promise<readonly string[]> => {
  const { incidents } = (await answered(spec, ada, {
    query: "query ($filter: IncidentFilter) { incidents(filter: $filter, sort: STARTED_ASC) { edges { node { title } } } }",
    variables: { filter: { service: "search", ...filter } },
  })) as { incidents: { edges: { node: { title: string } }[] } };
  return incidents.edges.map(({ node }) => node.title);
};
const versions = async (kind: "releases" | "deploys", filter: object): Promise<readonly string[]> => {
  const type = kind === "releases" ? "ReleaseFilter" : "DeployFilter";
  const answer = (await answered(spec, ada, {
    query: `query ($filter: ${type}) { ${kind}(filter: $filter) { edges { node { version } } } }`,
    variables: { filter: { service: "search", ...filter } },
  })) as Record<string, { edges: { node: { version: string } }[] }>;
  return answer[kind]?.edges.map(({ node }) => node.version) ?? [];
};

describe("the records behind a report's figures", () => {
  it("are those that count, whatever else there is", async () => {
    const { incidentReport } = await answered(spec, ada, {
      query: '{ incidentReport(service: "search") { incidents byImpact timeToResolveMinutes } }',
    });
    expect(incidentReport).toMatchObject({
      incidents: 2, byImpact: { major: 1, critical: 1, minor: 0 }, timeToResolveMinutes: { all: { n: 1, max: 40 } },
    });
    expect(await titles({ counted: true })).toEqual(["Slow", "Still down"]);
    expect((await titles({ counted: false })).toSorted()).toEqual(["An exercise", "Nothing"]);
    expect(await titles({ counted: true, measured: true })).toEqual(["Slow"]);
    expect(await titles({ counted: true, measured: false })).toEqual(["Still down"]);
    expect(await titles({ lastedAtLeastMs: 2_400_000 })).toEqual(["Slow"]);
    expect(await titles({ lastedAtLeastMs: 2_400_001 })).toEqual([]);
  });

  it("are an availability's incidents, by level and component", async () => {
    expect(await titles({ downtime: { ...window, impact: ["major", "critical"] } })).toEqual(["Slow", "Still down"]);
    expect(await titles({ downtime: { ...window, impact: ["major", "critical"], component: "API" } })).toEqual(["Slow"]);
    expect(await titles({ downtime: { ...window, impact: ["critical"], component: "API" } })).toEqual([]);
    expect(await titles({ downtime: { from: "2026-11-22T00:00:00Z", to: window.from, impact: ["major"] } })).toEqual([]);
  });

  it("are by month what they are over the whole, for one service or all, and open the same incidents", async () => {
    const text = `query ($service: String, $zone: String) {
      availabilityByMonth(
        service: $service, from: "2026-09-15T00:00:00Z", to: "2027-01-01T00:00:00Z", impact: [major, critical], timeZone: $zone,
      ) {
        service { slug } observedFrom months {
          month incidents downtimeMinutes availabilityPercent running records,
        } total { incidents downtimeMinutes records },
      }
      availabilityReport(service: "search", from: "2026-09-15T00:00:00Z", to: "2027-01-01T00:00:00Z", impact: [major, critical]) { any }
      incidents(first: 50, filter: {
        service: "search", downtime: { from: "2026-09-15T00:00:00Z", to: "2027-01-01T00:00:00Z", impact: [major, critical] },
      }) { totalCount edges { node { id } } }
    }`;
    const { availabilityByMonth, availabilityReport, incidents } = (await answered(spec, ada, {
      query: text, variables: { service: "search", zone: "Europe/Zurich" },
    })) as {
      availabilityByMonth: {
        months: { month: string; downtimeMinutes: number; availabilityPercent: number | null }[];
        total: { incidents: number; downtimeMinutes: number; records: string[] };
      }[];
      availabilityReport: { any: { incidents: number; downtimeMinutes: number } };
      incidents: { totalCount: number; edges: { node: { id: string } }[] };
    };
    const [found] = availabilityByMonth;
    expect(found?.total).toMatchObject({ incidents: 2, downtimeMinutes: availabilityReport.any.downtimeMinutes });
    expect(new Set(found?.total.records)).toEqual(new Set(incidents.edges.map(({ node }) => node.id)));
    expect(found?.months.at(-1)).toMatchObject({ month: "2027-01", availabilityPercent: null });
    expect(found?.months.map(({ downtimeMinutes }) => downtimeMinutes).reduce((sum, each) => sum + each, 0)).toBe(
      found?.total.downtimeMinutes,
    );
    const all = await answered(spec, ada, { query: text, variables: {} });
    expect(all["availabilityByMonth"]).toHaveLength(spec.server.readModel.services.all().length);
    const { errors } = await ask(spec, ada, { query: text, variables: { zone: "Mars/Olympus" } });
    expect(errors?.[0]?.message).toContain("Mars/Olympus");
  });

  it("are the deploys of a window, and those of them that failed", async () => {
    const { deliveryReport } = await answered(spec, ada, {
      query:
        'query ($from: DateTime!, $to: DateTime!) { deliveryReport(service: "search", from: $from, to: $to, basis: deploys) { deploys failed } }',
      variables: window,
    });
    expect(deliveryReport).toEqual({ deploys: shipped.length, failed: 1 });
    expect(await versions("deploys", { counted: window })).toEqual(["v2", "v1"]);
    expect(await versions("deploys", { counted: { ...window, failed: true } })).toEqual(["v2"]);
    expect(await versions("deploys", { counted: { ...window, failed: false } })).toEqual(["v1"]);
    expect(await versions("deploys", { counted: { ...window, rework: true } })).toEqual([]);
    expect(await versions("deploys", { counted: { ...window, rework: false } })).toEqual(["v2", "v1"]);
  });

  it("are held against what others reach, count rework, and take incidents that name no deploy within a limit only", async () => {
    const text = (within: string) =>
      `query ($from: DateTime!, $to: DateTime!) { deliveryReport(service: "search", from: $from, to: $to, basis: deploys${within}) { failed rework reworkRatePercent benchmark { name perWeek failPercent } records } }`;
    const read = async (within: string) => (await answered(spec, ada, { query: text(within), variables: window }))["deliveryReport"];
    expect(await read("")).toMatchObject({
      failed: 1, rework: 0, reworkRatePercent: 0,
      benchmark: { name: "DORA 2024", failPercent: expect.stringMatching(/^(?:elite|high|medium|low)$/) },
    });
    // The incident that names no deploy began an hour and five minutes after the second one was live.
    const blamed = async (within: string) =>
      ((await read(within)) as { records: { failed: { incidents: string[] }[] } }).records.failed.map(({ incidents }) => incidents.length);
    expect([await blamed(""), await blamed(", attributeWithinHours: 1")]).toEqual([[1], [1]]);
    expect(await blamed(", attributeWithinHours: 2")).toEqual([2]);
    // One that began half an hour after the first deploy: the list behind the figure counts it as the report does.
    await declare("Nobody knows why", { publicImpact: "minor", impactStartAt: "2026-11-23T09:30:00Z" });
    const fine = (attributeWithinHours: number | null) =>
      versions("deploys", { counted: { ...window, failed: false, attributeWithinHours } });
    expect([await fine(null), await fine(1)]).toEqual([["v1"], []]);
    await expect(fine(0)).rejects.toThrow("1 to 720 hours, not 0");
    const { errors } = await ask(spec, ada, { query: text(", attributeWithinHours: 721"), variables: window });
    expect(errors?.[0]?.message).toContain("1 to 720 hours, not 721");
  });

  it("say how likely a release is to fail, by what became of those before it; nothing of one that is not there", async () => {
    const { changeRisk, none } = await answered(spec, ada, {
      query: `{
        changeRisk(service: "search", version: "v4") { percent size commits service { failed of } ofSize { failed of } score { of } }
        none: changeRisk(service: "search", version: "v99") { percent }
      }`,
    });
    expect(none).toBeNull();
    expect(changeRisk).toMatchObject({ service: { failed: 1, of: shipped.length }, score: null });
    expect((changeRisk as { percent: number }).percent).toBeGreaterThan(100 * (4 / 23));
  });

  it("stand beside those of other services, the worst first, and are those of each one's own report", async () => {
    const text = `query ($from: DateTime!, $to: DateTime!) {
      byReleases: serviceDeliveries(from: "2026-11-01T00:00:00Z", to: $to) {
        service { slug } report { basis releases failed revertRatePercent },
      }
      byDeploys: serviceDeliveries(from: $from, to: $to, basis: deploys) { service { slug } report { deploys failed } }
      deliveryReport(service: "search", from: $from, to: $to, basis: deploys) { deploys failed }
    }`;
    await spec.run(ada, "registerService", { slug: "a-quiet-one", name: "A quiet one" });
    const { byReleases, byDeploys, deliveryReport } = await answered(spec, ada, { query: text, variables: window });
    expect(byReleases).toMatchObject([
      { service: { slug: "search" }, report: { basis: "releases", failed: 1 } },
      { service: { slug: "a-quiet-one" }, report: { releases: 0, failed: 0, revertRatePercent: null } },
    ]);
    expect(byDeploys).toMatchObject([{ service: { slug: "search" }, report: deliveryReport }, { report: { deploys: 0 } }]);
  });

  it("are the releases that were taken back in part", async () => {
    expect(await versions("releases", { reverted: true })).toEqual(["v3"]);
    expect(await versions("releases", { reverted: false })).toEqual(["v4", "v2", "v1"]);
    expect(await versions("releases", { reverted: true, releasedTo: "2026-11-20T00:00:00Z" })).toEqual([]);
  });

  it("come without the many commits where these are not asked for", async () => {
    const { deliveryReport } = await answered(spec, ada, {
      query:
        'query ($from: DateTime!, $to: DateTime!) { deliveryReport(service: "search", from: $from, to: $to) { all: records few: records(leadTimes: false) } }',
      variables: { from: "2026-11-01T00:00:00Z", to: window.to },
    });
    expect(deliveryReport).toMatchObject({
      all: { failed: [{ version: "v3" }], leadTimeHours: [{ version: "v2" }, { version: "v2" }, { version: "v3" }, { version: "v4" }] },
      few: { failed: [{ version: "v3" }], leadTimeHours: [] },
    });
  });

  it("are counted for one service: without one it is said which filter needs it", async () => {
    const { errors } = await ask(spec, ada, {
      query: "query ($filter: ReleaseFilter) { releases(filter: $filter) { totalCount } }", variables: { filter: { reverted: true } },
    });
    expect(errors?.[0]?.message).toContain("for one service");
  });
});
