import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import cookie from "@fastify/cookie";
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { sessionCookie, signedText } from "../auth/signed.ts";
import { persistedDocuments } from "../persistedDocuments.ts";
import { shared } from "../slices.ts";
import { specSchema } from "../specification/asking.ts";
import { asAdministrator, localCredential } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { openSocket, type SpecSocket } from "../specification/socket.ts";
import { serveSubscriptions } from "./subscriptions.ts";

const own = "subscription Own { health { behind } }";
const other = "subscription Other { health { version } }";
const question = "query Question { __typename }";

let folder: string;
let spec: SpecServer;
let ada: Principal;
let app: FastifyInstance;
let stop: () => Promise<void>;
let address = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ballast-documents-"));
  writeFileSync(join(folder, "documents.json"), JSON.stringify({ [createHash("sha256").update(own).digest("hex")]: own }));
  spec = await specServer();
  ada = await spec.person("ada", ["admin"]);
  app = fastify();
  await app.register(cookie);
  const auth = { directory: spec.server.directory, keys: spec.server.keys, localCredential, now: () => spec.server.now().getTime() };
  const documents = persistedDocuments(folder, true);
  stop = serveSubscriptions(app.server, { server: spec.server, schema: await specSchema(), auth, shared, documents });
  address = (await app.listen({ host: "127.0.0.1", port: 0 })).replace("http", "ws");
});
afterAll(async () => {
  await stop();
  await app.close();
  await spec.close();
  rmSync(folder, { recursive: true, force: true });
});

const session = (): Record<string, string> => {
  const now = spec.server.now().getTime();
  const said = { sessionId: randomUUID(), personId: ada.person.id, issuedAt: now, expiresAt: now + 60_000 };
  return { cookie: `${sessionCookie}=${signedText(spec.server.keys, "session", said)}` };
};

/** The first that a socket is answered to a document. */
async function answered(socket: SpecSocket, query: string): Promise<readonly [string, unknown]> {
  const id = randomUUID();
  socket.send({ id, type: "subscribe", payload: { query } });
  const { type, payload } = await socket.next();
  return [type, payload];
}
async function introduced(headers: Record<string, string>): Promise<SpecSocket> {
  const socket = await openSocket(address, headers);
  socket.send({ type: "connection_init" });
  expect(await socket.next()).toMatchObject({ type: "connection_ack" });
  return socket;
}

it("a browser's session subscribes to what the console asks, and to nothing else, also not by a query over the socket", async () => {
  const socket = await introduced(session());
  for (const text of [other, question, `${own} `]) {
    expect(await answered(socket, text)).toMatchObject(["error", [{ extensions: { code: "NOT_ALLOWED" } }]]);
  }
  expect(await answered(socket, own)).toMatchObject(["next", { data: { health: { behind: false } } }]);
  socket.close();
});

it("what is not for people in a browser subscribes to anything", async () => {
  const socket = await introduced(asAdministrator);
  expect(await answered(socket, other)).toMatchObject(["next", { data: { health: { version: "0.1.0" } } }]);
  socket.close();
  const another = await introduced(asAdministrator);
  expect(await answered(another, question)).toEqual(["next", { data: { __typename: "Query" } }]);
  another.close();
});
