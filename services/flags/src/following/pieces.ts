import { setImmediate as turn } from "node:timers/promises";

/** Work is done in pieces of so many ms: requests are answered between them. */
const PIECE_MS = 15;

/** Who asks often enough whether others should have a turn. */
export function pieces(elapsedMs: () => number): () => Promise<void> | undefined {
  let since = elapsedMs();
  const rest = async (): Promise<void> => {
    await turn();
    since = elapsedMs();
  };
  return () => (elapsedMs() - since < PIECE_MS ? undefined : rest());
}

/** Does something to each, others having their turn in between. */
export async function inPieces<One>(all: Iterable<One>, each: (one: One) => void): Promise<void> {
  const mayRest = pieces(() => performance.now());
  for (const one of all) {
    each(one);
    const rest = mayRest();
    if (rest !== undefined) await rest;
  }
}
