import type { ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import { createInterface } from "node:readline";
import { messageOf } from "../error.ts";
import type { ProcessObservation, ProcessState } from "../target.ts";
import { answersHealthz } from "./health.ts";
import type { RunnableRelease } from "./laneState.ts";
import { exitSentence, freePort, killGroup, launch, terminate } from "./launch.ts";
import type { Log } from "./log.ts";

const healthEveryMs = { starting: 30, healthy: 1_000 };
const healthTimeoutMs = 2_000;
/** A process that was healthy but does not answer this often in a row is killed and started again. */
const deafAfter = 5;
const backOffMs = { first: 500, most: 30_000 };
/** Healthy for so long: an exit counts as the first one again. */
const settledMs = 30_000;
const killAfterMs = 3_000;
const keptLines = 20;
const lineLength = 500;
/** What a process wrote last may come a little after its end; why it did not start is worth so long, ms. */
const lastWordsMs = 250;

let processes = 0;

/** What a service process is told about itself. */
export interface ProcessContext {
  readonly service: string;
  readonly environment: string;
  readonly log: Log;
}

/** One process of a release: started, watched, started again with back-off when it dies, drained and stopped. Emits "change". */
export class ServiceProcess extends EventEmitter<{ change: [] }> {
  /** Tells it from every other process of this daemon. */
  readonly id = (processes += 1);
  port = 0;
  /** How often it became healthy. */
  life = 0;
  /** Exits since it was last healthy for a while. */
  deaths = 0;
  lastExit: string | null = null;
  private state: ProcessState = "stopped";
  private restarts = 0;
  private pid: number | null = null;
  private child: ChildProcess | null = null;
  private wanted = false;
  private healthySince = 0;
  private timer: NodeJS.Timeout | undefined;
  private lines: string[] = [];
  private recent: string[] = [];
  /** Number of the current round of health checks; an older round that comes late ends by it. */
  private round = 0;
  private readonly release: RunnableRelease;
  private readonly context: ProcessContext;

  constructor(release: RunnableRelease, context: ProcessContext) {
    super();
    this.release = release;
    this.context = context;
  }

  /** The last lines it wrote, on either of its outputs, oldest first. */
  get output(): readonly string[] {
    return this.recent;
  }

  get healthy(): boolean {
    return this.state === "healthy";
  }

  /** It died and waits out its back-off. */
  get crashed(): boolean {
    return this.state === "crashed";
  }

  /** In that life it refused or broke connections: no more requests until it answers `/healthz` again. */
  doubt(life: number): void {
    if (!this.healthy || this.child === null || this.life !== life) return;
    this.become("starting");
    this.watch(this.child);
  }

  observe(): ProcessObservation {
    return { release: this.release.version, pid: this.pid, state: this.state, restarts: this.restarts, lastExit: this.lastExit };
  }

  /** Starts it, or starts it again at once where it waits out its back-off. */
  start(): void {
    if (this.child !== null || this.state === "starting") return;
    if (this.state === "crashed") this.restarts += 1;
    this.wanted = true;
    clearTimeout(this.timer);
    this.become("starting");
    void this.spawnChild();
  }

  /** Takes it out of service: no new requests, nothing is started again. */
  retreat(): void {
    this.wanted = false;
    clearTimeout(this.timer);
    if (this.state !== "stopped") this.become(this.child === null ? "stopped" : "draining");
  }

  /** Ends it: asks, then kills. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.retreat();
    const { child } = this;
    if (child === null || child.pid === undefined) return;
    const leader = child.pid;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    if (this.pid !== null) terminate(this.pid);
    const kill = setTimeout(() => killGroup(leader), this.pid === null ? 0 : killAfterMs);
    await gone;
    clearTimeout(kill);
  }

  private become(state: ProcessState): void {
    this.state = state;
    this.emit("change");
  }

  private async spawnChild(): Promise<void> {
    try {
      const port = await freePort();
      if (!this.wanted) return this.become("stopped");
      this.port = port;
      this.lines = [];
      this.recent = [];
      const { service, environment } = this.context;
      const child = launch(this.release.artifact, {
        PORT: String(port), HOST: "127.0.0.1", SERVICE: service, ENVIRONMENT: environment, RELEASE: this.release.version,
      });
      this.child = child;
      this.listen(child);
      this.watch(child);
    } catch (error) {
      this.died(messageOf(error));
    }
  }

  private listen(child: ChildProcess): void {
    const { log, service, environment } = this.context;
    // a write to a pipe that nobody reads any more must not end the daemon
    child.stdin?.on("error", (error) => log.debug("service input", { error: error.message }));
    child.once("error", (error) => {
      if (child.pid === undefined) this.died(error.message);
    });
    child.once("exit", (code, signal) => this.ended(child, exitSentence(code, signal)));
    for (const [index, stream] of child.stdio.entries()) {
      if (stream === null || stream === undefined || !("read" in stream) || index === 0) continue;
      createInterface({ input: stream }).on("line", (line) => {
        if (index === 3) {
          this.pid = Number(line);
          this.emit("change");
          return;
        }
        this.recent = [...this.recent, line.slice(0, lineLength)].slice(-keptLines);
        if (index === 2) this.lines = [...this.lines, line].slice(-keptLines);
        log.debug("service output", { lane: `${service}/${environment}`, release: this.release.version, pid: this.pid, line });
      });
    }
  }

  private ended(child: ChildProcess, how: string): void {
    if (child.pid !== undefined) killGroup(child.pid);
    let told = false;
    const tell = () => {
      if (!told) this.exited(child, how);
      told = true;
    };
    if (this.healthy) return tell();
    child.once("close", tell);
    setTimeout(tell, lastWordsMs);
  }

  private exited(child: ChildProcess, how: string): void {
    child.stdin?.destroy();
    if (this.child !== child) return;
    const said = this.lines.findLast((line) => line.trim() !== "");
    this.died(said === undefined ? how : `${how}: ${said.trim().slice(0, 300)}`);
  }

  private died(how: string): void {
    clearTimeout(this.timer);
    this.child = null;
    this.pid = null;
    if (!this.wanted) return this.become("stopped");
    if (this.healthySince > 0 && Date.now() - this.healthySince > settledMs) this.deaths = 0;
    this.healthySince = 0;
    this.deaths += 1;
    this.lastExit = how;
    const delay = Math.min(backOffMs.first * 2 ** (this.deaths - 1), backOffMs.most);
    const { log, service, environment } = this.context;
    log.warn("service process died", { lane: `${service}/${environment}`, release: this.release.version, how, restartInMs: delay });
    this.timer = setTimeout(() => this.start(), delay);
    this.become("crashed");
  }

  /** Asks for its health, now and then again; one round at a time. */
  private watch(child: ChildProcess): void {
    clearTimeout(this.timer);
    this.round += 1;
    const { round } = this;
    const check = async (misses: number): Promise<void> => {
      const answers = await answersHealthz(this.port, healthTimeoutMs);
      if (this.child !== child || !this.wanted || this.round !== round) return;
      if (answers && !this.healthy) this.recovered();
      const missed = answers || !this.healthy ? 0 : misses + 1;
      if (missed >= deafAfter && child.pid !== undefined) {
        this.lines = ["it no longer answered /healthz"];
        return killGroup(child.pid);
      }
      this.timer = setTimeout(() => void check(missed), healthEveryMs[this.healthy ? "healthy" : "starting"]);
    };
    void check(0);
  }

  private recovered(): void {
    if (this.healthySince === 0) this.healthySince = Date.now();
    this.life += 1;
    this.become("healthy");
  }
}
