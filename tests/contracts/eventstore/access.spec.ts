import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Metadata, credentials } from "@grpc/grpc-js";
import { hashPassword, readUsersFile, startEventStore } from "@ballast/eventstore";
import type { RunningEventStore } from "@ballast/eventstore";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeEmbedded, newStream, temporaryFolder } from "./support/contractStore.ts";
import { RawClient } from "./support/rawClient.ts";

/** The official client sends no credentials without TLS; these rules are checked over plain gRPC. */
describeEmbedded("with users", () => {
  const users = [
    { name: "admin", passwordHash: hashPassword("changeit"), groups: ["$admins"] },
    { name: "ann", passwordHash: hashPassword("secret"), groups: ["writers"] },
    { name: "bob", passwordHash: hashPassword("secret"), groups: [] },
  ];
  let store: RunningEventStore | undefined;
  let raw: RawClient | undefined;
  const dataDir = temporaryFolder();

  beforeAll(async () => {
    store = await startEventStore({ dataDir, users });
    raw = new RawClient(`127.0.0.1:${store.port}`, credentials.createInsecure());
  });
  afterAll(async () => {
    raw?.close();
    await store?.close();
  });

  const client = (): RawClient => {
    if (raw === undefined) throw new Error("The store is not running yet");
    return raw;
  };
  const as = (name?: string, password = "secret"): Metadata => {
    const metadata = new Metadata();
    if (name !== undefined) metadata.set("authorization", `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`);
    return metadata;
  };
  const OK = 0;
  const DENIED = 7;
  const UNAUTHENTICATED = 16;

  test("everybody may use a stream that has no ACL", async () => {
    const stream = newStream();
    expect(await client().append(stream, as("bob"))).toBe(OK);
    expect(await client().read(stream, as())).toBe(OK);
  });

  test("a wrong password is refused, whatever is asked", async () => {
    expect(await client().append(newStream(), as("bob", "wrong"))).toBe(UNAUTHENTICATED);
    expect(await client().append(newStream(), as("nobody"))).toBe(UNAUTHENTICATED);
  });

  test("system streams and $all are for administrators", async () => {
    expect(await client().read("$all", as("bob"))).toBe(DENIED);
    expect(await client().append("$mine", as("bob"))).toBe(DENIED);
    expect(await client().append("$mine", as("admin", "changeit"))).toBe(OK);
  });

  test("an ACL says who reads and who writes, by name and by group", async () => {
    const stream = newStream();
    await client().append(stream, as("admin", "changeit"));
    const acl = { $acl: { $r: ["bob"], $w: "writers", $mw: "$admins" } };
    expect(await client().append(`$$${stream}`, as("admin", "changeit"), acl)).toBe(OK);
    expect(await client().append(stream, as("ann"))).toBe(OK);
    expect(await client().append(stream, as("bob"))).toBe(DENIED);
    expect(await client().read(stream, as("bob"))).toBe(OK);
    expect(await client().read(stream, as("ann"))).toBe(DENIED);
    expect(await client().read(stream, as())).toBe(DENIED);
    expect(await client().append(`$$${stream}`, as("ann"), {})).toBe(DENIED);
    expect(await client().append(stream, as("admin", "changeit"))).toBe(OK);
  });

  test("$settings gives the ACLs of streams that have none", async () => {
    const settings = { $userStreamAcl: { $r: "$all", $w: ["ann"], $d: "$admins", $mr: "$all", $mw: "$admins" } };
    await client().append("$settings", as("admin", "changeit"), settings);
    expect(await client().append(newStream(), as("bob"))).toBe(DENIED);
    expect(await client().append(newStream(), as("ann"))).toBe(OK);
    await client().append("$settings", as("admin", "changeit"), {});
  });
});

describeEmbedded("a users file", () => {
  const folder = temporaryFolder();
  const fileOf = (name: string, content: string, mode: number): string => {
    const file = join(folder, name);
    writeFileSync(file, content);
    chmodSync(file, mode);
    return file;
  };

  test("is read when only its owner can read it", () => {
    const file = fileOf("good.json", JSON.stringify({ ann: { password: "x", groups: ["$admins"] } }), 0o600);
    expect(readUsersFile(file)).toMatchObject([{ name: "ann", groups: ["$admins"] }]);
  });

  test.each([
    { why: "others can read it", content: "{}", mode: 0o644, says: /0600/ },
    { why: "it is not JSON", content: "{", mode: 0o600, says: /not JSON/ },
    { why: "a user has no password", content: '{"ann":{}}', mode: 0o600, says: /neither password/ },
  ])("is refused when $why", ({ content, mode, says }) => {
    const file = fileOf(`bad-${mode}-${content.length}.json`, content, mode);
    expect(() => readUsersFile(file)).toThrow(says);
  });
});

describeEmbedded("the network", () => {
  test("beyond this machine needs TLS and users, or plain words", async () => {
    const dataDir = temporaryFolder();
    await expect(startEventStore({ dataDir, host: "0.0.0.0" })).rejects.toThrow(/without TLS and users/);
    const open = await startEventStore({ dataDir, host: "0.0.0.0", allowOpenNetwork: true });
    await open.close();
  });
});
