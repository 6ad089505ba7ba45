import cookie from "@fastify/cookie";
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signedText, sessionCookie } from "../auth/signed.ts";
import type { Principal } from "../auth/principal.ts";
import { specSchema } from "../specification/asking.ts";
import { delivered, type Delivered } from "../specification/delivered.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { openSocket, type SpecSocket } from "../specification/socket.ts";
import { shared } from "../slices.ts";
import { serveSubscriptions } from "./subscriptions.ts";

let spec: SpecServer;
let ada: Principal;
let search: Delivered;
let app: FastifyInstance;
let stop: () => Promise<void>;
let address = "";
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  search = await delivered(spec, ada, { slug: "search", releases: 3 });
  app = fastify();
  await app.register(cookie);
  const auth = { directory: spec.server.directory, keys: spec.server.keys, localCredential: null, now: () => spec.server.now().getTime() };
  stop = serveSubscriptions(app.server, { server: spec.server, schema: await specSchema(), auth, shared, introduceWithinMs: 2_000 });
  address = (await app.listen({ host: "127.0.0.1", port: 0 })).replace("http", "ws");
});
afterAll(async () => {
  await stop();
  await app.close();
  await spec.close();
});

const sessionOf = ({ person }: Principal): Record<string, string> => {
  const now = spec.server.now().getTime();
  return {
    cookie: `${sessionCookie}=${signedText(spec.server.keys, "session", { sessionId: crypto.randomUUID(), personId: person.id, issuedAt: now, expiresAt: now + 60_000 })}`,
  };
};

async function signedIn(principal = ada): Promise<SpecSocket> {
  const socket = await openSocket(address, sessionOf(principal));
  socket.send({ type: "connection_init" });
  expect(await socket.next()).toMatchObject({ type: "connection_ack" });
  return socket;
}

const subscribe = (id: string, query: string, variables: object = {}) => ({ id, type: "subscribe", payload: { query, variables } });

describe("the protocol (graphql-transport-ws)", () => {
  it("answers ping with pong", async () => {
    const socket = await signedIn();
    socket.send({ type: "ping" });
    expect(await socket.next()).toEqual({ type: "pong" });
    socket.close();
  });

  it.each([
    ["4400: what is no message", 4400, async (socket: SpecSocket) => socket.send("nonsense")],
    [
      "4401: asking before introducing oneself",
      4401,
      async (socket: SpecSocket) => socket.send(subscribe("1", "subscription { health { position } }")),
    ],
    ["4408: not introducing oneself in time", 4408, async () => undefined],
    ["4429: introducing oneself twice", 4429, async (socket: SpecSocket) => {
      socket.send({ type: "connection_init" });
      socket.send({ type: "connection_init" });
    }],
    ["4409: one id for two subscriptions", 4409, async (socket: SpecSocket) => {
      socket.send({ type: "connection_init" });
      await socket.next();
      socket.send(subscribe("1", "subscription { inbox { id } }"));
      socket.send(subscribe("1", "subscription { inbox { id } }"));
    }],
  ])("closes with %s", async (_, code, act) => {
    const socket = await openSocket(address, sessionOf(ada));
    await act(socket);
    expect((await socket.closed).code).toBe(code);
  });

  it("holds some sockets of one person, and sends further ones away until one has gone", async () => {
    const zoe = await spec.person("zoe");
    const sockets = await Promise.all(Array.from({ length: 30 }, () => signedIn(zoe)));
    const more = await openSocket(address, sessionOf(zoe));
    more.send({ type: "connection_init" });
    expect((await more.closed).code).toBe(1013);
    (await signedIn(ada)).close();
    sockets[0]?.close();
    await sockets[0]?.closed;
    (await signedIn(zoe)).close();
    for (const socket of sockets) socket.close();
  });

  it("answers a document that is meant to keep the server busy at once, and goes on", async () => {
    const socket = await signedIn();
    const bomb = `subscription { ...f0 } ${Array.from({ length: 60 }, (_, i) => `fragment f${i} on Subscription { ...f${i + 1} ...f${i + 1} }`).join(" ")} fragment f60 on Subscription { ...absent }`;
    for (const [id, query] of [["1", bomb], ["2", `subscription { ${"inbox { ".repeat(5_000)}`]] as const) {
      socket.send(subscribe(id, query));
      expect(await socket.next()).toMatchObject({ type: "error", id, payload: [{ extensions: { code: "QUERY_TOO_COMPLEX" } }] });
    }
    socket.send(
      `{"id":"3","type":"subscribe","payload":{"query":"subscription { inbox { id } }","variables":{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}}}`,
    );
    expect(await socket.next()).toMatchObject({ type: "error", id: "3", payload: [{ extensions: { code: "BAD_USER_INPUT" } }] });
    socket.send({ type: "ping" });
    expect(await socket.next()).toEqual({ type: "pong" });
    socket.close();
  });

  it("closes a socket of nobody, and one whose page is of another origin", async () => {
    for (const headers of [{}, { ...sessionOf(ada), origin: "https://elsewhere.example" }, { ...sessionOf(ada), origin: "null" }]) {
      const socket = await openSocket(address, headers);
      socket.send({ type: "connection_init" });
      expect(await socket.closed).toEqual({ code: 4401, reason: "Nobody is signed in." });
    }
  });

  it("answers what is wrong with a document, and goes on", async () => {
    const socket = await signedIn();
    socket.send(subscribe("1", "subscription { nonsense }"));
    expect(await socket.next()).toMatchObject({ id: "1", type: "error", payload: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }] });
    socket.send(subscribe("2", "subscription {"));
    expect(await socket.next()).toMatchObject({ id: "2", type: "error", payload: [{ message: expect.stringContaining("Syntax Error") }] });
    socket.send(subscribe("3", "subscription ($id: ID!) { deployChanged(deployId: $id) { state } }", { id: crypto.randomUUID() }));
    expect(await socket.next()).toMatchObject({
      id: "3", payload: { errors: [{ message: "There is no such deploy.", extensions: { code: "NOT_FOUND" } }] },
    });
    socket.close();
  });

  it("keeps the limits of a request: too deep, too costly with its variables, and a query is answered too", async () => {
    const socket = await signedIn();
    const deep = `{ services { edges { node { ${"lanes { service { ".repeat(7)}id${" } }".repeat(7)} } } } }`;
    const costly = "query ($n: Int) { incidents(first: $n) { edges { node { timeline(first: $n) { edges { node { title } } } } } } }";
    socket.send(subscribe("deep", deep));
    expect(await socket.next()).toMatchObject({ id: "deep", type: "error", payload: [{ extensions: { code: "QUERY_TOO_COMPLEX" } }] });
    socket.send(subscribe("costly", costly, { n: 500 }));
    expect(await socket.next()).toMatchObject({
      id: "costly", type: "error",
      payload: [{ message: expect.stringContaining("smaller pages"), extensions: { code: "QUERY_TOO_COMPLEX" } }],
    });
    socket.send(subscribe("small", costly, { n: 2 }));
    expect(await socket.next()).toMatchObject({ id: "small", type: "next", payload: { data: { incidents: { edges: [] } } } });
    socket.close();
  });

  it("ends with the session", async () => {
    const bob = await spec.person("bob", ["viewer"]);
    const socket = await signedIn(bob);
    socket.send(subscribe("1", "subscription { inbox { id } }"));
    spec.at("2026-11-23T09:00:01.000Z");
    await spec.run(ada, "revokeSessions", { personId: bob.person.id });
    expect(await socket.closed).toEqual({ code: 4403, reason: "This sign-in has ended." });
    spec.at("2026-11-23T09:00:00.000Z");
  });
});

describe("what is told", () => {
  it("is the log from a position on, each event once and in order", async () => {
    const socket = await signedIn();
    socket.send(subscribe("1", 'subscription { log(from: "0", types: ["ReleaseRecorded", "ThresholdsSet"]) { type sentence } }'));
    for (const version of ["v1", "v2", "v3"])
      expect(await socket.next()).toMatchObject({
        id: "1", payload: { data: { log: { sentence: `ada recorded ${version} of Search with 2 commits.` } } },
      });
    await spec.run(ada, "setThresholds", { service: "search", pageErrorsPer100k: 500, pageCustomers: 10 });
    expect(await socket.next()).toMatchObject({ payload: { data: { log: { type: "ThresholdsSet" } } } });
    socket.send({ id: "1", type: "complete" });
    socket.close();
  });

  it("is a deploy, now and as it changes", async () => {
    const deployId = await search.ship("v1");
    const socket = await signedIn();
    socket.send(subscribe("1", "subscription ($id: ID!) { deployChanged(deployId: $id) { state sentence } }", { id: deployId }));
    expect(await socket.next()).toMatchObject({
      payload: { data: { deployChanged: { state: "waiting", sentence: "v1 waits to go to search production." } } },
    });
    await spec.run(ada, "cancelDeploy", { deployId, reason: "not today" });
    expect(await socket.next()).toMatchObject({ payload: { data: { deployChanged: { state: "cancelled" } } } });
    socket.close();
  });

  it("is what matters now, and how the server is doing", async () => {
    const socket = await signedIn();
    socket.send(subscribe("1", "subscription { nowChanged { sentence lanes { environment live { version } } } }"));
    expect(await socket.next()).toMatchObject({ payload: { data: { nowChanged: { lanes: [{ live: { version: "v1" } }] } } } });
    socket.send(subscribe("2", "subscription { health { behind version } }"));
    expect(await socket.next()).toMatchObject({ id: "2", payload: { data: { health: { behind: false, version: "0.1.0" } } } });
    socket.close();
  });

  it("is nothing of a private incident to who must not know of it", async () => {
    const eve = await spec.person("eve", ["viewer"]);
    const socket = await signedIn(eve);
    socket.send(subscribe("log", "subscription { log { type sentence } }"));
    socket.send(subscribe("now", "subscription { nowChanged { sentence incidents { title } } }"));
    expect(await socket.next()).toMatchObject({ id: "now" });
    const { recordId } = await spec.run(ada, "declareIncident", { title: "A secret", severity: 2, services: ["search"], private: true });
    await spec.run(ada, "setThresholds", { service: "search", pageErrorsPer100k: 600, pageCustomers: 11 });
    const told: unknown[] = [];
    // The counter of numbers is nobody's secret; then come the thresholds.
    for (let seen = ""; seen !== "ThresholdsSet"; ) {
      const message = await socket.next();
      told.push(message);
      seen = message.id === "log" ? (message.payload as { data: { log: { type: string } } }).data.log.type : seen;
    }
    expect(JSON.stringify(told)).not.toContain("secret");
    socket.send(subscribe("incident", "subscription ($id: ID!) { incidentChanged(incidentId: $id) { title } }", { id: recordId }));
    let answer = await socket.next();
    while (answer.id !== "incident") answer = await socket.next();
    expect(answer).toMatchObject({ payload: { errors: [{ extensions: { code: "NOT_FOUND" } }] } });
    socket.close();
  });
});
