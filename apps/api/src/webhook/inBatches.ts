import { setImmediate as turn } from "node:timers/promises";

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One queue for each key. While one piece of work is under way, what arrives gathers and goes with the next one, `most` at a time: in a
 * storm a record is written a few times a second, not once for each alert. `work` answers as many results as it was given items.
 */
export function inBatches<Item, Result>(
  most: number,
  work: (key: string, items: readonly Item[]) => Promise<readonly Result[]>,
): (key: string, item: Item) => Promise<Result> {
  const queues = new Map<string, Waiting<Item, Result>[]>();

  const drain = async (key: string, queue: Waiting<Item, Result>[]): Promise<void> => {
    // What is handed in together goes together, the first of it too.
    await turn();
    while (queue.length > 0) {
      const batch = queue.splice(0, most);
      try {
        const results = await work(key, batch.map(({ item }) => item));
        for (const [place, { resolve, reject }] of batch.entries()) {
          const result = results[place];
          if (result === undefined) reject(new Error("a piece of work answered too little"));
          else resolve(result);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    queues.delete(key);
  };

  return (key, item) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(key);
      const waiting = { item, resolve, reject };
      if (queue !== undefined) {
        queue.push(waiting);
        return;
      }
      const started = [waiting];
      queues.set(key, started);
      void drain(key, started);
    });
}
