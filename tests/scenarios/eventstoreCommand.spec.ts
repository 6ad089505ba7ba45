import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand, shim } from "../harness/commandLine.ts";
import type { CommandResult } from "../harness/commandLine.ts";
import { connect, describeEmbedded, events, newStream, temporaryFolder } from "../contracts/eventstore/support/contractStore.ts";
import { Listener, revisions } from "../contracts/eventstore/support/reading.ts";
import { startServerProcess } from "../contracts/eventstore/support/serverProcess.ts";
import type { ServerProcess } from "../contracts/eventstore/support/serverProcess.ts";

const run = (...args: readonly string[]): Promise<CommandResult> => runCommand(["eventstore", ...args]);
const start = (dataDir: string): Promise<ServerProcess> => startServerProcess(dataDir, { program: [shim(), "eventstore"] });

/** The refusal a command prints for machines. */
function refusal({ code, stderr }: CommandResult): unknown {
  const parsed: unknown = JSON.parse(stderr);
  return { exit: code, ...(typeof parsed === "object" ? parsed : {}) };
}

const containing = (text: string): string => expect.stringContaining(text) as string;

describeEmbedded("ballast eventstore", () => {
  test("runs a server until SIGTERM, which cancels what is open and keeps what was accepted", async () => {
    const dataDir = temporaryFolder();
    const stream = newStream();
    const first = await start(dataDir);
    const client = connect(first.address);
    await client.appendToStream(stream, events(3));
    const listener = new Listener(client.subscribeToStream(stream));
    await listener.take(3);
    expect(await first.stop()).toBe(0);
    expect(await listener.failure()).toMatchObject({ code: 1 });
    await client.dispose();
    const second = await start(dataDir);
    const again = connect(second.address);
    expect(await revisions(again, stream)).toEqual([0, 1, 2]);
    await again.dispose();
    await second.stop();
  });

  test("explains itself with examples", async () => {
    const { code, stdout } = await run("--help");
    expect(code).toBe(0);
    for (const text of ["Examples:", "--tls-cert", "mode 0600", "copy", "--allow-open-network"]) expect(stdout).toContain(text);
    expect((await run("copy", "--help")).stdout).toContain("esdb://");
  });

  const folder = temporaryFolder();
  const users = join(folder, "users.json");
  beforeAll(() => {
    writeFileSync(users, JSON.stringify({ ann: { password: "x", groups: ["$admins"] } }));
    chmodSync(users, 0o644);
  });

  test.each([
    { why: "a users file that others can read", args: ["--users", users], code: 1, says: /0600[^]*chmod 600/ },
    { why: "a users file that is not there", args: ["--users", join(folder, "none")], code: 1, says: /does not exist/ },
    {
      why: "to listen wider without TLS and users", args: ["--host", "0.0.0.0"], code: 2,
      says: /without TLS and users[^]*--allow-open-network/,
    },
    { why: "projections of a kind that is none", args: ["--run-projections", "some"], code: 2, says: /none, system, all/ },
    { why: "half of TLS", args: ["--tls-cert", users], code: 2, says: /both --tls-cert and --tls-key/ },
    { why: "a certificate that is none", args: ["--tls-cert", users, "--tls-key", users], code: 2, says: /not in PEM form/ },
    { why: "a port that is no number", args: ["--port", "many"], code: 2, says: /whole number, not 'many'/ },
  ])("refuses $why", async ({ args, code, says }) => {
    const result = await run("--data", join(folder, "log"), ...args);
    expect(result.stderr).toMatch(says);
    expect(result.code).toBe(code);
  });
});

describeEmbedded("ballast eventstore, beside a running server", () => {
  const folder = temporaryFolder();
  // As an instance has it, so that it is found by the instance's folder too.
  const dataDir = join(folder, "instance", "eventstore");
  const stream = newStream();
  let server: ServerProcess | undefined;
  beforeAll(async () => {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(join(folder, "instance", "instance.json"), "{}");
    server = await start(dataDir);
    const client = connect(server.address);
    await client.appendToStream(stream, events(20));
    await client.setStreamMetadata(stream, { maxCount: 5 });
    await client.dispose();
  });
  afterAll(async () => { await server?.stop(); });
  const backup = join(folder, "backup.sqlite");

  test("stats, verify and backup find the log by its folder, its instance's folder and its file", async () => {
    for (const place of [dataDir, join(folder, "instance"), join(dataDir, "log.sqlite")]) {
      expect((await run("stats", "--data", place, "--json")).json).toMatchObject({
        events: 21, streams: 2, largestStreams: [{ stream, events: 20 }, {}],
      });
    }
    expect((await runCommand(["eventstore", "verify", "--json"], { BALLAST_DATA: join(folder, "instance") })).json).toMatchObject({
      sound: true, events: 21, problems: [],
    });
    expect((await run("backup", backup, "--data", dataDir, "--json")).json).toEqual({ file: backup, events: 21 });
    expect(refusal(await run("backup", backup, "--data", dataDir, "--json"))).toMatchObject({
      exit: 1, error: { code: "REFUSED", message: containing("does not overwrite") },
    });
  });

  test("restore, compact and a second server are refused, and say who has it", async () => {
    const inUse = { exit: 1, error: { code: "LOG_IN_USE", message: containing("in use by another process (process ") } };
    expect(refusal(await run("restore", backup, "--data", dataDir, "--json"))).toMatchObject(inUse);
    expect(refusal(await run("compact", "--yes", "--data", dataDir, "--json"))).toMatchObject(inUse);
    const second = await run("--data", dataDir);
    expect([second.code, second.stderr]).toEqual([1, containing("LOG_IN_USE")]);
  });

  test("copy moves it to another store, goes on where it was, and needs one that answers", async () => {
    const other = await start(join(folder, "other"));
    expect((await run("copy", "--data", dataDir, "--to", other.address, "--json")).json).toEqual({ copied: 21, compared: 21 });
    expect((await run("copy", "--data", dataDir, "--to", other.address, "--json")).json).toEqual({ copied: 0, compared: 21 });
    await other.stop();
    expect(refusal(await run("copy", "--data", dataDir, "--to", other.address, "--json"))).toMatchObject({
      exit: 3, error: { code: "STORE_UNREACHABLE" },
    });
    expect((await run("copy", "--data", dataDir, "--to", "nowhere")).stderr).toContain("esdb://user:password@host");
    expect((await run("copy", "--data", dataDir)).code).toBe(2);
  });
});

describeEmbedded("ballast eventstore, with no server running", () => {
  const folder = temporaryFolder();
  const log = join(folder, "log.sqlite");
  beforeAll(async () => {
    const server = await start(folder);
    const client = connect(server.address);
    const stream = newStream();
    await client.appendToStream(stream, events(300));
    await client.setStreamMetadata(stream, { maxCount: 5 });
    await client.dispose();
    await server.stop();
  });

  test("says where it looked when there is no log", async () => {
    const nowhere = join(folder, "nowhere");
    expect(refusal(await run("stats", "--data", nowhere, "--json"))).toMatchObject({
      exit: 1, error: { code: "NO_LOG", message: containing(nowhere), remedy: containing("--data") },
    });
    expect((await runCommand(["eventstore"], { BALLAST_DATA: "" })).code).not.toBe(0);
  });

  test("compact asks first, removes what nobody sees, and restore brings it back beside what was there", async () => {
    expect((await run("backup", join(folder, "full.sqlite"), "--data", folder)).code).toBe(0);
    expect((await run("compact", "--data", folder)).code).toBe(2);
    expect((await run("compact", "--data", folder, "--yes", "--json")).json).toMatchObject({ removed: 295 });
    expect(refusal(await run("copy", "--data", folder, "--to", "esdb://127.0.0.1:9?tls=false", "--json"))).toMatchObject({
      error: { message: containing("compacted"), remedy: containing("backup") },
    });
    expect((await run("restore", join(folder, "full.sqlite"), "--data", folder, "--json")).json).toMatchObject({
      events: 301, before: `${log}.before-restore`,
    });
    expect((await run("restore", join(folder, "full.sqlite"), "--data", folder, "--json")).json).toMatchObject({
      before: `${log}.before-restore-2`,
    });
    expect(existsSync(`${log}.before-restore`)).toBe(true);
    expect((await run("stats", "--data", folder)).stdout).toMatch(/events +301/);
  });

  test("verify ends with 5 for a damaged log, and a damaged backup is not restored", async () => {
    const damaged = join(folder, "damaged.sqlite");
    expect((await run("backup", damaged, "--data", folder)).code).toBe(0);
    const handle = openSync(damaged, "r+");
    for (let page = 12; page < Math.floor(statSync(damaged).size / 4096); page += 1)
      writeSync(handle, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
    closeSync(handle);
    const { code, json } = await run("verify", "--data", damaged, "--json");
    expect([code, json]).toEqual([
      5,
      expect.objectContaining({ sound: false, problems: expect.arrayContaining([expect.any(String)]) as unknown }),
    ]);
    expect(refusal(await run("restore", damaged, "--data", folder, "--json"))).toMatchObject({
      exit: 1, error: { message: containing("not a sound backup") },
    });
    expect((await run("verify", "--data", folder)).code).toBe(0);
  });
});
