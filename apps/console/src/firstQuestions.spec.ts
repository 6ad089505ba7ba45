import { readFile } from "node:fs/promises";
import { runInNewContext } from "node:vm";
import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";
import { createDataProvider } from "./api/dataProvider.ts";
import { slices } from "./slices.ts";
import { firstQuestions } from "./firstQuestions.ts";
import { together } from "./app/slice.ts";
import { viewAt } from "./app/view.ts";

afterEach(() => vi.unstubAllGlobals());

const schemeWith = async (questions: unknown): Promise<string> =>
  (await readFile(new URL("../public/scheme.js", import.meta.url), "utf8")).replace("/* questions */ []", () => JSON.stringify(questions));

/** What `scheme.js` sends at an address, besides asking who is signed in. */
async function sentAt(address: string, { safe = true } = {}): Promise<readonly string[]> {
  const { pathname, search } = new URL(address, "http://127.0.0.1");
  const window: Record<string, unknown> = { isSecureContext: safe };
  runInNewContext(await schemeWith(await firstQuestions()), {
    window, location: { pathname, search }, localStorage: { getItem: () => null }, matchMedia: () => ({ matches: false }),
    document: { documentElement: { setAttribute: () => undefined, toggleAttribute: () => undefined } }, addEventListener: () => undefined,
    fetch: async () => new Response(),
  });
  // Made by another realm's Map.
  return [...((window["ballastQuestions"] as Map<string, unknown> | undefined)?.keys() ?? [])];
}

it.each(["/releases", "/program", "/incidents/SW5jaWRlbnQ6MQ%3D%3D", "/incidents/INC-7%20%22x%22"])(
  "what is sent before the first script is there is what the view of %s asks ahead, word for word", async (address) => {
    vi.stubGlobal("isSecureContext", true);
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (_address: string, { body }: RequestInit) => {
      asked.push(String(body));
      throw new TypeError("no network");
    });
    const found = viewAt(slices.flatMap(({ views }) => views), address);
    await found?.view.asks({
      client: new QueryClient({ defaultOptions: { queries: { retry: false } } }), parameters: found.parameters,
      lists: createDataProvider(together(slices, ({ resources }) => resources)),
    });
    const sent = await sentAt(address);
    expect(asked.length).toBeGreaterThan(0);
    expect(sent.toSorted()).toEqual(asked.toSorted());
  },
);

it("nothing is sent for other addresses, for one that asks for something else, or where browsers hash nothing", async () => {
  const sent = await Promise.all([
    sentAt("/"), sentAt("/releases/1/2"), sentAt("/program?asOf=7"), sentAt("/incidents/%E0%A4%A"), sentAt("/program", { safe: false }),
  ]);
  expect(sent.map(({ length }) => length)).toEqual([0, 0, 0, 0, 0]);
});
