import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shim } from "../harness/commandLine.ts";
import { runCommand, sharedStack, type SharedStack } from "../harness/index.ts";

let stack: SharedStack;
const nowhere = mkdtempSync(join(tmpdir(), "ballast-nowhere-"));
beforeAll(async () => { stack = await sharedStack(); });
afterAll(() => { rmSync(nowhere, { recursive: true, force: true }); });

describe("ballast on the command line", () => {
  it("documents its exit codes", async () => {
    const { code, stdout } = await runCommand(["--help"]);
    expect(code).toBe(0);
    for (const text of ["Exit codes:", "3    no instance answers", "BALLAST_TOKEN"]) expect(stdout).toContain(text);
  });

  it("says nothing more where whoever reads has enough of it", () => {
    // The other end of the pipe is gone before anything is said.
    const { stderr } = spawnSync("sh", ["-c", '"$0" "$1" --help | true', process.execPath, shim()], { encoding: "utf8", timeout: 60_000 });
    expect(stderr).toBe("");
  });

  it.each([
    [["deploy", "checkout"], "missing required argument 'version'"],
    [["import", "incidents", "x.jsonl"], "required option '--service <name>' not specified"],
    [["oncall", "override", "a", "b", "--from", "tomorrow", "--to", "now"], "Give a moment with its zone"],
    [["service", "plan", "a", "b", "--bake", "soon"], "Give a length of time"],
    [["no-such-thing"], "unknown command"],
  ])("ends with 2 for %j and says what is wrong", async (args, text) => {
    const { code, stderr } = await runCommand(args);
    expect({ code, says: stderr.includes(text) }).toEqual({ code: 2, says: true });
  });

  it("ends with 3 where nothing runs, and says where it looked and what to do", async () => {
    const { code, stderr } = await runCommand(["service", "list", "--json"], { BALLAST_DATA: nowhere });
    expect(code).toBe(3);
    expect(JSON.parse(stderr)).toMatchObject({
      error: {
        code: "NOT_RUNNING", message: expect.stringContaining(nowhere) as string, remedy: expect.stringContaining("npm start") as string,
      },
    });
  });

  it("ends with 4 for a token that opens nothing, and with 3 for an address where nobody answers", async () => {
    expect((await runCommand(["service", "list"], { BALLAST_URL: stack.url, BALLAST_TOKEN: "wrong" })).code).toBe(4);
    expect((await runCommand(["service", "list"], { BALLAST_URL: "http://127.0.0.1:9", BALLAST_TOKEN: "wrong" })).code).toBe(3);
  });

  it("works elsewhere by a token, and only as far as its roles go", async () => {
    const { json } = await stack.cli(["token", "issue", "reader", "--roles", "viewer", "--json"]);
    const elsewhere = { BALLAST_URL: stack.url, BALLAST_TOKEN: (json as { secret: string }).secret };
    expect((await runCommand(["service", "list"], elsewhere)).code).toBe(0);
    expect((await runCommand(["service", "register", "never"], elsewhere)).code).toBe(4);
    expect((await stack.cli(["token", "revoke", "reader"])).code).toBe(0);
    expect((await runCommand(["service", "list"], elsewhere)).code).toBe(4);
  });

  it("describes a service, its environment, plan, thresholds and who is called", async () => {
    const done = async (...args: readonly string[]): Promise<void> => {
      const { code, stderr } = await stack.cli(args);
      expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: "" });
    };
    await done("service", "register", "shop", "--name", "The shop");
    await done("service", "environment", "shop", "production", "--traffic", "20", "--customers", "100");
    await done("service", "plan", "shop", "production", "--steps", "10,100", "--bake", "2s", "--soak", "1s");
    await done("service", "thresholds", "shop", "--errors", "0.5%", "--customers", "7");
    await done("oncall", "create", "Shop keepers", "--people", "me", "--every", "day", "--at", "08:00");
    await done("service", "rotation", "shop", "shop keepers");
    const { json } = await stack.cli(["service", "show", "shop", "--json"]);
    expect(json).toMatchObject({
      slug: "shop",
      name: "The shop",
      thresholds: { pageErrorsPer100k: 500, pageCustomers: 7 },
      responders: { name: "Shop keepers" },
      environments: [
        { name: "production", deployable: true, plan: { soakMs: 1_000, steps: [{ percent: 10, bakeMs: 2_000 }, { percent: 100 }] } },
      ],
    });
    const { stdout } = await stack.cli(["oncall"]);
    expect(stdout).toMatch(/Shop keepers/);
  });

  it("records a release twice as one, refuses another one of that name, and shows both readers the refusal", async () => {
    const args = [
      "release", "record", "shop", "1", "--released-at", "2024-01-01T00:00:00Z", "--command", "node", "--arg", "{sample}", "--env",
      "BEHAVIOUR=healthy",
    ];
    expect((await stack.cli(args)).code).toBe(0);
    expect((await stack.cli(args)).code).toBe(0);
    const { code, stderr } = await stack.cli([...args, "--notes", "other", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: "RELEASE_DIFFERS", remedy: expect.stringContaining("Record another version") as string },
    });
  });

  it("answers a query and follows the log to its end", async () => {
    const { json } = await stack.cli(["query", "{ me { via } }"]);
    expect(json).toEqual({ me: { via: "cli" } });
    const { stdout } = await stack.cli(["tail", "--no-follow", "--types", "ServiceRegistered", "--from", "0", "--json"]);
    expect(stdout.trim().split("\n").map((line) => (JSON.parse(line) as { type: string }).type)).toContain("ServiceRegistered");
  });

  it("tells customers nothing that a template says inside", async () => {
    expect((await stack.cli(["update-template", "write", "Said inside", "{{title}} again."])).code).toBe(0);
    const { json } = await stack.cli(["incident", "declare", "Told by a template", "--severity", "4", "--json"]);
    const { reference } = (json as { incident: { reference: string } }).incident;
    const { code, stderr } = await stack.cli(["incident", "update", reference, "--template", "Said inside", "--public"]);
    expect({ code, says: stderr.includes("Said inside is for inside") }).toEqual({ code: 2, says: true });
  });

  it("shows no terminal what would steer it in an export of another product", async () => {
    const file = join(nowhere, "steering.json");
    writeFileSync(file, JSON.stringify({ schedules: [{ id: "S", name: "Nights \u001b[2J", time_zone: "UTC", schedule_layers: [] }] }));
    const { stdout } = await stack.cli(["import", "oncall", file, "--from", "pagerduty", "--dry-run"]);
    expect([stdout.includes("\\u001b[2J"), stdout.includes("\u001b[2J")]).toEqual([true, false]);
  });

  it("prints a link that signs in", async () => {
    const { json } = await stack.cli(["sign-in", "--json"]);
    expect((json as { url: string }).url).toContain(`${stack.url}/sign-in`);
  });
});
