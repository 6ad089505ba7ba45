import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { statuspageSource } from "./files.ts";
import type { ImportSource, SourceItem } from "./source.ts";

const folder = mkdtempSync(join(tmpdir(), "ballast-statuspage-"));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

async function all({ items }: ImportSource): Promise<readonly SourceItem[]> {
  const list: SourceItem[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("an incident of a status page", () => {
  it("counts updates from the oldest one, so that new ones change no other", async () => {
    const page = {
      incidents: [
        {
          id: "x",
          name: "Down",
          impact: "major",
          created_at: "2024-01-01T00:00:00Z",
          shortlink: "https://stspg.io/x",
          components: [{ name: "API" }],
          incident_updates: [
            { status: "resolved", body: "Over", display_at: "2024-01-01T02:00:00Z" },
            { status: "in_progress", body: "", created_at: "2024-01-01T01:00:00Z" },
          ],
        },
        "no incident",
      ],
    };
    const items = await all(await statuspageSource(file("page.json", page)));
    expect(items[0]?.record).toMatchObject({
      sourceId: "x",
      publishedAt: "2024-01-01T00:00:00Z",
      components: ["API"],
      updates: [
        { index: 0, status: "In progress" },
        { index: 1, status: "Resolved" },
      ],
    });
    expect(items[1]).toMatchObject({ line: 2, record: null });
    await expect(statuspageSource(file("no.json", "<html>"))).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("a maintenance of a status page", () => {
  const update = (status: string, at: string) => ({ status, body: "", display_at: at });
  const maintenance = {
    id: "m1",
    name: "Ledger",
    impact: "critical",
    status: "completed",
    created_at: "2025-05-11T03:16:31Z",
    scheduled_for: "2025-05-15T00:00:00Z",
    scheduled_until: "2025-05-15T02:00:00Z",
    resolved_at: "2025-05-15T01:00:03Z",
    components: [{ name: "Deposits" }],
    incident_updates: [
      update("completed", "2025-05-15T01:00:00Z"),
      update("in_progress", "2025-05-15T00:10:00Z"),
      update("scheduled", "2025-05-11T03:16:31Z"),
    ],
  };
  const plan = { from: "2025-05-15T00:00:00Z", until: "2025-05-15T02:00:00Z" };
  const read = async (page: object): Promise<readonly unknown[]> =>
    (await all(await statuspageSource(file("maintenance.json", page)))).map(({ record }) => record);

  it("ran from in progress to completed, keeps its plan, and is one whatever its impact says", async () => {
    expect(await read({ incidents: [], scheduled_maintenances: [maintenance] })).toEqual([
      expect.objectContaining({ impact: "maintenance", startedAt: "2025-05-15T00:10:00Z", resolvedAt: "2025-05-15T01:00:00Z", plan }),
    ]);
    expect(await read([maintenance])).toEqual([expect.objectContaining({ impact: "maintenance", plan })]);
  });

  it("runs as planned where nobody said otherwise", async () => {
    expect(await read({ scheduled_maintenances: [{ ...maintenance, resolved_at: null, incident_updates: [] }] })).toEqual([
      expect.objectContaining({ startedAt: plan.from, resolvedAt: plan.until, plan }),
    ]);
    expect(
      await read({ scheduled_maintenances: [{ ...maintenance, incident_updates: [update("in_progress", "2025-05-15T00:10:00Z")] }] }),
    ).toEqual([expect.objectContaining({ startedAt: "2025-05-15T00:10:00Z", resolvedAt: plan.until })]);
  });

  it("and an incident that says no more than when it was created are both taken", async () => {
    expect(
      await read({
        incidents: [{ id: "i", name: "Late", impact: "minor", created_at: "2025-01-01T00:00:00Z" }],
        scheduled_maintenances: [{ id: "m", name: "Work", impact: "none", created_at: "2025-01-02T00:00:00Z" }],
      }),
    ).toEqual([
      expect.objectContaining({ impact: "minor", startedAt: "2025-01-01T00:00:00Z" }),
      expect.objectContaining({ impact: "maintenance", startedAt: "2025-01-02T00:00:00Z" }),
    ]);
  });
});

describe("a status page's address", () => {
  const page = {
    incidents: [
      {
        id: "x", name: "Down", impact: "major", created_at: "2024-01-01T00:00:00Z",
        incident_updates: [{ status: "resolved", body: "Over", created_at: "2024-01-01T02:00:00Z" }],
      },
    ],
  };
  const server = createServer((request, response) => {
    if (request.url === "/gone") response.writeHead(404).end("no");
    else if (request.url === "/page") response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Status</title>");
    else if (request.url === "/cut") response.writeHead(200, { "content-length": 1_000 }).write("{", () => response.destroy());
    else if (request.url === "/api/v2/incidents.json") response.end(JSON.stringify(page));
    // Anything else is never answered.
  });
  let address = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
    const bound = server.address();
    address = typeof bound === "object" && bound !== null ? `http://127.0.0.1:${String(bound.port)}` : "";
  });
  afterAll(() => { server.closeAllConnections(); server.close(); });

  it("is its incidents' where only the page is named", async () => {
    const source = await statuspageSource(address);
    expect(source).toMatchObject({ kind: "statuspage", sourceName: new URL(address).host, expected: 1 });
    expect((await all(source))[0]?.record).toMatchObject({ sourceId: "x", title: "Down" });
  });

  it.each([
    ["/gone", { code: "UNREACHABLE", message: expect.stringMatching(/\/gone answered 404\.$/) as string, exitCode: 1 }],
    ["/page", { code: "INVALID_INPUT", message: expect.stringMatching(/\/page is no Statuspage JSON/) as string }],
    ["/cut", { code: "UNREACHABLE", message: expect.stringMatching(/\/cut does not answer: /) as string, exitCode: 3 }],
    [
      "/never",
      {
        code: "UNREACHABLE", message: expect.stringMatching(/\/never does not answer: nothing came within 0\.2 s\.$/) as string,
        exitCode: 3,
      },
    ],
  ])("%s that gives none is refused with what came of it", async (path, failure) => {
    await expect(statuspageSource(`${address}${path}`, path === "/never" ? 200 : undefined)).rejects.toMatchObject(failure);
  });
});
