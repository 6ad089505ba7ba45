import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findRoot } from "@ballast/cli";
import { plainEnvironment, sharedStack, until, type SharedStack } from "../harness/index.ts";
import type { DeliveryReport, ImportResult, IncidentReport } from "./realHistories.ts";

let stack: SharedStack;
const folder = mkdtempSync(join(tmpdir(), "ballast-imports-"));
beforeAll(async () => { stack = await sharedStack(); });
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

/** What `ballast … --json` printed. */
async function printed<Value>(...args: readonly string[]): Promise<Value> {
  const { code, json, stderr } = await stack.cli([...args, "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return json as Value;
}

function file(name: string, ...lines: readonly (string | object)[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n")}\n`);
  return path;
}

describe("a history with bad lines", () => {
  const good = {
    id: "1", title: "Slow", impact: "minor", components: ["API"], started_at: "2024-01-01T10:00:00Z", resolved_at: "2024-01-01T11:00:00Z",
    updates: [{ at: "2024-01-01T12:00:00+02:00", status: "Investigating", message: "We look." }],
  };

  it("comes in but for those, each named with its line and reason", async () => {
    const path = file(
      "dirty.jsonl",
      good,
      '{"id":',
      "",
      { ...good, id: "2", impact: "huge" },
      { ...good, id: "3", started_at: "2024-01-01" },
      { ...good, id: "4", updates: [{ status: "Update" }] },
    );
    const result = await printed<ImportResult>("import", "incidents", path, "--service", "dirty", "--register");
    expect(result).toMatchObject({ imported: 2, updated: 0, unchanged: 0 });
    expect(result.skipped).toEqual([
      { line: 2, reason: expect.stringMatching(/^malformed JSON/) as string },
      { line: 4, reason: expect.stringMatching(/^impact is none of/) as string },
      { line: 5, reason: expect.stringMatching(/^started_at has no time zone/) as string },
      { line: 6, reason: "update 1 left out: it has no time" },
    ]);
  });

  it("repaired at its source, brings only what differs", async () => {
    const path = file(
      "repaired.jsonl",
      { ...good, updates: [...good.updates, { at: "2024-01-01T11:00:00Z", status: "Resolved", message: "Over." }] },
      { ...good, id: "2" },
    );
    expect(await printed<ImportResult>("import", "incidents", path, "--service", "dirty")).toEqual({
      imported: 1, updated: 1, unchanged: 0, skipped: [],
    });
  });

  it("is only looked at in a dry run", async () => {
    const path = file("dry.jsonl", { ...good, id: "dry" });
    expect(await printed<ImportResult>("import", "incidents", path, "--service", "dirty", "--dry-run")).toEqual({
      imported: 1, updated: 0, unchanged: 0, skipped: [],
    });
    expect(await printed<ImportResult>("import", "incidents", path, "--service", "dirty", "--dry-run")).toMatchObject({ imported: 1 });
  });

  it("that is interrupted is marked as cancelled, and the command says how to go on", async () => {
    const child = spawn(
      process.execPath,
      [join(findRoot(), "apps", "cli", "bin", "ballast.js"), "import", "incidents", "-", "--service", "dirty", "--json"],
      { env: { ...plainEnvironment(), BALLAST_DATA: stack.data }, stdio: ["pipe", "ignore", "pipe"] },
    );
    let complaint = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => { complaint += text; });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    child.stdin.write(`${JSON.stringify({ ...good, id: "never" })}\n`);
    const newest = async (): Promise<{ sourceName: string; state: string } | undefined> =>
      (
        await stack.gql<{ imports: { edges: readonly { node: { sourceName: string; state: string } }[] } }>(
          "{ imports(first: 1) { edges { node { sourceName state } } } }",
        )
      ).imports.edges[0]?.node;
    await until(async () => (await newest())?.sourceName === "standard input");
    child.kill("SIGINT");
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(complaint).toContain("the same command goes on from there");
    expect(await newest()).toEqual({ sourceName: "standard input", state: "cancelled" });
  });

  it("of a service that is not there is refused with the command that registers it", async () => {
    const { code, stderr } = await stack.cli(["import", "incidents", file("one.jsonl", good), "--service", "Nowhere Land"]);
    expect(code).toBe(1);
    expect(stderr).toContain("ballast service register nowhere-land --name \"Nowhere Land\"");
  });
});

describe("a status page", () => {
  it("comes in from its JSON, its updates oldest first", async () => {
    const page = {
      page: { id: "p" },
      incidents: [
        {
          id: "x1",
          name: "Errors",
          impact: "major",
          created_at: "2024-05-01T10:00:00.000Z",
          started_at: "2024-05-01T09:58:00.000Z",
          resolved_at: "2024-05-01T11:00:00.000Z",
          shortlink: "https://stspg.io/x1",
          components: [{ name: "API" }],
          incident_updates: [
            { status: "resolved", body: "Over.", created_at: "2024-05-01T11:00:00.000Z" },
            { status: "investigating", body: "We look.", created_at: "2024-05-01T10:00:00.000Z" },
          ],
        },
      ],
    };
    expect(
      await printed<ImportResult>("import", "statuspage", file("incidents.json", page), "--service", "statuspage", "--register"),
    ).toEqual({ imported: 1, updated: 0, unchanged: 0, skipped: [] });
    const report = await printed<IncidentReport>("report", "incidents", "--service", "statuspage");
    expect(report.timeToResolveMinutes.all).toMatchObject({ n: 1, mean: 62 });
  });

  it("with damaged entries brings the others, changes nothing the second time, and is only looked at in a dry run", async () => {
    const update = { status: "investigating", body: "We look.", created_at: "2024-06-01T10:00:00+02:00" };
    const good = { id: "y1", name: "Slow", impact: "minor", incident_updates: [update] };
    const page = {
      incidents: [
        good,
        null,
        { ...good, id: "y2", impact: "huge" },
        { ...good, name: "Slow, told otherwise" },
        { ...good, id: "y3", incident_updates: [update, "?"] },
      ],
      scheduled_maintenances: [{ ...good, id: "y4", impact: "maintenance" }],
    };
    const skipped = [
      { line: 2, reason: "an incident was expected, not null" },
      { line: 3, reason: expect.stringMatching(/^impact is none of/) as string },
      { line: 4, reason: '"y1" is told otherwise in line 1 already, which counts' },
      { line: 5, reason: expect.stringMatching(/^update 1 left out/) as string },
    ];
    const again = ["import", "statuspage", file("damaged.json", page), "--service", "statuspage"];
    expect(await printed<ImportResult>(...again, "--dry-run")).toEqual({ imported: 3, updated: 0, unchanged: 0, skipped });
    expect(await printed<ImportResult>(...again)).toEqual({ imported: 3, updated: 0, unchanged: 0, skipped });
    expect(await printed<ImportResult>(...again)).toEqual({ imported: 0, updated: 0, unchanged: 3, skipped });
  });
});

describe("a git repository", () => {
  const repository = join(folder, "repository");
  const git = (date: string, ...args: readonly string[]): string =>
    execFileSync("git", ["-C", repository, ...args], {
      encoding: "utf8",
      env: {
        ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_AUTHOR_NAME: "Ana", GIT_AUTHOR_EMAIL: "ana@example.org",
        GIT_COMMITTER_NAME: "Ana", GIT_COMMITTER_EMAIL: "ana@example.org",
      },
    }).trim();

  it("comes in by its tags, bare or not; a revert marks the release that it takes back", async () => {
    execFileSync("git", ["init", "-q", "-b", "main", repository]);
    git("2024-01-01T00:00:00Z", "commit", "-q", "--allow-empty", "-m", "First");
    git("2024-01-01T00:00:00Z", "tag", "v1");
    git("2024-01-02T00:00:00Z", "commit", "-q", "--allow-empty", "-m", "Second");
    const second = git("2024-01-02T00:00:00Z", "rev-parse", "HEAD");
    git("2024-01-03T00:00:00Z", "tag", "-a", "-m", "two", "v2");
    git("2024-01-04T00:00:00Z", "commit", "-q", "--allow-empty", "-m", `Revert "Second"\n\nThis reverts commit ${second}.`);
    git("2024-01-05T12:00:00Z", "tag", "-a", "-m", "three", "v3");
    expect(await printed<ImportResult>("import", "git", repository, "--service", "from-git", "--register", "--tags", "v*")).toEqual({
      imported: 3, updated: 0, unchanged: 0, skipped: [],
    });
    const bare = join(folder, "bare.git");
    execFileSync("git", ["clone", "-q", "--bare", repository, bare]);
    expect(await printed<ImportResult>("import", "git", bare, "--service", "from-git")).toEqual({
      imported: 0, updated: 0, unchanged: 3, skipped: [],
    });
    const report = await printed<DeliveryReport>(
      "report",
      "delivery",
      "--service",
      "from-git",
      "--from",
      "2024-01-01T00:00:00Z",
      "--to",
      "2024-01-08T00:00:00Z",
    );
    expect(report).toMatchObject({
      releases: 3, failed: 1, failedVersions: ["v2"], leadTimeHours: { n: 2, mean: 30, min: 24, max: 36 },
      timeToRestoreHours: { n: 1, mean: 60 },
    });
  });
});

describe("on-call of another product", () => {
  const mail = "nina.petit@example.org";
  const users = [{ id: "PNINA", name: "Nina Petit", email: mail, time_zone: "Europe/Paris" }];
  const layer = {
    id: "PL1", name: "Layer 1", start: "2026-01-05T08:00:00Z", end: null, rotation_virtual_start: "2026-01-05T08:00:00Z",
    rotation_turn_length_seconds: 604_800, users: [{ user: { id: "PNINA" } }], restrictions: [],
  };
  const schedule = { id: "PSCHED", name: "Moved in", time_zone: "Europe/Paris", schedule_layers: [layer], overrides: [] };
  const policy = {
    id: "PPOL", name: "Moved in", num_loops: 1,
    escalation_rules: [{ escalation_delay_in_minutes: 10, targets: [{ id: "PSCHED", type: "schedule_reference" }] }],
  };
  const path = (): string => file("pagerduty.jsonl", { users }, { schedule }, { escalation_policies: [policy] });

  it("is drawn beside what it becomes, moves in with its people, and once", async () => {
    const same = { differing: 0, minutes: 129_600 };
    expect(await printed("import", "oncall", path(), "--from", "pagerduty", "--register", "--dry-run")).toMatchObject({
      imported: 2, registered: [mail], schedules: [same],
    });
    expect(await printed("import", "oncall", path(), "--from", "pagerduty", "--register"))
      .toMatchObject({ imported: 2, schedules: [same] });
    expect(await printed("import", "oncall", path(), "--from", "pagerduty")).toMatchObject({ imported: 0, updated: 0, unchanged: 2 });
    const rotations = await printed<readonly { readonly name: string; readonly onNow: { readonly name: string } }[]>("oncall", "now");
    expect(rotations.find(({ name }) => name === "Moved in")?.onNow.name).toBe("Nina Petit");
  });
});
