import { authProvider } from "../api/authProvider.ts";
import { forgetEarly } from "../api/graphqlClient.ts";
import { queryClient as client } from "../api/queryClient.ts";
import type { DataProvider } from "ra-core";
import { viewAt } from "./view.ts";
import type { ViewRoute } from "./view.ts";

/** So long the first drawing waits for what is on its way, ms: to draw twice takes longer. After it, whoever looks is told what comes. */
const patienceMs = 250;
/** So long it waits to know who is signed in, ms: before that not even the frame could be drawn. */
const longestMs = 4_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks react-admin's questions about who is signed in, under its own names: what is known it does not wait for. */
function signedIn(): Promise<unknown> {
  const ask = (name: string, parameters: readonly object[], answer: () => Promise<unknown>): Promise<void> =>
    client.prefetchQuery({ queryKey: ["auth", name, ...parameters], queryFn: answer });
  return Promise.all([
    ask("checkAuth", [{}], () => authProvider.checkAuth({}).then(() => true)),
    ask("getPermissions", [{}], async () => authProvider.getPermissions?.({})),
    ask("getIdentity", [], async () => authProvider.getIdentity?.()),
  ]);
}

/**
 * Begins what the view of this address needs, all at once: its chunk, who is signed in, and (while the address asks for nothing else) what
 * it shows. Done when it is known who is signed in and all is there, or a quarter of a second has passed: then one drawing shows it.
 */
export async function ahead(views: readonly ViewRoute[], lists: DataProvider, { pathname, search }: Location): Promise<void> {
  const known = Promise.race([signedIn(), pause(longestMs)]);
  const found = viewAt(views, pathname);
  if (found !== undefined) {
    const { view, parameters } = found;
    const asked = search === "" ? view.asks({ client, lists, parameters }) : undefined;
    await Promise.race([Promise.all([view.begin(), asked]), pause(patienceMs)]);
  }
  forgetEarly();
  await known;
}
