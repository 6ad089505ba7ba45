import { Worker } from "node:worker_threads";
import type { Drawing, Drawn } from "./draw.ts";

interface Answer {
  readonly call: number;
  readonly drawn?: Drawn;
  readonly failed?: string;
}

interface Waiting {
  readonly resolve: (drawn: Drawn) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that draws years, so that nobody else of the server waits for them. */
export interface Drawer {
  draw(asked: Drawing): Promise<Drawn>;
  /** Ends the thread, whatever it draws: who waits is refused. A later question starts another one. */
  stop(): Promise<void>;
}

/** Starts the thread when it is asked first; one that failed is started anew at the next question. */
export function openDrawer(): Drawer {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let calls = 0;
  const giveUp = (error: Error): void => {
    worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const started = (): Worker => {
    const thread = new Worker(new URL("./thread.ts", import.meta.url));
    thread.on("message", ({ call, drawn, failed }: Answer) => {
      const asked = waiting.get(call);
      waiting.delete(call);
      if (drawn !== undefined) asked?.resolve(drawn);
      else asked?.reject(new Error(failed ?? "nothing was drawn"));
      // Nobody is kept from going because a thread waits for questions.
      if (waiting.size === 0) thread.unref();
    });
    thread.on("error", giveUp);
    thread.on("exit", (code) => {
      if (worker === thread) giveUp(new Error(`the thread that draws years ended with ${String(code)}`));
    });
    return thread;
  };
  return {
    draw(asked) {
      const thread = (worker ??= started());
      thread.ref();
      return new Promise((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve, reject });
        thread.postMessage({ call: calls, asked });
      });
    },
    async stop() {
      const thread = worker;
      giveUp(new Error("this server is stopping"));
      await thread?.terminate();
    },
  };
}
