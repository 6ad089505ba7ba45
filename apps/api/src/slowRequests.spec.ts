import { connect } from "node:net";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildApp } from "./app.ts";
import { signInCommands } from "./auth/signInCommands.ts";
import { specSchema } from "./specification/asking.ts";
import { specServer, type SpecServer } from "./specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let port = 0;
beforeAll(async () => {
  spec = await specServer();
  const { server } = spec;
  const auth = { directory: server.directory, keys: server.keys, localCredential: null, now: Date.now };
  const signIn = {
    auth, publicUrl: server.publicUrl, ...signInCommands({ log: server.log, directory: server.directory, now: server.now }),
  };
  app = await buildApp({
    server: server, signIn, schema: await specSchema(), consoleFolder: null, routes: [], shared: [], requestWithinMs: 200,
  });
  port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

/** Sends the first words, then a byte now and then, for as long as the other side listens; answers what came back. */
function drip(first: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(first));
    const dripping = setInterval(() => socket.write("x"), 20);
    socket.on("data", (chunk: Buffer) => (answer += chunk.toString("utf8")));
    // a byte that comes when the other side has hung up already is part of what is tried
    socket.on("error", () => undefined);
    socket.once("close", () => {
      clearInterval(dripping);
      resolve(answer);
    });
  });
}

it.each([
  ["a body", "POST /session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{"],
  [
    "a body in chunks",
    "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nfffff\r\n",
  ],
  ["a head", "POST /session HTTP/1.1\r\nhost: x\r\nx-slow: "],
])("%s that drips ends with 408, and its socket is closed", async (_what, first) => {
  expect(await drip(first)).toMatch(/^HTTP\/1\.1 408 /);
});
