import { availableParallelism } from "node:os";
import type { Log } from "../log.ts";
import type { Measurement } from "../slot.ts";
import { DataThread } from "./dataThread.ts";
import type { LaneTable, ToData } from "./messages.ts";

/** More would only take turns on the same cores. */
const mostThreads = 8;

/** A lane, as those who control it speak to where it is served. */
export interface ServedLane {
  /** Where its router listens. */
  readonly port: number;
  /** Has the table of now used; not waited for. */
  tell(): void;
  /** Resolves when everything told is in force, and everything measured until now is known here. */
  settle(): Promise<void>;
  /** Resolves when these processes answer nobody any more. */
  idle(processes: readonly number[]): Promise<void>;
  close(): Promise<void>;
}

/** What a lane is served by. */
export interface LaneService {
  /** The port it had; null: it never had one. */
  readonly port: number | null;
  readonly holdMs: number;
  readonly table: () => LaneTable;
  readonly measured: (measurement: Measurement) => void;
  readonly doubted: (process: number, life: number) => void;
}

/** The threads that serve customers, as many as there are cores: who controls the fleet does not wait behind its data. */
export class DataThreads {
  private readonly threads: readonly DataThread[];
  private lanes = 0;

  /** `threads`: how many; 0: none, all on the thread that controls, as it was before there were any. */
  constructor({ log, threads = Math.min(mostThreads, availableParallelism()) }: { log: Log; threads?: number | undefined }) {
    this.threads = Array.from({ length: Math.max(1, threads) }, () => new DataThread({ log, inline: threads === 0 }));
  }

  /** Opens a lane's router on the next thread in turn. */
  async open({ port: known, holdMs, table, measured, doubted }: LaneService): Promise<ServedLane> {
    const lane = (this.lanes += 1);
    const thread = this.thread(lane);
    const opening = { kind: "open", lane, holdMs } as const;
    const port = (await thread.ask({ ...opening, port: known, table: table() })) ?? 0;
    thread.seats.set(lane, {
      opening: () => ({ ...opening, port, table: table() }),
      hear: (news) => (news.kind === "measured" ? news.measurements.forEach(measured) : doubted(news.process, news.life)),
    });
    const ask = async (asked: ToData): Promise<void> => void (await thread.ask(asked));
    return {
      port,
      tell: () => void ask({ kind: "table", lane, table: table() }),
      settle: () => ask({ kind: "settle", lane }),
      idle: (processes) => ask({ kind: "idle", lane, processes }),
      close() {
        thread.seats.delete(lane);
        return ask({ kind: "close", lane });
      },
    };
  }

  /** The thread that serves the lane which was opened as the how-manyth. */
  thread(lane: number): DataThread {
    const thread = this.threads[lane % this.threads.length];
    if (thread === undefined) throw new Error("there is no thread that serves customers");
    return thread;
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}
