import { DeliveryError } from "../error.ts";
import type { ProcessObservation } from "../target.ts";
import type { ProcessEntry } from "./data/messages.ts";
import type { RunnableRelease } from "./laneState.ts";
import { ServiceProcess, type ProcessContext } from "./serviceProcess.ts";

/**
 * A release that dies so often before it is healthy will not become healthy by trying on. Twice: the first may have lost its port to
 * someone else.
 */
const hopelessAfter = 2;

export interface ReadyRequest {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What its processes are told, and who is told of them. */
export interface ReleaseContext extends ProcessContext {
  /** Called when any of its processes is another than before. */
  readonly onChange: () => void;
}

/** All processes of one release in one lane. */
export class ReleaseProcesses {
  readonly release: RunnableRelease;
  private readonly context: ReleaseContext;
  private readonly processes: ServiceProcess[] = [];
  /** Who waits for something to become so; asked at every change of any process, also of one that was added meanwhile. */
  private readonly looks = new Set<() => void>();

  constructor(release: RunnableRelease, context: ReleaseContext) {
    this.release = release;
    this.context = context;
    this.grow(release.instances);
  }

  /** Makes it at least so many processes; never fewer than there are. */
  grow(instances: number): void {
    while (this.processes.length < instances) {
      const process = new ServiceProcess(this.release, this.context);
      process.on("change", () => {
        this.context.onChange();
        for (const look of [...this.looks]) look();
      });
      this.processes.push(process);
    }
  }

  start(): void {
    for (const process of this.processes) process.start();
  }

  observe(): ProcessObservation[] {
    return this.processes.map((process) => process.observe());
  }

  /** Whether every process is healthy: fewer would be an instance set too small for the traffic. */
  get ready(): boolean {
    return this.processes.every((process) => process.healthy);
  }

  /**
   * Waits until every process is healthy; one that dies meanwhile is started again at once, since somebody waits for it.
   * Rejects when they keep dying, when time is up, or with the signal's reason.
   */
  whenReady(request: ReadyRequest): Promise<void> {
    this.start();
    const deathsBefore = this.processes.map((process) => process.deaths);
    const crashing = () => this.processes.find((process, index) => process.deaths - (deathsBefore[index] ?? 0) >= hopelessAfter);
    return this.until(() => {
      if (this.ready) return true;
      const hopeless = crashing();
      if (hopeless === undefined) {
        for (const process of this.processes) if (process.crashed) process.start();
        return false;
      }
      throw new DeliveryError(
        "RELEASE_CRASHED",
        `${this.release.version} dies at start: ${hopeless.lastExit ?? "no reason known"}`,
        "Run its command by hand with PORT set, correct it and record a new release. Nothing serves customers with it.",
      ).withOutput(hopeless.output);
    }, request);
  }

  /** Its processes, as the router needs to know them. */
  entries(): ProcessEntry[] {
    return this.processes.map(({ id, port, healthy, life }) => ({ id, port, healthy, life }));
  }

  /** A process refused or broke connections in that life. */
  doubt(id: number, life: number): void {
    this.processes.find((process) => process.id === id)?.doubt(life);
  }

  /** Nothing of it is started again. */
  retreat(): void {
    for (const process of this.processes) process.retreat();
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
  }

  private until(condition: () => boolean, { timeoutMs, signal }: ReadyRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (error?: unknown) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        this.looks.delete(look);
        if (error === undefined) resolve();
        else reject(error);
      };
      const look = () => {
        try {
          if (condition()) end();
        } catch (error) {
          end(error);
        }
      };
      const onAbort = () => end(signal.reason);
      const timer = setTimeout(() => end(this.late(timeoutMs)), timeoutMs);
      signal.addEventListener("abort", onAbort, { once: true });
      this.looks.add(look);
      if (signal.aborted) onAbort();
      else look();
    });
  }

  private late(timeoutMs: number): DeliveryError {
    const healthy = this.processes.filter((process) => process.healthy).length;
    const missing = this.processes.find((process) => !process.healthy);
    const why = this.processes.find((process) => process.lastExit !== null)?.lastExit;
    return new DeliveryError(
      "RELEASE_NOT_HEALTHY",
      `${this.release.version} has ${healthy} of ${this.processes.length} processes healthy after ${timeoutMs} ms${why === undefined ? "" : ` (last: ${why})`}`,
      "See that it listens on PORT and answers /healthz with 200, or allow it more time.",
    ).withOutput(missing?.output ?? []);
  }
}
