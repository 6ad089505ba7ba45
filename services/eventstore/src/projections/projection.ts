import { setImmediate } from "node:timers/promises";
import { appendNow } from "../append/appendEvents.ts";
import { requireNotTombstoned } from "../append/checkExpectation.ts";
import { ANY } from "../append/expectation.ts";
import { readAllPage } from "../read/readAll.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { originalOf } from "../storage/records.ts";
import type { NewEvent, RecordedEvent, ResolvedEvent } from "../storage/records.ts";
import { Wakeup } from "../subscriptions/wakeup.ts";
import { eventFor } from "./emission.ts";
import type { Processed } from "./messages.ts";
import { filterFor, isPresent, toEventJson } from "./projectionSource.ts";
import type { ProjectionTable, StoredProjection } from "./projectionTable.ts";
import { ProjectionFault, ProjectionProcess } from "./projectionProcess.ts";

/** Milliseconds that code has for one event, and to be read. */
export const EVENT_TIMEOUT_MS = 1_000;
/** Records looked at at once; a filter makes wanted ones few among them. */
const PAGE_ROWS = 64;
/** How far a projection may go without anything to keep before it writes down its place. */
const UNSAVED_POSITIONS = 10_000;

/** What a projection needs of its server. */
export type ProjectionHost = {
  readonly log: EventLog;
  readonly table: ProjectionTable;
  /** Largest event that may be emitted, in bytes. */
  readonly maxEventSize: number;
  readonly report: (error: unknown) => void;
};

type Source = ResolvedEvent & { readonly event: RecordedEvent };

/**
 * A continuous custom projection. What it emits, its place and its state are written in one transaction, so that each
 * event counts once, whatever is killed. Whatever goes wrong makes it faulted, and is its own affair.
 */
export class Projection {
  readonly #host: ProjectionHost;
  #stored: StoredProjection;
  #run: { readonly wakeup: Wakeup; readonly ended: Promise<void> } | undefined;
  #code: ProjectionProcess | undefined;
  #fault: string | undefined;
  #processed = 0;
  /** Everything up to here was looked at; what is stored may lag behind where there was nothing to keep. */
  #position: number;

  constructor(host: ProjectionHost, stored: StoredProjection) {
    this.#host = host;
    this.#stored = stored;
    this.#position = stored.position;
  }

  /** As it is now. */
  get stored(): StoredProjection {
    return { ...this.#stored, position: this.#position };
  }

  get status(): "Running" | "Stopped" | "Faulted" {
    if (this.#fault !== undefined) return "Faulted";
    return this.#run === undefined ? "Stopped" : "Running";
  }

  /** Why it is faulted; empty when it is not. */
  get reason(): string {
    return this.#fault ?? "";
  }

  /** Events that went through the code since the start. */
  get processed(): number {
    return this.#processed;
  }

  /** Starts it from its place, also after a fault. */
  start(): void {
    if (this.status === "Running") return;
    this.#fault = undefined;
    this.#processed = 0;
    const wakeup = new Wakeup();
    const ended = this.#follow(wakeup).catch((error: unknown) => {
      if (wakeup.stopped) return;
      this.#fault = error instanceof Error ? error.message : String(error);
      this.#host.report(new ProjectionFault(`Projection '${this.#stored.name}' is faulted: ${this.#fault}`));
    });
    this.#run = { wakeup, ended };
  }

  /** Stops it and writes down its place. */
  async stop(): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    run.wakeup.stop();
    await this.#code?.close();
    await run.ended;
    this.#run = undefined;
    if (this.#position > this.#stored.position) await this.#save(this.#position, this.#stored.state, []);
  }

  async #follow(wakeup: Wakeup): Promise<void> {
    const { log } = this.#host;
    const code = await ProjectionProcess.open({ ...this.#stored, timeout: EVENT_TIMEOUT_MS });
    this.#code = code;
    const unlisten = log.signal.onAll(wakeup.notify);
    try {
      const filter = filterFor(code.selection);
      while (!wakeup.stopped) {
        const page = readAllPage(log, { from: this.#position + 1, direction: "forwards", resolveLinks: true, filter, window: PAGE_ROWS });
        if (page.last === undefined) {
          await wakeup.next();
          continue;
        }
        await this.#advance(code, page.events.filter((resolved) => isPresent(log, resolved)));
        this.#position = page.last;
        if (page.last - this.#stored.position > UNSAVED_POSITIONS) await this.#save(page.last, this.#stored.state, []);
        // A long search lets others run.
        await setImmediate();
      }
    } finally {
      unlisten();
      await code.close();
    }
  }

  async #advance(code: ProjectionProcess, sources: readonly Source[]): Promise<void> {
    let rest = sources;
    while (rest.length > 0) {
      const answer = await code.process(rest.map(toEventJson));
      const done = rest.slice(0, answer.count);
      await this.#keep(done, answer);
      rest = rest.slice(answer.count);
      if (answer.fault !== undefined) throw new ProjectionFault(`${answer.fault} (event ${nameOf(rest[0])})`);
    }
  }

  async #keep(done: readonly Source[], { emitted, state }: Processed): Promise<void> {
    const last = done.at(-1);
    if (last === undefined) return;
    const appends = done.flatMap((source, at) =>
      (emitted[at] ?? []).map((one, index) => {
        const cause = { projection: this.#stored.name, source, index };
        return { stream: one.stream, event: eventFor(one, cause, this.#host.maxEventSize) };
      }),
    );
    const { position } = originalOf(last);
    if (appends.length > 0 || state !== this.#stored.state) await this.#save(position, state, appends);
    this.#position = position;
    this.#processed += done.length;
  }

  async #save(position: number, state: string | undefined, appends: readonly { stream: string; event: NewEvent }[]): Promise<void> {
    const { log, table } = this.#host;
    await log.write(() => {
      // All that may be refused comes before anything is written.
      for (const { stream } of appends) requireNotTombstoned(log.streams.get(stream));
      for (const { stream, event } of appends) appendNow(log, { stream, expected: ANY, events: [event] });
      table.saveProgress({ name: this.#stored.name, position, state });
    });
    this.#stored = { ...this.#stored, position, state };
  }
}

function nameOf(source: Source | undefined): string {
  return source === undefined ? "?" : `${source.event.revision}@${source.event.stream}`;
}
