import { EventEmitter } from "node:events";
import type { EnvironmentFlags, FlagFollower } from "@ballast/flags";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Directory } from "../../auth/directory.ts";
import { Following } from "./following.ts";
import type { SyncAnswer } from "./messages.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A provider's stream; one that is full takes a message, and no more until it is read. */
class Stream extends EventEmitter {
  readonly positions: string[] = [];
  full = false;
  destroyed = false;
  write({ flagConfiguration }: SyncAnswer): boolean {
    this.positions.push((JSON.parse(flagConfiguration) as { metadata: { position: string } }).metadata.position);
    return !this.full;
  }
  destroy(): void {
    this.destroyed = true;
  }
}

const token = {
  tokenId: "t", personId: "p", roles: ["application" as const], serviceIds: [], expiresAt: null, revoked: false, environment: "production",
};

/** A provider that follows flags which change when they are told to. */
function follow() {
  let [position, revoked] = ["1", false];
  const environment = (): EnvironmentFlags => ({ environment: "production", position, flags: new Map() });
  const flags: Pick<FlagFollower, "environment"> = { environment };
  const directory: Pick<Directory, "tokenById" | "personById" | "personEver"> = {
    tokenById: () => ({ ...token, revoked }), personById: () => null, personEver: () => ({ id: "p", login: "ada", name: "Ada", roles: [] }),
  };
  const stream = new Stream();
  const serving = {
    flags: flags as FlagFollower, directory: directory as Directory, now: () => new Date("2026-03-01T10:00:00Z"),
    sizes: { note: () => undefined },
  };
  const following = new Following(stream, serving, { tokenId: "t", environment: "production" });
  following.changed();
  return {
    stream,
    change(to: string): void {
      position = to;
      following.changed();
    },
    revoke: () => (revoked = true),
  };
}

test("a change is sent at once, and of a burst the latest each 150 ms", () => {
  const { stream, change } = follow();
  vi.advanceTimersByTime(1_000);
  change("2");
  expect(stream.positions).toEqual(["1", "2"]);
  for (let position = 3; position <= 100; position += 1) {
    change(String(position));
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1_000);
  expect([stream.positions.length < 12, stream.positions.at(-1)]).toEqual([true, "100"]);
});

test("a provider that does not read gets the latest when it does, and whoever reads what it has waits no longer for the next", () => {
  const { stream, change } = follow();
  vi.advanceTimersByTime(1_000);
  stream.full = true;
  for (const position of ["2", "3", "4"]) change(position);
  vi.advanceTimersByTime(1_000);
  expect(stream.positions).toEqual(["1", "2"]);
  stream.full = false;
  stream.emit("drain");
  expect(stream.positions).toEqual(["1", "2", "4"]);
  vi.advanceTimersByTime(200);
  stream.emit("drain");
  change("5");
  expect(stream.positions.at(-1)).toBe("5");
});

test("a stream that has ended, or whose token holds no more, is sent nothing", () => {
  const [gone, revoked] = [follow(), follow()];
  gone.change("2");
  gone.stream.emit("close");
  revoked.revoke();
  vi.advanceTimersByTime(1_000);
  revoked.change("2");
  expect([gone.stream.positions, revoked.stream.positions, revoked.stream.destroyed]).toEqual([["1"], ["1"], true]);
});
