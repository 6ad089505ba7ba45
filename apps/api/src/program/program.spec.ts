import { reportDecider } from "@ballast/domain/program";
import { handle, idOf } from "@ballast/eventlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered, ask } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { writeReport } from "./writingReports.ts";

let spec: SpecServer;
let ada: Principal;
let tim: Principal;
const statement = { if: "the provider does not answer", then: "three of four checkouts fail", until: "it is back" };
const risk = async (title: string, betweenDays: number): Promise<string> => {
  const inputs = { detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75_000, betweenDays };
  return (await spec.run(tim, "registerRisk", { title, statement, services: ["checkout"], inputs })).recordId;
};

interface Told {
  readonly colour: string;
  readonly because: readonly string[];
  readonly [field: string]: unknown;
}
const board = async (by = tim, asOf = ""): Promise<Told> => {
  const item = "title kind why minutes overdueDays before waitsFor realDueOn decide view owner { name }";
  const query = `{ program${asOf} { colour because position at since changed { words view } triggers { because }
    objectives { pace releasedAt objective { name } lately { days availabilityPercent badMinutes } }
    decisions { ${item} } slipped { title before } blocked { title waitsFor realDueOn } overdue { title overdueDays } } }`;
  return (await answered(spec, by, { query }))["program"] as Told;
};

beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  tim = await spec.person("tim", ["tpm"]);
  await spec.run(ada, "registerService", { slug: "checkout", name: "Checkout" });
});
afterAll(() => spec.close());

it("is green with nothing to decide, and says where in the log it stands", async () => {
  const told = await board();
  expect(told).toMatchObject({
    colour: "green", because: [], decisions: [], slipped: [], blocked: [], overdue: [], objectives: [], since: "2026-11-23T00:00:00.000Z",
  });
  expect(Number(told["position"])).toBeGreaterThan(0);
});

it("takes in what slices bring: what is too big, promises that slipped, what is blocked, acceptances that wait", async () => {
  const [large, small] = [await risk("Single region", 30), await risk("Provider", 90)];
  expect((await board()).because).toEqual(["1 risk too big for one is not begun"]);
  const plan = async (title: string, riskId: string, more: object = {}): Promise<string> =>
    (await spec.run(tim, "planMitigation", { title, riskIds: [riskId], dueOn: "2026-11-24", ...more })).recordId;
  const first = await plan("Contract", small);
  const second = await plan("Read replicas", large, { needs: [first], dueOn: "2026-11-23" });
  await spec.run(tim, "setRiskTreatment", { riskId: large, treatment: "mitigate", state: "inProgress", reason: "begun" });
  for (const dueOn of ["2026-11-28", "2026-11-30"])
    await spec.run(tim, "moveMitigationDue", { mitigationId: second, dueOn, reason: "lawyers" });
  await spec.run(tim, "proposeAcceptance", { riskId: small, until: "2027-02-01T00:00:00Z", reason: "cheaper" });
  const told = await board();
  expect(told).toMatchObject({
    colour: "amber", because: ["1 mitigation slipped past the second date"],
    decisions: [
      {
        kind: "Mitigation", title: "M-2 Read replicas", why: "slipped twice, due this week", before: ["2026-11-28", "2026-11-23"],
        decide: "Decide",
      },
      { kind: "Acceptance", title: "Accept Provider until 2027-02-01", why: "waits for a decision", owner: { name: "tim" } },
    ],
    slipped: [{ title: "M-2 Read replicas" }],
    blocked: [{ title: "M-2 Read replicas", waitsFor: ["M-1 Contract"], realDueOn: "2026-11-30" }],
    overdue: [],
    changed: [{ words: "2 new risks" }, { words: "2 promises moved" }],
  });
  spec.at("2026-12-26T09:00:00.000Z");
  const later = await board();
  expect(later.because).toEqual(["1 mitigation is overdue by more than 30 days"]);
  expect(later["overdue"]).toEqual([{ title: "M-1 Contract", overdueDays: 32 }, { title: "M-2 Read replicas", overdueDays: 26 }]);
  // What lies in the past is what was known then.
  const past = await board(tim, `(asOf: { position: ${JSON.stringify(told["position"])} })`);
  expect(past).toMatchObject({ colour: "amber", because: told.because, decisions: told["decisions"], changed: told["changed"] });
  spec.at("2026-11-23T09:00:00.000Z");
});

it("gives the first of its lists, and how many there are", async () => {
  const { program } = await answered(spec, tim, {
    query: `{ program { decisionCount slippedCount blockedCount all: decisions { title } none: decisions(first: 0) { title }
      few: decisions(first: -3) { title } first: decisions(first: 1) { title } slipped(first: 1) { title } blocked(first: 9) { title } } }`,
  }) as { program: Readonly<Record<string, unknown>> & { all: readonly unknown[] } };
  const { all } = program;
  expect(all.length).toBeGreaterThan(1);
  expect(program).toMatchObject({
    decisionCount: all.length, slippedCount: 1, blockedCount: 1, none: [], few: [], first: all.slice(0, 1),
    slipped: [{ title: "M-2 Read replicas" }], blocked: [{ title: "M-2 Read replicas" }],
  });
});

it("takes in actions: nobody has taken them on, they are late, they were done", async () => {
  const { recordId: free } = await spec.run(tim, "registerAction", { title: "Alert on certificate age", kind: "shortTerm" });
  const { recordId: done } = await spec.run(tim, "registerAction", {
    title: "Runbook", kind: "shortTerm", ownerId: tim.person.id, dueOn: "2026-11-24",
  });
  const actions = async (): Promise<unknown> =>
    ((await board())["decisions"] as { kind: string }[]).filter(({ kind }) => kind === "Action");
  expect(await actions()).toMatchObject([
    { why: "nobody has taken it on", decide: "Assign", view: `/actions/${toGlobalId("Action", free)}`, owner: null },
  ]);
  spec.at("2026-11-27T09:00:00.000Z");
  expect(await actions()).toMatchObject([{}, {}].map(() => ({ kind: "Action" })));
  expect((await board())["overdue"]).toContainEqual({ title: expect.stringContaining("Runbook") as string, overdueDays: 3 });
  await spec.run(tim, "finishAction", { actionId: done });
  expect((await board())["changed"]).toContainEqual({ words: "1 action done", view: "/actions" });
  expect(await actions()).toHaveLength(1);
  spec.at("2026-11-23T09:00:00.000Z");
});

it("shows objectives over the last days with their pace, as far as one may know of their incidents", async () => {
  await spec.run(tim, "defineObjective", {
    name: "Checkout", parts: [{ service: "checkout" }], window: { kind: "calendar", unit: "quarter", timeZone: "UTC" },
  });
  for (const [day, minutes, hidden] of [["20", 150, false], ["21", 60, true]] as const) {
    const { recordId } = await spec.run(ada, "declareIncident", {
      title: "Checkout fails", severity: 2, services: ["checkout"], publicImpact: "major", impactStartAt: `2026-11-${day}T08:00:00Z`,
      private: hidden,
    });
    const resolvedAt = new Date(Date.parse(`2026-11-${day}T08:00:00Z`) + minutes * 60_000).toISOString();
    await spec.run(ada, "changeIncidentState", { incidentId: recordId, to: "resolved", resolvedAt });
  }
  const told = await board();
  const [checkout] = told["objectives"] as { pace: number; lately: { days: number; badMinutes: number }[] }[];
  expect(checkout?.lately.map(({ days, badMinutes }) => [days, badMinutes])).toEqual([[28, 150], [30, 150], [90, 150]]);
  const elapsed = (Date.parse("2026-11-23T09:00:00Z") - Date.parse("2026-10-01T00:00:00Z")) / (92 * 86_400_000);
  expect(checkout?.pace).toBeCloseTo(150 / 264.96 / elapsed, 9);
  const seen = (await board(ada))["objectives"] as { lately: { badMinutes: number }[] }[];
  expect(seen[0]?.lately[0]?.badMinutes).toBe(210);
  expect(told["changed"]).toContainEqual({ words: "1 incident", view: "/incidents" });
  expect((await board(ada))["changed"]).toContainEqual({ words: "2 incidents", view: "/incidents" });
});

it("makes the same report to the last byte from the same place in the log, whoever asks, later, and on a read model that was built anew", async () => {
  const { position } = await board();
  const make = async (of: SpecServer, by: Principal, format: string): Promise<{ text: string; at: string }> => {
    const query = `{ leadershipReport(asOf: { position: ${JSON.stringify(position)} }, format: ${format}) { at text build } }`;
    return (await answered(of, by, { query }))["leadershipReport"] as { text: string; at: string };
  };
  const first = await make(spec, tim, "md");
  expect(first.text).toContain("M-2 Read replicas");
  expect(first.text).toContain(`Made from position ${String(position)} of the log, as of ${first.at}`);
  await risk("Later", 10);
  spec.at("2027-03-01T09:00:00.000Z");
  const other = await specServer(spec.address);
  try {
    await other.server.readModel.waitFor((await board())["position"] as string);
    for (const format of ["md", "html"]) {
      const made = await make(spec, tim, format);
      expect(await make(spec, ada, format)).toEqual(made);
      expect(await make(other, tim, format)).toEqual(made);
    }
    expect(await make(other, tim, "md")).toEqual(first);
  } finally {
    await other.close();
  }
  await expect(make(spec, { ...tim, serviceIds: [] }, "md")).rejects.toThrow();
  spec.at("2026-11-23T09:00:00.000Z");
});

it("prints what the report says, dated as it is; where nothing prints, says what to do instead", async () => {
  const query = "{ leadershipReport(format: html) { at text } leadershipReportPdf { name base64 } }";
  const { errors } = await ask(spec, tim, { query });
  expect(errors?.[0]?.originalError).toMatchObject({
    code: "PRINTING_UNAVAILABLE", remedy: expect.stringContaining("Install Chromium") as string,
  });
  const printer = { print: ({ html, at }: { html: string; at: string }) => Promise.resolve(Buffer.from(`${at} ${html}`)) };
  Object.assign(spec.server, { printer });
  const told = (await answered(spec, tim, { query })) as {
    leadershipReport: { at: string; text: string };
    leadershipReportPdf: { name: string; base64: string };
  };
  const { at, text } = told.leadershipReport;
  expect(told.leadershipReportPdf.name).toBe(`leadership-${at.slice(0, 10)}.pdf`);
  expect(Buffer.from(told.leadershipReportPdf.base64, "base64").toString()).toBe(`${at} ${text}`);
});

describe("who reads the week's report", () => {
  const settings = async (by: Principal) =>
    (await answered(spec, by, { query: "{ programSettings { timeZone subscribed readers { name } } }" }))["programSettings"];
  const make = async (monday: string): Promise<string> => {
    const reportId = idOf(reportDecider, monday);
    const { position } = await handle(spec.server.log, {
      aggregate: reportDecider, id: reportId,
      command: { type: "MakeLeadershipReport", reportId, monday, timeZone: "UTC", at: spec.server.now().toISOString(), build: "0.1.0" },
      context: {
        commandId: crypto.randomUUID(), actor: { personId: null, name: "spec", means: "system" }, now: spec.server.now().toISOString(),
        correlationId: "spec", causationId: "spec",
      },
    });
    await spec.server.readModel.waitFor(position);
    return reportId;
  };
  const written = async (reportId: string) =>
    (await spec.server.log.read(`report-${reportId}`)).events.flatMap(({ event }) =>
      (event.type === "LeadershipReportWritten" ? [event.data] : []));

  it("is whoever wants it, and who was named by those who run the program; its clock is theirs to set", async () => {
    const vera = await spec.person("vera", ["viewer"]);
    expect(await settings(vera)).toBeNull();
    expect(await make("2026-11-09").then(() => writeReport(spec.server))).toBe(false);
    await spec.run(vera, "subscribeToReport", {});
    await spec.run(vera, "subscribeToReport", {});
    await spec.run(tim, "addReportReader", { personId: tim.person.id });
    expect(await settings(vera)).toEqual({ timeZone: "UTC", subscribed: true, readers: [{ name: "vera" }, { name: "tim" }] });
    for (const [mutation, input] of [
      ["addReportReader", { personId: vera.person.id }], ["removeReportReader", { personId: tim.person.id }],
      ["setProgramZone", { timeZone: "Europe/Zurich" }],
    ] as const) await expect(spec.run(vera, mutation, input)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(spec.run(tim, "addReportReader", { personId: "00000000-0000-4000-8000-00000000dead" })).rejects.toThrow();
    await expect(spec.run(tim, "setProgramZone", { timeZone: "Europe/Atlantis" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await spec.run(tim, "setProgramZone", { timeZone: "Pacific/Auckland" });
    // Monday there began when it was Sunday noon in UTC (09:00 on Monday there is 20:00 on Sunday here).
    expect((await board())["since"]).toBe("2026-11-22T11:00:00.000Z");
    await spec.run(vera, "unsubscribeFromReport", {});
    // Whoever comes after it was made gets the next one.
    expect(await writeReport(spec.server)).toBe(false);
    expect(await settings(vera)).toMatchObject({ subscribed: false, readers: [{ name: "tim" }] });
  });

  it("gets what the log said when it was made, written once; nobody sees it in the log's list afterwards", async () => {
    const reportId = await make("2026-11-16");
    const place = spec.server.readModel.weeklyReports.get(reportId)?.position ?? "";
    await spec.run(ada, "declareIncident", { title: "Later", severity: 2, services: ["checkout"] });
    expect(await writeReport(spec.server)).toBe(true);
    await spec.server.readModel.waitFor(await spec.server.log.lastPosition());
    expect(await writeReport(spec.server)).toBe(false);
    const [report, ...more] = await written(reportId);
    expect(more).toEqual([]);
    const query = `{ leadershipReport(asOf: { position: ${JSON.stringify(place)} }, format: md) { text } weeklyReports { monday position } }`;
    const told = (await answered(spec, tim, { query })) as { leadershipReport: { text: string }; weeklyReports: { position: string }[] };
    expect(report).toMatchObject({
      readerIds: [tim.person.id], markdown: told.leadershipReport.text,
      subject: expect.stringMatching(/^Availability program, \d{4}-\d\d-\d\d: (green|amber|red)$/) as string,
    });
    // Where it is about stays where it was, however much is recorded of it later.
    expect(told.weeklyReports[0]).toEqual({ monday: "2026-11-16", position: place });
    const { events } = (await answered(spec, tim, {
      query: `{ events(first: 50, types: ["LeadershipReportWritten"]) { edges { node { data } } } }`,
    })) as { events: { edges: { node: { data: object } }[] } };
    expect(events.edges.map(({ node }) => node.data)).toMatchObject([{ reportId, markdown: "", html: "", pdf: null }]);
  });

  it("is not told a week later of a week that is over", async () => {
    const reportId = await make("2026-11-23");
    spec.at("2026-11-24T10:00:00.000Z");
    expect(await writeReport(spec.server)).toBe(false);
    expect(await written(reportId)).toEqual([]);
    spec.at("2026-11-23T09:00:00.000Z");
  });
});
