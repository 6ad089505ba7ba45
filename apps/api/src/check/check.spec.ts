import type { ChecksRecord, ImportResult } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { asAdministrator, specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  app = await specHttp(spec);
  await spec.run(ada, "registerService", { slug: "shop", name: "Shop" });
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

async function imported(...records: readonly object[]): Promise<ImportResult> {
  const post = (url: string, payload: object | string, type = "application/json") =>
    app.inject({ method: "POST", url, headers: { ...asAdministrator, "content-type": type }, payload });
  const { importId } = (await post("/imports", { kind: "checks", service: "shop", sourceName: "checks.jsonl" })).json<{
    importId: string;
  }>();
  await post(
    `/imports/${importId}/records`,
    records.map((record, line) => JSON.stringify({ line: line + 1, record })).join("\n"),
    "application/x-ndjson",
  );
  return (await post(`/imports/${importId}/finish`, {})).json<ImportResult>();
}

const looks = (states: string): ChecksRecord["checks"] =>
  [...states].map((letter, minute) => ({
    at: new Date(Date.UTC(2026, 1, 1, 0, minute)).toISOString(), state: letter === "u" ? "up" : "down", httpStatus: null, responseMs: null,
  }));

it("a history of looks is imported once, and read as figures", async () => {
  const www = { site: "www", month: "2026-02", checks: looks("uddu") };
  expect(
    await imported(
      www,
      { site: "__proto__", month: "2026-02", checks: looks("uu") },
      { site: "www", month: "February", checks: looks("u") },
    ),
  ).toMatchObject({
    imported: 2, updated: 0, unchanged: 0, skipped: [{ line: 3 }],
  });
  expect(await imported(www)).toMatchObject({ imported: 0, unchanged: 1 });
  expect(await imported({ ...www, checks: looks("udduud") })).toMatchObject({ updated: 1 });
  const query = 'query($to: DateTime!) { uptimeReport(service: "shop", from: "2026-02-01T00:00:00Z", to: $to) { checks sites observed } }';
  const { uptimeReport } = await answered(spec, ada, { query, variables: { to: "2026-02-01T00:10:00Z" } });
  expect(uptimeReport).toMatchObject({
    checks: 8,
    sites: { www: { checks: 6, downChecks: 3, episodes: 2, downtimeMinutes: 2, longestMinutes: 2, availabilityPercent: 80 } },
    observed: { www: { unobservedMinutes: 5, availabilityPercent: 60 } },
  });
  await expect(answered(spec, ada, { query, variables: { to: "2026-01-01T00:00:00Z" } })).rejects.toThrow("ends");
});
