import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { keepDraft } from "../api/draftStore.ts";
import { forgetFailures, isNotLoaded, isOfOldVersion, loaded } from "./loading.ts";
import { entryIn, mayReload } from "./newVersion.ts";

const page = (entry: string): string =>
  `<!doctype html><head><script src="/assets/scheme-1.js"></script><script type="module" crossorigin src="/assets/${entry}.js"></script></head>`;
const kept = new Map<string, string>();
let served: () => string;

beforeEach(() => {
  kept.clear();
  served = () => page("index-new");
  vi.stubGlobal("document", { documentElement: { outerHTML: page("index-old") } });
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("fetch", async () => new Response(served()));
  vi.stubGlobal("sessionStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  });
});
afterEach(() => {
  forgetFailures();
  vi.unstubAllGlobals();
});

const failing = async (): Promise<unknown> =>
  loaded(() => Promise.reject(new TypeError("Failed to fetch dynamically imported module"))).get().catch((thrown: unknown) => thrown);

it("a part that is gone because another version is served is said to be that, and not asked for again for ever", async () => {
  expect(entryIn(page("index-old"))).toBe("/assets/index-old.js");
  const error = await failing();
  expect([isOfOldVersion(error), isNotLoaded(error)]).toEqual([true, false]);
});

it("a part that did not come of the version that is served, or of nobody, is asked for again", async () => {
  served = () => page("index-old");
  expect(isNotLoaded(await failing())).toBe(true);
  served = () => { throw new TypeError("offline"); };
  expect(isNotLoaded(await failing())).toBe(true);
});

it("the page is loaded anew by itself only where nothing typed is lost, and once", () => {
  expect(mayReload(false, 100_000)).toBe(true);
  expect(mayReload(true, 100_000)).toBe(false);
  kept.set("ballast.reloaded-at", "90000");
  expect([mayReload(false, 100_000), mayReload(false, 200_000)]).toEqual([false, true]);
  vi.stubGlobal("sessionStorage", undefined);
  keepDraft("dialog", { at: 1, keys: {}, fields: { title: "typed" } });
  expect(mayReload(false, 300_000)).toBe(false);
});
