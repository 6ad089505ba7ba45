import { QueryClient } from "@tanstack/react-query";
import { createDataProvider } from "./api/dataProvider.ts";
import { slices } from "./slices.ts";
import { together } from "./app/slice.ts";

/** A path of a view, and what that view asks first as it is sent; a parameter stands there by its name: `":id"`. */
export type FirstQuestion = readonly [path: string, body: string];

/**
 * What every view asks ahead, in the words in which it is sent: the build writes it into `scheme.js`, which sends it before the first
 * script is there. Nothing is sent here: whatever asks is refused.
 */
export async function firstQuestions(): Promise<readonly FirstQuestion[]> {
  const { fetch, isSecureContext } = globalThis;
  const lists = createDataProvider(together(slices, ({ resources }) => resources));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const found: FirstQuestion[] = [];
  // By their hashes, which browsers can only make there.
  Object.assign(globalThis, { isSecureContext: true });
  try {
    for (const { path, asks } of slices.flatMap(({ views }) => views)) {
      globalThis.fetch = (_address, request) => {
        if (typeof request?.body === "string") found.push([path, request.body]);
        return Promise.reject(new TypeError("Nothing is sent while the console is built."));
      };
      const parameters = Object.fromEntries([...path.matchAll(/:(\w+)/gu)].map(([named, name = ""]) => [name, named]));
      await asks({ client, lists, parameters });
    }
  } finally {
    Object.assign(globalThis, { fetch, isSecureContext });
    client.clear();
  }
  return found;
}
