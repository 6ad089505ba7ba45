import type { Measurement } from "../result.ts";
import { timed } from "./server.ts";

/** Reads everything `rounds` times; a sample is the time of a thousand events. */
export async function reads(name: string, rounds: number, open: () => AsyncIterable<unknown>): Promise<Measurement> {
  const samplesMs: number[] = [];
  let n = 0;
  const elapsedMs = await timed(async () => {
    for (let round = 0; round < rounds; round += 1) {
      let since = performance.now();
      for await (const _ of open()) {
        n += 1;
        if (n % 1000 !== 0) continue;
        samplesMs.push(performance.now() - since);
        since = performance.now();
      }
    }
  });
  return { name, samplesMs, elapsedMs, n };
}
