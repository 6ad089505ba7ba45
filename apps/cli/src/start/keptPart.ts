import { duration } from "@ballast/schema/words";
import { backOff, calmAfterMs } from "./backOff.ts";
import { StartFailure } from "./failure.ts";
import type { PartRecord } from "./instance.ts";
import { openLog, type LogFile, type LogTrouble } from "./logFile.ts";
import type { Ending, PartSpec, RunningPart } from "./part.ts";
import { startPart } from "./part.ts";
import { markProcess } from "./processes.ts";

/** What happened to a part, for display and for tests. */
export type PartEvent =
  | { readonly kind: "starting"; readonly part: PartSpec }
  | { readonly kind: "ready"; readonly part: PartSpec; readonly tookMs: number; readonly again: boolean }
  | { readonly kind: "ended"; readonly part: PartSpec; readonly ending: Ending; readonly restartInMs: number }
  | { readonly kind: "log"; readonly part: PartSpec; readonly trouble: LogTrouble }
  | { readonly kind: "stopping"; readonly part: PartSpec };

/** What a kept part tells its supervisor. */
export interface KeptPartHooks {
  readonly onEvent: (event: PartEvent) => void;
  /** Called when the record is another than before: a new process, or now healthy. */
  readonly onRecord: () => void;
}

/** How a process ended, in words. */
export const wordsOf = (ending: Ending): string =>
  ending.signal === null ? `ended with code ${String(ending.code)}` : `was killed (${ending.signal})`;

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

function notHealthy(spec: PartSpec, outcome: "late" | Ending, log: string): StartFailure {
  const fix = `See ${log}; then start again.`;
  if (outcome === "late")
    return new StartFailure(spec.title, `It did not become healthy within ${duration(spec.readyWithinMs)}.`, fix);
  const said = outcome.lastLines.slice(-6).map((line) => `    ${messageOf(line)}`);
  return new StartFailure(spec.title, [`It ${wordsOf(outcome)} before it was healthy. It said:`, ...said].join("\n"), fix);
}

function outcomeOf(part: RunningPart, withinMs: number): Promise<"ready" | "late" | Ending> {
  const { promise: late, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(() => { resolve("late"); }, withinMs);
  return Promise.race([part.ready.then(() => "ready" as const), part.ended, late]).finally(() => { clearTimeout(timer); });
}

/** One part that is kept running: started again, later and later, whenever it ends by itself. */
export class KeptPart {
  readonly spec: PartSpec;
  readonly #log: LogFile;
  readonly #hooks: KeptPartHooks;
  #running: RunningPart;
  #restarts = 0;
  /** Ends in a row without calm between them. */
  #ends = 0;
  #timer: NodeJS.Timeout | undefined;
  #healthy = false;
  #stopping = false;

  /** Launches the process; call `becomeHealthy` next. */
  constructor(spec: PartSpec, log: string, hooks: KeptPartHooks) {
    this.spec = spec;
    this.#log = openLog(log, { onTrouble: (trouble) => { hooks.onEvent({ kind: "log", part: spec, trouble }); } });
    this.#hooks = hooks;
    hooks.onEvent({ kind: "starting", part: spec });
    this.#running = startPart(spec, this.#log);
  }

  /** What others on this machine may know of it. */
  get record(): PartRecord {
    return { ...markProcess(this.#running.pid), restarts: this.#restarts, healthy: this.#healthy };
  }

  /**
   * Waits until the first process is healthy; from then on the part is restarted.
   * @throws {StartFailure} when it ends before, or does not become healthy in its time
   */
  async becomeHealthy(): Promise<void> {
    const since = performance.now();
    const outcome = await outcomeOf(this.#running, this.spec.readyWithinMs);
    if (this.#stopping) return;
    if (outcome !== "ready") throw notHealthy(this.spec, outcome, this.#log.path);
    this.#tellReady(since, false);
    this.#watch(since);
  }

  /** Ends it for good: asks first, insists after the given milliseconds. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    this.#hooks.onEvent({ kind: "stopping", part: this.spec });
    await this.#running.stop(graceMs);
  }

  #tellReady(since: number, again: boolean): void {
    this.#healthy = true;
    this.#hooks.onRecord();
    this.#hooks.onEvent({ kind: "ready", part: this.spec, tookMs: performance.now() - since, again });
  }

  #watch(since: number): void {
    const running = this.#running;
    let healthyAt: number | undefined;
    void running.ready.then(() => {
      healthyAt = performance.now();
      if (!this.#healthy) this.#tellReady(since, true);
    });
    void running.ended.then((ending) => {
      if (this.#stopping) return;
      this.#healthy = false;
      const wasCalm = healthyAt !== undefined && performance.now() - healthyAt >= calmAfterMs;
      this.#ends = wasCalm ? 1 : this.#ends + 1;
      const restartInMs = backOff(this.#ends);
      this.#hooks.onEvent({ kind: "ended", part: this.spec, ending, restartInMs });
      this.#timer = setTimeout(() => { this.#restart(); }, restartInMs);
    });
  }

  #restart(): void {
    this.#running = startPart(this.spec, this.#log);
    this.#restarts += 1;
    this.#healthy = false;
    this.#hooks.onRecord();
    this.#watch(performance.now());
  }
}
