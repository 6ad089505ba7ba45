import { expect, test } from "vitest";
import type { PartSpec } from "./part.ts";
import { startParts } from "./startParts.ts";

const part = (name: string, ...after: readonly string[]): PartSpec => ({
  name, title: name, program: "node", args: [], env: {}, readyWithinMs: 1_000, after,
});

/** A supervisor whose parts become healthy when the test says so. */
function supervisor() {
  const started: string[] = [];
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  return {
    started,
    healthy: async (name: string): Promise<void> => {
      waiting.get(name)?.resolve();
      await new Promise(setImmediate);
    },
    fail: (name: string): void => { waiting.get(name)?.reject(new Error(`${name} failed`)); },
    start: (spec: PartSpec): Promise<void> => {
      started.push(spec.name);
      const healthy = Promise.withResolvers<void>();
      waiting.set(spec.name, healthy);
      return healthy.promise;
    },
    stop: async (): Promise<void> => {
      started.push("stop");
      for (const each of waiting.values()) each.resolve();
      return Promise.resolve();
    },
  };
}

const company = [part("store"), part("fleet"), part("api", "store", "fleet", "elsewhere"), part("worker", "store")];

test("each part is started as soon as those that it needs are healthy, beside the others", async () => {
  const kept = supervisor();
  const all = startParts(kept, company, undefined);
  await new Promise(setImmediate);
  expect(kept.started).toEqual(["store", "fleet"]);
  await kept.healthy("store");
  expect(kept.started).toEqual(["store", "fleet", "worker"]);
  await kept.healthy("fleet");
  expect(kept.started).toEqual(["store", "fleet", "worker", "api"]);
  await kept.healthy("api");
  await kept.healthy("worker");
  await all;
});

test("one that fails is what is told, and those that need it are not started", async () => {
  const kept = supervisor();
  const all = startParts(kept, company, undefined);
  await new Promise(setImmediate);
  kept.fail("fleet");
  await expect(all).rejects.toThrow("fleet failed");
  expect(kept.started).not.toContain("api");
});

test("once the signal came none is started any more, and those at hand are stopped", async () => {
  const kept = supervisor();
  const abort = new AbortController();
  const all = startParts(kept, company, abort.signal);
  await new Promise(setImmediate);
  abort.abort();
  await expect(all).rejects.toThrow("aborted");
  expect(kept.started).toEqual(["store", "fleet", "stop"]);
});
