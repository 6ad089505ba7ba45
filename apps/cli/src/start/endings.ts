/** Why everything is to stop. */
export type Reason = "SIGINT" | "SIGTERM" | "SIGHUP" | "the process that started this is gone";

/** What to do at the first reason to stop, and when somebody insists. */
export interface EndingHandlers {
  readonly onEnd: (reason: Reason) => void;
  /** A second Ctrl C, more than a second after the first. */
  readonly onInsist: () => void;
}

const parentPollMs = 300;

/**
 * Watches for reasons to end: signals, and the death of the parent process, which no signal tells. The first Ctrl C
 * often comes twice (from the terminal and from the shim), so a second within a second does not count.
 * @returns what stops watching
 */
export function watchEndings(handlers: EndingHandlers, now: () => number = () => performance.now()): () => void {
  let endedAt: number | undefined;
  const end = (reason: Reason): void => {
    if (endedAt === undefined) {
      endedAt = now();
      handlers.onEnd(reason);
    } else if (reason === "SIGINT" && now() - endedAt > 1_000) {
      handlers.onInsist();
    }
  };
  const onSignal = (name: NodeJS.Signals): void => {
    if (name === "SIGINT" || name === "SIGTERM" || name === "SIGHUP") end(name);
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  const parent = Number(process.env["BALLAST_PARENT"] ?? process.ppid);
  delete process.env["BALLAST_PARENT"];
  const timer = setInterval(() => {
    if (process.ppid !== parent && endedAt === undefined) end("the process that started this is gone");
  }, parentPollMs);
  return () => {
    clearInterval(timer);
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(name, onSignal);
  };
}
