import { incidentDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import type { ImportBatch, ImportResult, IncidentRecord, ReleaseRecord } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../auth/secrets.ts";
import { asAdministrator, specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import type { Principal } from "../auth/principal.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  app = await specHttp(spec);
  for (const slug of ["github", "unleash", "dry", "mixed", "owned"]) await spec.run(ada, "registerService", { slug, name: slug });
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

const begin = async (kind: string, service: string, more: object = {}): Promise<string> => {
  const answer = await app.inject({
    method: "POST", url: "/imports", headers: asAdministrator, payload: { kind, service, sourceName: "a file", ...more },
  });
  expect(answer.statusCode).toBe(201);
  return answer.json<{ importId: string }>().importId;
};
const ndjson = (lines: readonly object[]): string => lines.map((line) => JSON.stringify(line)).join("\n");
const send = async (importId: string, lines: readonly object[] | string): Promise<ImportBatch> => {
  const payload = typeof lines === "string" ? lines : ndjson(lines);
  const answer = await app.inject({
    method: "POST", url: `/imports/${importId}/records`, headers: { ...asAdministrator, "content-type": "application/x-ndjson" }, payload,
  });
  expect(answer.statusCode).toBe(200);
  return answer.json<ImportBatch>();
};
const finish = async (importId: string): Promise<ImportResult> =>
  (await app.inject({ method: "POST", url: `/imports/${importId}/finish`, headers: asAdministrator, payload: {} })).json<ImportResult>();
const results = ({ lines }: ImportBatch): string[] => lines.map(({ result }) => result);

const incident = (sourceId: string, more: Partial<IncidentRecord> = {}): IncidentRecord => ({
  sourceId,
  title: "Incident with Actions",
  impact: "minor",
  components: ["Actions"],
  startedAt: null,
  resolvedAt: "2022-03-26T04:35:00+01:00",
  publishedAt: "2022-03-26T03:35:00Z",
  url: "https://example.com/1",
  updates: [
    { index: 0, at: "2022-03-26T01:43:00Z", status: "Investigating", body: "We look." },
    { index: 1, at: "2022-03-26T03:35:00Z", status: "Resolved", body: "It is over." },
  ],
  ...more,
});
const release = (version: string, more: Partial<ReleaseRecord> = {}): ReleaseRecord => ({
  version,
  releasedAt: "2021-01-01T00:00:00Z",
  sha: null,
  notes: "",
  order: 0,
  commits: [
    {
      sha: sha256(version).slice(0, 40), authorAt: "2020-12-31T00:00:00Z", author: "dev", subject: `Work on ${version}`, merge: false,
      reverts: [],
    },
  ],
  ...more,
});

describe("importing flags", () => {
  const change = (seq: number, more: object = {}) => ({
    line: seq,
    record: {
      key: "pay", environment: null, seq, at: `2026-01-0${seq}T10:00:00+01:00`, change: "added", field: null, from: null,
      to: { percent: 5 }, who: null, commit: null, release: null, note: "", ...more,
    },
  });
  const lines = [
    change(1),
    change(2, { change: "rollout", field: "percent", from: 5, to: 25 }),
    change(3, { key: "old", to: true }),
    change(4, { key: "old", change: "removed", from: true, to: null }),
  ];

  it("says what each is set to, now and then; importing again changes nothing", async () => {
    expect(results(await send(await begin("flags", "github", { dryRun: true }), lines))).toEqual([
      "imported", "imported", "imported", "imported",
    ]);
    expect(spec.server.readModel.flags.ofService(ids.service("github"))).toEqual([]);
    expect(results(await send(await begin("flags", "github"), lines))).toEqual(["imported", "imported", "imported", "imported"]);
    expect(results(await send(await begin("flags", "github"), lines))).toEqual(["unchanged", "unchanged", "unchanged", "unchanged"]);
    const reported = async (at: string | null): Promise<unknown> => {
      const query = 'query($asOf: AsOf) { flagReport(service: "github", asOf: $asOf) { changes flagsEver flags state } }';
      const answer = await app.inject({
        method: "POST", url: "/graphql", headers: asAdministrator, payload: { query, variables: { asOf: at === null ? null : { at } } },
      });
      return answer.json<{ data: { flagReport: unknown } }>().data.flagReport;
    };
    expect(await reported(null)).toEqual({ changes: 4, flagsEver: 2, flags: 1, state: { pay: { percent: 25 } } });
    expect(await reported("2026-01-03T09:00:00Z")).toEqual({
      changes: 3, flagsEver: 2, flags: 2, state: { pay: { percent: 25 }, old: true },
    });
    expect(await reported("2026-01-03T08:59:59Z")).toEqual({ changes: 2, flagsEver: 1, flags: 1, state: { pay: { percent: 25 } } });
  });

  it("leaves out what is no setting, and says why", async () => {
    const deep: unknown = JSON.parse(`${"[".repeat(2_000)}${"]".repeat(2_000)}`);
    const { lines: fates } = await send(await begin("flags", "github"), [change(5, { to: deep }), change(6, { key: "" }), change(7)]);
    expect(fates.map(({ result, reason = "" }) => [result, reason.split(":")[0]])).toEqual([
      ["skipped", "to"],
      ["skipped", "key"],
      ["imported", ""],
    ]);
  });
});

describe("importing incidents", () => {
  it("keeps the source's times and says when it was known", async () => {
    const importId = await begin("incidents", "github", { expectedRecords: 1 });
    expect(results(await send(importId, [{ line: 1, record: incident("i-1") }]))).toEqual(["imported"]);
    const incidentId = ids.importedIncident(ids.service("github"), "incidents", "i-1");
    const { events } = await spec.server.log.read(`incident-${incidentId}`);
    expect(events.map(({ event, metadata }) => [event.type, metadata.occurredAt, metadata.source?.publishedAt])).toEqual([
      ["IncidentImported", "2022-03-26T01:43:00Z", "2022-03-26T01:43:00Z"],
      ["StatusUpdateImported", "2022-03-26T01:43:00Z", "2022-03-26T01:43:00Z"],
      ["StatusUpdateImported", "2022-03-26T03:35:00Z", "2022-03-26T03:35:00Z"],
    ]);
    expect(events[0]?.metadata).toMatchObject({
      actor: { personId: ada.person.id, means: "import" }, source: { kind: "incidents", id: "i-1" },
    });
    expect(await foldRecord(spec.server.log, incidentDecider, incidentId)).toMatchObject({
      imported: { resolvedAt: "2022-03-26T04:35:00+01:00" },
    });
    expect(spec.server.readModel.incidents.get(incidentId)?.title).toBe("Incident with Actions");
  });

  it("changes nothing the second time, corrects what its source changed, and can go back to what it was", async () => {
    const again = await begin("incidents", "github");
    const before = await spec.server.log.lastPosition();
    expect(results(await send(again, [{ line: 1, record: incident("i-1") }]))).toEqual(["unchanged"]);
    const incidentId = ids.importedIncident(ids.service("github"), "incidents", "i-1");
    const length = (await spec.server.log.read(`incident-${incidentId}`)).events.length;
    expect(length).toBe(3);
    expect(before).not.toBe("0");
    const changed = incident("i-1", {
      impact: "major", updates: [...incident("i-1").updates, { index: 2, at: "2022-03-27T09:00:00Z", status: "Postmortem", body: "Why." }],
    });
    expect(results(await send(await begin("incidents", "github"), [{ line: 1, record: changed }]))).toEqual(["updated"]);
    expect((await spec.server.log.read(`incident-${incidentId}`)).events.slice(3).map(({ event }) => event.type)).toEqual([
      "IncidentImportCorrected", "StatusUpdateImported",
    ]);
    expect(results(await send(await begin("incidents", "github"), [{ line: 1, record: incident("i-1") }]))).toEqual(["updated"]);
  });

  it("keeps addresses of the web only: what else stands there would be a link that does something", async () => {
    await send(await begin("incidents", "github"), [
      { line: 1, record: incident("u-1", { url: "javascript:alert(1)" }) },
      { line: 2, record: incident("u-2", { url: "https://example.com/2" }) },
    ]);
    const urlOf = (sourceId: string) =>
      spec.server.readModel.incidents.get(ids.importedIncident(ids.service("github"), "incidents", sourceId))?.url;
    expect([urlOf("u-1"), urlOf("u-2")]).toEqual([null, "https://example.com/2"]);
  });

  it("carries lines of the same record out in their order, whatever else is on its way", async () => {
    const importId = await begin("incidents", "github");
    const others = Array.from({ length: 60 }, (_, index) => ({ line: index, record: incident(`many-${index}`) }));
    const twice = [
      { line: 100, record: incident("twice", { title: "First" }) },
      ...others,
      { line: 101, record: incident("twice", { title: "Second" }) },
      { line: 102, record: incident("twice", { title: "Second" }) },
    ];
    const batch = await send(importId, twice);
    expect(batch.lines.filter(({ line }) => line >= 100).map(({ result }) => result)).toEqual(["imported", "updated", "unchanged"]);
    expect(batch.totals).toEqual({ imported: 61, updated: 1, unchanged: 1, skipped: 0 });
  });

  it("counts a request that is sent again once, and answers it as the first time", async () => {
    const importId = await begin("incidents", "github");
    const lines = [{ line: 1, record: incident("retry") }, { line: 2, skipped: "not JSON" }];
    const first = await send(importId, lines);
    expect(await send(importId, lines)).toEqual(first);
    expect(await finish(importId)).toEqual({ imported: 1, updated: 0, unchanged: 0, skipped: [{ line: 2, reason: "not JSON" }] });
    expect(await finish(importId)).toEqual({ imported: 1, updated: 0, unchanged: 0, skipped: [{ line: 2, reason: "not JSON" }] });
  });
});

describe("importing releases", () => {
  it("records them with their commits, and reports changed commits instead of rewriting them", async () => {
    const importId = await begin("releases", "unleash");
    expect(
      results(
        await send(importId, [
          { line: 1, record: release("1.0.0") },
          { line: 2, record: release("1.1.0") },
        ]),
      ),
    ).toEqual(["imported", "imported"]);
    const again = await begin("releases", "unleash");
    const changed = release("1.1.0", { commits: [] });
    const batch = await send(again, [{ line: 1, record: release("1.0.0") }, { line: 2, record: changed }]);
    expect(results(batch)).toEqual(["unchanged", "skipped"]);
    expect(batch.lines[1]?.reason).toContain("commits (1 are recorded, 0 are given)");
    expect(spec.server.readModel.releases.ofService(ids.service("unleash"))).toHaveLength(2);
  });

  it("takes a release whose commits do not fit one append, also again and also dryly", async () => {
    const commits = Array.from({ length: 6_000 }, (_, index) => ({
      sha: sha256(`c${index}`).slice(0, 40), authorAt: "2020-12-31T00:00:00Z", author: "dev", subject: "x".repeat(100), merge: false,
      reverts: [],
    }));
    const line = { line: 1, record: release("2.0.0", { commits }) };
    expect(results(await send(await begin("releases", "unleash", { dryRun: true }), [line]))).toEqual(["imported"]);
    expect(results(await send(await begin("releases", "unleash"), [line]))).toEqual(["imported"]);
    expect(results(await send(await begin("releases", "unleash"), [line]))).toEqual(["unchanged"]);
    expect(spec.server.readModel.releases.byVersion(ids.service("unleash"), "2.0.0")?.commitCount).toBe(6_000);
  });
});

describe("a release that is known in part", () => {
  const commit = (text: string) => ({
    sha: sha256(text).slice(0, 40), authorAt: "2020-12-31T00:00:00Z", author: "dev", subject: `Work on ${text}`, merge: false, reverts: [],
  });
  const inPart = { line: 1, record: release("3.0.0", { partial: true, commits: [commit("late")] }) };
  const whole = { line: 1, record: release("3.0.0", { commits: [commit("early"), commit("late")] }) };
  const shown = () => {
    const row = spec.server.readModel.releases.byVersion(ids.service("unleash"), "3.0.0");
    return {
      partial: row?.partial,
      commitCount: row?.commitCount,
      subjects: spec.server.readModel.releases.commits(row?.id ?? "", {}).nodes.map(({ subject }) => subject),
    };
  };

  it("is completed by an import of the whole, also dryly, and found by what came along", async () => {
    expect(results(await send(await begin("git", "unleash"), [inPart]))).toEqual(["imported"]);
    expect(shown()).toEqual({ partial: true, commitCount: 1, subjects: ["Work on late"] });
    expect(results(await send(await begin("git", "unleash", { dryRun: true }), [whole]))).toEqual(["updated"]);
    expect(results(await send(await begin("git", "unleash"), [whole]))).toEqual(["updated"]);
    expect(shown()).toEqual({ partial: false, commitCount: 2, subjects: ["Work on early", "Work on late"] });
    expect(spec.server.readModel.releases.list({ filter: { text: "early" } }).nodes.map(({ version }) => version)).toEqual(["3.0.0"]);
  });

  it("is whole then, whoever tells a part of it again", async () => {
    expect(results(await send(await begin("git", "unleash"), [inPart]))).toEqual(["unchanged"]);
    expect(results(await send(await begin("git", "unleash"), [whole]))).toEqual(["unchanged"]);
    expect(shown()).toMatchObject({ partial: false, commitCount: 2 });
  });
});

describe("a dry run", () => {
  it("that would register its service needs none yet, and a real run does", async () => {
    const before = await spec.server.log.lastPosition();
    const importId = await begin("incidents", "not-there-yet", { dryRun: true, registers: true });
    expect(results(await send(importId, [{ line: 1, record: incident("n-1") }]))).toEqual(["imported"]);
    expect(await finish(importId)).toMatchObject({ imported: 1 });
    const start = (more: object) =>
      app.inject({
        method: "POST", url: "/imports", headers: asAdministrator,
        payload: { kind: "incidents", service: "not-there-yet", sourceName: "a file", ...more },
      });
    expect((await start({ dryRun: true })).statusCode).toBe(404);
    expect((await start({ registers: true })).statusCode).toBe(404);
    expect(await spec.server.log.lastPosition()).toBe(before);
  });

  it("writes nothing and says what would be", async () => {
    const before = await spec.server.log.lastPosition();
    const importId = await begin("incidents", "dry", { dryRun: true });
    expect(
      results(
        await send(importId, [
          { line: 1, record: incident("d-1") },
          { line: 2, record: { sourceId: "" } },
        ]),
      ),
    ).toEqual(["imported", "skipped"]);
    expect(await finish(importId)).toMatchObject({ imported: 1, skipped: [{ line: 2 }] });
    expect(await spec.server.log.lastPosition()).toBe(before);
  });
});

describe("what cannot be used", () => {
  it("is skipped with a reason for each line; the others go on", async () => {
    const importId = await begin("incidents", "mixed");
    const lines = [
      JSON.stringify({ line: 1, record: incident("m-1") }),
      "{ broken",
      JSON.stringify({ line: 3, record: incident("m-3", { title: "" }) }),
      "",
      JSON.stringify({ line: 5, skipped: "no id" }),
    ];
    const batch = await send(importId, lines.join("\n"));
    expect(results(batch)).toEqual(["imported", "skipped", "skipped", "skipped"]);
    expect(batch.lines.map(({ line }) => line)).toEqual([1, 2, 3, 5]);
    expect(batch.lines[2]?.reason).toContain("title");
    expect(batch.totals).toEqual({ imported: 1, updated: 0, unchanged: 0, skipped: 3 });
  });

  it("does not overwrite what belongs to another import, and nothing goes on after the end", async () => {
    const importId = await begin("incidents", "owned");
    await send(importId, [{ line: 1, record: incident("o-1") }]);
    expect((await app.inject({ method: "DELETE", url: `/imports/${importId}`, headers: asAdministrator })).statusCode).toBe(204);
    const late = await app.inject({
      method: "POST", url: `/imports/${importId}/records`, headers: { ...asAdministrator, "content-type": "application/x-ndjson" },
      payload: ndjson([{ line: 2, record: incident("o-2") }]),
    });
    expect([late.statusCode, late.json()]).toEqual([409, expect.objectContaining({ code: "TRANSITION_NOT_ALLOWED" })]);
    expect(spec.server.readModel.imports.get(importId)).toMatchObject({ state: "cancelled", imported: 1 });
  });

  it("is refused at the door: nobody signed in, no such service or import, too much at once", async () => {
    const payload = { kind: "incidents", service: "github", sourceName: "x" };
    expect((await app.inject({ method: "POST", url: "/imports", payload })).statusCode).toBe(401);
    expect(
      (await app.inject({ method: "POST", url: "/imports", headers: asAdministrator, payload: { ...payload, service: "nowhere" } }))
        .statusCode,
    ).toBe(404);
    expect(
      (await app.inject({ method: "POST", url: "/imports", headers: asAdministrator, payload: { ...payload, kind: "wishes" } })).statusCode,
    ).toBe(400);
    expect(
      (await app.inject({ method: "POST", url: `/imports/${crypto.randomUUID()}/finish`, headers: asAdministrator, payload: {} }))
        .statusCode,
    ).toBe(404);
    const importId = await begin("incidents", "github");
    const large = await app.inject({
      method: "POST", url: `/imports/${importId}/records`, headers: { ...asAdministrator, "content-type": "application/x-ndjson" },
      payload: "x".repeat(9 * 1024 * 1024),
    });
    expect(large.statusCode).toBe(413);
  });

  it("of another service is refused to a token that is limited to one", async () => {
    const { secret } = await spec.run(ada, "issueToken", { name: "ci", roles: ["engineer"], services: ["owned"] });
    const headers = { authorization: `Bearer ${secret ?? ""}` };
    const start = (service: string) =>
      app.inject({ method: "POST", url: "/imports", headers, payload: { kind: "incidents", service, sourceName: "x" } });
    expect((await start("github")).statusCode).toBe(403);
    expect((await start("owned")).statusCode).toBe(201);
    const foreign = await begin("incidents", "github");
    expect(
      (
        await app.inject({
          method: "POST", url: `/imports/${foreign}/records`, headers: { ...headers, "content-type": "application/x-ndjson" }, payload: "",
        })
      ).statusCode,
    ).toBe(403);
  });
});
