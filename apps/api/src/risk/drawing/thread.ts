import { parentPort } from "node:worker_threads";
import { draw, type Drawing } from "./draw.ts";

// The thread that draws: a question in, its answer out, one after the other.
parentPort?.on("message", ({ call, asked }: { readonly call: number; readonly asked: Drawing }) => {
  try {
    parentPort?.postMessage({ call, drawn: draw(asked) });
  } catch (error) {
    parentPort?.postMessage({ call, failed: error instanceof Error ? error.message : String(error) });
  }
});
