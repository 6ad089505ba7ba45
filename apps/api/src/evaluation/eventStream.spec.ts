import { EventEmitter, once } from "node:events";
import { createServer, get, type ServerResponse } from "node:http";
import { connect } from "node:net";
import type { EnvironmentFlags, FlagFollower } from "@ballast/flags";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Directory } from "../auth/directory.ts";
import { EventStreams, type Outlet } from "./eventStream.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A client; `reading` false leaves everything in the buffer. */
class Client extends EventEmitter {
  readonly said: string[] = [];
  reading = true;
  ended = false;
  writableLength = 0;
  write(text: string): boolean {
    this.said.push(text);
    if (!this.reading) this.writableLength += text.length;
    return true;
  }
  end(): void {
    this.ended = true;
    this.emit("close");
  }
  destroy(): void {
    this.end();
  }
  get events(): readonly string[] {
    return this.said.flatMap((text) => /^id: (\d+)/.exec(text)?.[1] ?? []);
  }
}

const token = {
  tokenId: "t", personId: "p", roles: ["application" as const], serviceIds: [], expiresAt: null, revoked: false, environment: "production",
};
const application = { tokenId: "t", environment: "production" };

/** A server whose flags change when they are told to. */
function streams(limits?: { readonly longestMs: number }) {
  const listeners = new Set<(environment: EnvironmentFlags) => void>();
  let position = "1";
  let revoked = false;
  const environment = (): EnvironmentFlags => ({ environment: "production", position, flags: new Map() });
  const flags: Pick<FlagFollower, "onChange" | "environment"> = {
    environment,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const directory: Pick<Directory, "tokenById" | "personById" | "personEver"> = {
    tokenById: () => ({ ...token, revoked }), personById: () => null, personEver: () => ({ id: "p", login: "ada", name: "Ada", roles: [] }),
  };
  const server = { flags: flags as FlagFollower, directory: directory as Directory, now: () => new Date("2026-03-01T10:00:00Z") };
  const open = new EventStreams(server, limits);
  return {
    listen(since: string | null, client = new Client()): Client {
      open.open(client, application, since);
      return client;
    },
    open: (outlet: Outlet) => open.open(outlet, application, "1"),
    change(to: string): void {
      position = to;
      for (const listener of listeners) listener(environment());
    },
    revoke: () => (revoked = true),
    size: () => open.size,
    close: () => open.close(),
  };
}

test("a change is said at once, with its position as etag and id", () => {
  const { listen, change } = streams();
  const client = listen("1");
  expect(client.events).toEqual([]);
  change("7");
  expect(client.said.at(-1)).toBe(
    `id: 7\nevent: message\ndata: {"type":"refetchEvaluation","etag":"7","lastModified":${String(Date.parse("2026-03-01T10:00:00Z"))}}\n\n`,
  );
});

test("what happened while a client was away, or before it first came, is said when it comes", () => {
  const { listen, change } = streams();
  change("7");
  expect([listen("1").events, listen("7").events, listen(null).events]).toEqual([["7"], [], []]);
});

test("many changes are one event each 150 ms, the last with what holds then", () => {
  const { listen, change } = streams();
  const client = listen("1");
  for (let position = 2; position <= 100; position += 1) {
    change(String(position));
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1_000);
  expect(client.events.length).toBeLessThan(10);
  expect([client.events[0], client.events.at(-1)]).toEqual(["2", "100"]);
});

test("a client that never reads is dropped, whether much is said or little; one that reads stays", () => {
  const { listen, change, size } = streams();
  const [busy, reader] = [new Client(), new Client()];
  busy.reading = false;
  listen("1", busy);
  listen("1", reader);
  for (let position = 2; position < 400 && !busy.ended; position += 1) {
    change(String(position));
    vi.advanceTimersByTime(200);
  }
  expect([busy.ended, reader.ended, size()]).toEqual([true, false, 1]);
  const silent = new Client();
  silent.reading = false;
  listen("1", silent);
  vi.advanceTimersByTime(60_000);
  expect([silent.ended, reader.ended]).toEqual([true, false]);
});

test("a stream ends after an hour, also of whoever has gone without a word while little was said", () => {
  const { listen, size } = streams();
  const client = listen("1");
  vi.advanceTimersByTime(40 * 60_000);
  expect([client.ended, size()]).toEqual([false, 1]);
  vi.advanceTimersByTime(20 * 60_000);
  expect([client.ended, size()]).toEqual([true, 0]);
});

test("over a real connection, a client that never reads is dropped when the system's buffers are full; one that reads hears all", async () => {
  vi.useRealTimers();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
  const { open, change, close } = streams({ longestMs: Infinity });
  const responses: ServerResponse[] = [];
  const server = createServer((request, response) => {
    responses[request.url === "/deaf" ? 0 : 1] = response.writeHead(200, { "content-type": "text/event-stream" });
    open(response);
  });
  const address = once(server, "listening").then(() => server.address());
  server.listen(0, "127.0.0.1");
  const found = await address;
  if (found === null || typeof found === "string") throw new Error("no port");
  const { port } = found;
  const deaf = connect(port, "127.0.0.1").on("error", () => undefined).pause();
  deaf.write("GET /deaf HTTP/1.1\r\nhost: node\r\n\r\n");
  let heard = "";
  get({ port, host: "127.0.0.1" }, (response) => {
    response.setEncoding("utf8").on("data", (text: string) => (heard = (heard + text).slice(-500)));
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  while (responses[0] === undefined || responses[1] === undefined) await turn();
  let position = 1;
  // Some three megabytes on Linux; fifteen would be no bound.
  while (!responses[0].destroyed && position < 100_000) {
    change(String((position += 1)));
    await turn();
    vi.advanceTimersByTime(150);
    await turn();
  }
  expect([responses[0].destroyed, responses[1].destroyed]).toEqual([true, false]);
  while (!heard.includes(`id: ${String(position)}\n`)) await turn();
  close();
  deaf.destroy();
  server.close();
});

test("a token that was revoked hears nothing any more, and a server that stops lets everybody go", () => {
  const one = streams();
  const client = one.listen("1");
  one.revoke();
  one.change("2");
  expect([client.events, client.ended]).toEqual([[], true]);
  const other = streams();
  const clients = Array.from({ length: 300 }, () => other.listen("1"));
  other.change("2");
  expect(clients.every(({ events }) => events.join() === "2")).toBe(true);
  other.close();
  expect([other.size(), clients.every(({ ended }) => ended)]).toEqual([0, true]);
});
