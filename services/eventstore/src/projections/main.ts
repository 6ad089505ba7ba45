import type { CodeAnswer, CodeStart } from "./messages.ts";
import { Sandbox, describeError } from "./sandbox.ts";

function answer(message: CodeAnswer): void {
  process.send?.(message);
}

/** The process of one projection: answers its start, then each list of events. */
function main(start: CodeStart): void {
  try {
    const sandbox = new Sandbox(start);
    process.on("message", (events: readonly string[]) => answer(sandbox.process(events)));
    answer(sandbox.ready());
  } catch (error) {
    answer({ kind: "failed", reason: describeError(error) });
  }
}

// Signals to the whole group are for the server, which stops its projections; without it the channel closes.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
process.once("message", main);
