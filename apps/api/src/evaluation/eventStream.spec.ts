import { EventEmitter } from "node:events";
import type { EnvironmentFlags, FlagFollower } from "@ballast/flags";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Directory } from "../auth/directory.ts";
import { EventStreams } from "./eventStream.ts";

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

/** A node whose flags change when they are told to. */
function streams() {
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
  const directory: Pick<Directory, "tokenById" | "personById"> = {
    tokenById: () => ({ ...token, revoked }), personById: () => ({ id: "p", login: "ada", name: "Ada", roles: [] }),
  };
  const open = new EventStreams({
    flags: flags as FlagFollower, directory: directory as Directory, now: () => new Date("2026-03-01T10:00:00Z"),
  });
  return {
    listen(since: string | null, client = new Client()): Client {
      open.open(client, application, since);
      return client;
    },
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

test("a token that was revoked hears nothing any more, and a node that stops lets everybody go", () => {
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
