import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EventStoreDBClient } from "@eventstore/db-client";
import { hashPassword } from "@ballast/eventstore";
import { selfSignedCertificate } from "@ballast/eventstore/certificate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shim } from "../../harness/commandLine.ts";
import { connect, describeEmbedded, event, events, newStream, temporaryFolder } from "./support/contractStore.ts";
import { groupSettings } from "./support/groups.ts";
import { collect, errorTypeOf, eventually, revisions } from "./support/reading.ts";
import { startServerProcess } from "./support/serverProcess.ts";
import type { ServerProcess } from "./support/serverProcess.ts";

const admin = { username: "admin", password: "changeit" };
const operator = { username: "olga", password: "olga's" };
const ann = { username: "ann", password: "ann's" };
const bob = { username: "bob", password: "bob's" };
const DENIED = "access-denied";

/** The whole way: a server on the command line, its files, TLS, and the official client with credentials. */
describeEmbedded("a server with TLS and users", () => {
  const folder = temporaryFolder();
  const [certFile, keyFile, usersFile] = [join(folder, "cert.pem"), join(folder, "key.pem"), join(folder, "users.json")];
  const clients: EventStoreDBClient[] = [];
  let server: ServerProcess | undefined;

  beforeAll(async () => {
    const { cert, key } = selfSignedCertificate();
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key);
    const users = {
      admin: { password: admin.password, groups: ["$admins"] },
      olga: { passwordHash: hashPassword(operator.password), groups: ["$ops"] },
      ann: { passwordHash: hashPassword(ann.password), groups: ["writers"] },
      bob: { password: bob.password, groups: [] },
    };
    writeFileSync(usersFile, JSON.stringify(users), { mode: 0o600 });
    const files = ["--tls-cert", certFile, "--tls-key", keyFile, "--users", usersFile];
    server = await startServerProcess(join(folder, "data"), { program: [shim(), "eventstore", ...files, "--run-projections", "all"] });
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.dispose()));
    await server?.stop();
  });

  /** A client that says who it is in its connection string, or nobody. */
  function clientOf(user?: typeof admin, more = `&tlsCAFile=${certFile}`): EventStoreDBClient {
    const port = new URL((server?.address ?? "").replace("esdb:", "http:")).port;
    const who = user === undefined ? "" : `${user.username}:${encodeURIComponent(user.password)}@`;
    const client = connect(`esdb://${who}localhost:${port}?tls=true${more}`);
    clients.push(client);
    return client;
  }

  describe("TLS", () => {
    test("lets in who trusts its certificate, with the credentials of the connection string", async () => {
      const stream = newStream();
      const client = clientOf(ann);
      await client.appendToStream(stream, events(3));
      expect(await revisions(client, stream)).toEqual([0, 1, 2]);
    });

    test("is not spoken by who does not trust it, nor by who speaks plainly", async () => {
      expect(await errorTypeOf(clientOf(ann, "&defaultDeadline=3000").appendToStream(newStream(), event()))).not.toBe("none");
      const plain = connect((server?.address ?? "").replace("tls=true", "tls=false&defaultDeadline=3000"));
      clients.push(plain);
      expect(await errorTypeOf(plain.appendToStream(newStream(), event()))).not.toBe("none");
    });
  });

  describe("credentials", () => {
    test("that are wrong are refused, of the client and of a call, whatever is asked", async () => {
      const wrong = { ...ann, password: "guessed" };
      const nobody = { username: "nobody", password: "guessed" };
      expect(await errorTypeOf(clientOf(wrong).readStream(newStream()))).toBe(DENIED);
      expect(await errorTypeOf(clientOf(ann).readStream(newStream(), { credentials: nobody }))).toBe(DENIED);
      expect(await errorTypeOf(clientOf(ann).appendToStream(newStream(), event(), { credentials: wrong }))).toBe(DENIED);
      expect(await errorTypeOf(clientOf(wrong).appendToStream(newStream(), event()))).toBe(DENIED);
    });

    test("of a call stand above those of the client", async () => {
      const all = (client: EventStoreDBClient, credentials?: typeof admin): Promise<string> =>
        errorTypeOf(client.readAll({ maxCount: 5, ...(credentials === undefined ? {} : { credentials }) }));
      expect(await all(clientOf(bob))).toBe(DENIED);
      expect(await all(clientOf(bob), admin)).toBe("none");
      expect(await all(clientOf(admin))).toBe("none");
      expect(await all(clientOf(admin), bob)).toBe(DENIED);
    });

    test("are not needed for what everybody may do", async () => {
      const stream = newStream();
      const nobody = clientOf();
      await nobody.appendToStream(stream, event());
      expect(await revisions(nobody, stream)).toEqual([0]);
      expect(await errorTypeOf(nobody.readAll({ maxCount: 1 }))).toBe(DENIED);
      expect(await errorTypeOf(nobody.subscribeToAll())).toBe(DENIED);
    });
  });

  describe("a stream's ACL", () => {
    const stream = newStream();
    beforeAll(async () => {
      await clientOf(admin).appendToStream(stream, event());
      const acl = {
        readRoles: ["bob"], writeRoles: ["writers"], deleteRoles: ["$admins"], metaReadRoles: ["writers"], metaWriteRoles: ["$admins"],
      };
      await clientOf(admin).setStreamMetadata(stream, { acl });
    });

    test("says who reads and subscribes", async () => {
      expect(await revisions(clientOf(bob), stream)).toContain(0);
      expect(await errorTypeOf(clientOf(ann).readStream(stream))).toBe(DENIED);
      expect(await errorTypeOf(clientOf(ann).subscribeToStream(stream))).toBe(DENIED);
    });

    test("says who writes, by one call of its own and by the stream of batches", async () => {
      await clientOf(ann).appendToStream(stream, event());
      await clientOf(bob).appendToStream(stream, event(), { credentials: ann });
      expect(await errorTypeOf(clientOf(bob).appendToStream(stream, event()))).toBe(DENIED);
      expect(await errorTypeOf(clientOf(ann).appendToStream(stream, event(), { credentials: bob }))).toBe(DENIED);
    });

    test("says who deletes, and who reads and writes metadata", async () => {
      expect(await errorTypeOf(clientOf(ann).deleteStream(stream))).toBe(DENIED);
      expect(await errorTypeOf(clientOf(ann).tombstoneStream(stream))).toBe(DENIED);
      expect((await clientOf(ann).getStreamMetadata(stream)).metadata).toMatchObject({ acl: { readRoles: ["bob"] } });
      expect(await errorTypeOf(clientOf(bob).getStreamMetadata(stream))).toBe(DENIED);
      expect(await errorTypeOf(clientOf(ann).setStreamMetadata(stream, {}))).toBe(DENIED);
    });

    test("does not bind $admins", async () => {
      expect((await collect(clientOf(admin).readStream(stream))).length).toBeGreaterThan(0);
      await clientOf(admin).appendToStream(stream, event());
    });
  });

  describe("custom projections", () => {
    test("are managed by $admins alone, as they are code; $ops see how they are", async () => {
      const [source, target] = [newStream(), newStream("linked")];
      const query = `fromStream("${source}").when({ $any: (s, e) => { linkTo("${target}", e); } });`;
      const create = (user?: typeof admin): Promise<unknown> => clientOf(user).createProjection("links", query, { emitEnabled: true });
      for (const user of [undefined, ann, operator]) expect(await errorTypeOf(create(user))).toBe(DENIED);
      expect(await errorTypeOf(create(admin))).toBe("none");
      await clientOf(ann).appendToStream(source, event());
      await eventually(async () => (await errorTypeOf(clientOf(ann).readStream(target))) === "none");
      expect((await clientOf(operator).getProjectionStatus("links")).projectionStatus).toBe("Running");
      for (const user of [ann, operator]) {
        expect(await errorTypeOf(clientOf(user).getProjectionState("links"))).toBe(DENIED);
        expect(await errorTypeOf(clientOf(user).updateProjection("links", query))).toBe(DENIED);
        expect(await errorTypeOf(clientOf(user).disableProjection("links"))).toBe(DENIED);
        expect(await errorTypeOf(clientOf(user).enableProjection("links"))).toBe(DENIED);
        expect(await errorTypeOf(clientOf(user).deleteProjection("links"))).toBe(DENIED);
      }
      await clientOf(admin).deleteProjection("links");
    });
  });

  describe("groups", () => {
    test("are made and removed by $admins and $ops alone, and consumed by who may read the stream", async () => {
      const stream = newStream();
      await clientOf(ann).appendToStream(stream, event());
      const create = (user: typeof admin): Promise<unknown> =>
        clientOf(user).createPersistentSubscriptionToStream(stream, user.username, groupSettings());
      expect(await errorTypeOf(create(ann))).toBe(DENIED);
      expect(await errorTypeOf(create(operator))).toBe("none");
      expect(await errorTypeOf(create(admin))).toBe("none");
      const consumer = clientOf(bob).subscribeToPersistentSubscriptionToStream(stream, admin.username);
      const received: unknown[] = [];
      consumer.on("data", (resolved) => received.push(resolved));
      await eventually(() => received.length === 1);
      await consumer.unsubscribe();
      await clientOf(admin).setStreamMetadata(stream, { acl: { readRoles: ["ann"] } });
      expect(await errorTypeOf(clientOf(bob).subscribeToPersistentSubscriptionToStream(stream, admin.username))).toBe(DENIED);
      expect(await errorTypeOf(clientOf(ann).deletePersistentSubscriptionToStream(stream, admin.username))).toBe(DENIED);
      await clientOf(operator).deletePersistentSubscriptionToStream(stream, admin.username);
    });
  });
});
