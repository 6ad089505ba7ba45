import { join } from "node:path";
import { backOff, calmAfterMs } from "./backOff.ts";
import { StartFailure } from "./failure.ts";
import type { Ending, PartSpec, RunningPart } from "./part.ts";
import { startPart } from "./part.ts";
import { markProcess } from "./processes.ts";
import type { PartRecord } from "./instance.ts";

/** What happened to a part, for display and for tests. */
export type PartEvent =
  | { readonly kind: "starting"; readonly part: PartSpec }
  | { readonly kind: "ready"; readonly part: PartSpec; readonly tookMs: number; readonly again: boolean }
  | { readonly kind: "ended"; readonly part: PartSpec; readonly ending: Ending; readonly restartInMs: number }
  | { readonly kind: "stopping"; readonly part: PartSpec };

/** What the supervisor needs to know besides its parts. */
export interface SupervisorOptions {
  /** Folder of the parts' logs. */
  readonly logs: string;
  readonly onEvent: (event: PartEvent) => void;
  /** Called after each start of a process with all that run now. */
  readonly onProcesses: (parts: Readonly<Record<string, PartRecord>>) => void;
  /** Milliseconds a part gets to end by itself. */
  readonly graceMs?: number;
}

/** Parts that are kept running. */
export interface Supervisor {
  /**
   * Starts one more part and waits until it is healthy; from then on it is restarted whenever it ends.
   * @throws {StartFailure} when it ends before, or does not become healthy in its time
   */
  start(part: PartSpec): Promise<void>;
  /** Ends all parts, the last started first. May be called again; resolves when no process is left. */
  stop(): Promise<void>;
}

interface Kept {
  readonly spec: PartSpec;
  running: RunningPart;
  restarts: number;
  attempt: number;
  timer: NodeJS.Timeout | undefined;
}

/** How a process ended, in words. */
export const wordsOf = (ending: Ending): string =>
  ending.signal === null ? `ended with code ${String(ending.code)}` : `was killed (${ending.signal})`;

const within = (part: RunningPart, ms: number): Promise<"ready" | "late" | Ending> => {
  const { promise: late, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(() => { resolve("late"); }, ms);
  return Promise.race([part.ready.then(() => "ready" as const), part.ended, late]).finally(() => { clearTimeout(timer); });
};

/** Creates a supervisor without parts. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { onEvent, logs, graceMs = 5_000 } = options;
  const kept: Kept[] = [];
  let stopping: Promise<void> | undefined;
  const launch = (spec: PartSpec): RunningPart => startPart(spec, join(logs, `${spec.name}.log`));
  const tell = (): void => {
    options.onProcesses(Object.fromEntries(kept.map(({ spec, running, restarts }) => [spec.name, { ...markProcess(running.pid), restarts }])));
  };

  const watch = (part: Kept, since: number, again: boolean): void => {
    const { running, spec } = part;
    let healthyAt: number | undefined;
    void running.ready.then(() => {
      healthyAt = performance.now();
      if (again) onEvent({ kind: "ready", part: spec, tookMs: healthyAt - since, again });
    });
    void running.ended.then((ending) => {
      if (stopping !== undefined) return;
      const wasCalm = healthyAt !== undefined && performance.now() - healthyAt >= calmAfterMs;
      part.attempt = wasCalm ? 1 : part.attempt + 1;
      const restartInMs = backOff(part.attempt);
      onEvent({ kind: "ended", part: spec, ending, restartInMs });
      part.timer = setTimeout(() => { restart(part); }, restartInMs);
    });
  };

  const restart = (part: Kept): void => {
    part.running = launch(part.spec);
    part.restarts += 1;
    tell();
    watch(part, performance.now(), true);
  };

  const stopPart = async (part: Kept): Promise<void> => {
    clearTimeout(part.timer);
    onEvent({ kind: "stopping", part: part.spec });
    await part.running.stop(graceMs);
  };

  return {
    async start(spec) {
      if (stopping !== undefined) return;
      onEvent({ kind: "starting", part: spec });
      const since = performance.now();
      const part: Kept = { spec, running: launch(spec), restarts: 0, attempt: 0, timer: undefined };
      kept.push(part);
      tell();
      const outcome = await within(part.running, spec.readyWithinMs);
      if (outcome !== "ready") {
        if (stopping !== undefined) return;
        kept.splice(kept.indexOf(part), 1);
        await part.running.stop(graceMs);
        throw notHealthy(spec, outcome, join(logs, `${spec.name}.log`));
      }
      onEvent({ kind: "ready", part: spec, tookMs: performance.now() - since, again: false });
      watch(part, since, false);
    },
    stop() {
      stopping ??= (async () => {
        for (const part of kept.toReversed()) await stopPart(part);
      })();
      return stopping;
    },
  };
}

function notHealthy(spec: PartSpec, outcome: "late" | Ending, log: string): StartFailure {
  if (outcome === "late") {
    const why = `It did not become healthy within ${String(spec.readyWithinMs / 1000)} s.`;
    return new StartFailure(spec.title, why, `See ${log}; then start again.`);
  }
  const said = outcome.lastLines.slice(-6).map((line) => `    ${messageOf(line)}`).join("\n");
  return new StartFailure(spec.title, `It ${wordsOf(outcome)} before it was healthy. It said:\n${said}`, `See ${log}; then start again.`);
}

/** The message of a log line; the line itself where it is not one. */
function messageOf(line: string): string {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed === "object" && parsed !== null && "msg" in parsed) return String(parsed.msg);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return line;
}
