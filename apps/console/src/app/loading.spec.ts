import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { forgetFailures, isNotLoaded, loaded } from "./loading.ts";

// What a browser has, without a page of the console in it.
beforeEach(() => void vi.stubGlobal("document", { documentElement: { outerHTML: "<html></html>" } }));
afterEach(() => {
  forgetFailures();
  vi.useRealTimers();
  // The next spec of this worker has no document either.
  vi.unstubAllGlobals();
});

it("waits with one promise, fetches once, and keeps what came", async () => {
  const load = vi.fn(async () => "page");
  const part = loaded(load);
  expect(part.get()).toBe(part.get());
  forgetFailures();
  expect(await part.get()).toBe("page");
  expect(load).toHaveBeenCalledTimes(1);
});

it("keeps a failure until it is forgotten, and then fetches again", async () => {
  const load = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new TypeError("Failed to fetch dynamically imported module"))
    .mockResolvedValue("page");
  const part = loaded(load);
  const error: unknown = await part.get().catch((thrown: unknown) => thrown);
  expect(isNotLoaded(error)).toBe(true);
  await expect(part.get()).rejects.toBe(error);
  expect(load).toHaveBeenCalledTimes(1);
  forgetFailures();
  expect(await part.get()).toBe("page");
});

it("does not wait for ever for a server that stands still", async () => {
  vi.useFakeTimers();
  const part = loaded(() => new Promise<string>(() => undefined));
  const waiting = part.get().catch((thrown: unknown) => thrown);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(isNotLoaded(await waiting)).toBe(true);
});
