import { fork } from "node:child_process";
import { summarise, type BenchResult } from "../result.ts";
import { Connection, type Answer } from "./connection.ts";
import { treeCpuMs } from "./cpu.ts";

export type { Answer } from "./connection.ts";

const connections = 32;
const secondsEach = 5;

/** Where a load goes. */
export interface Target {
  readonly url: string;
  readonly authorization: string;
  /** What all that works for the answers has had of the cores so far, ms. */
  readonly cpuMs: () => number;
}

/** How a load asks: on connections that are kept, one request after the other on each. */
export class Load {
  readonly #target: Target;
  readonly #connections: readonly Connection[];
  readonly #idle: Connection[];

  constructor(target: Target) {
    this.#target = target;
    this.#connections = Array.from({ length: connections }, () => new Connection(target.url));
    this.#idle = [...this.#connections];
  }

  post(path: string, sent: object, headers = ""): Promise<Answer> {
    const body = JSON.stringify(sent);
    return this.#ask(
      `POST ${path} HTTP/1.1\r\n${headers}content-type: application/json\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\n`,
      body,
    );
  }

  get(path: string, headers = ""): Promise<Answer> {
    return this.#ask(`GET ${path} HTTP/1.1\r\n${headers}`, "");
  }

  async #ask(head: string, body: string): Promise<Answer> {
    const connection = this.#idle.pop();
    if (connection === undefined) throw new Error("more is asked at a time than there are connections");
    const answer = await connection.ask(`${head}host: localhost\r\nauthorization: ${this.#target.authorization}\r\n\r\n${body}`);
    this.#idle.push(connection);
    return answer;
  }

  /** Asks on all connections for some seconds. @throws where an answer has another status */
  async measure(name: string, one: (turn: number) => Promise<Answer>, wanted: number): Promise<BenchResult> {
    const samplesMs: number[] = [];
    for (let turn = 0; turn < 200; turn += 1) await one(turn);
    const before = this.#target.cpuMs();
    const began = performance.now();
    const until = began + secondsEach * 1_000;
    await Promise.all(
      Array.from({ length: connections }, async (_, lane) => {
        for (let turn = lane; performance.now() < until; turn += connections) {
          const at = performance.now();
          const { status } = await one(turn);
          if (status !== wanted) throw new Error(`${name}: ${String(status)}`);
          samplesMs.push(performance.now() - at);
        }
      }),
    );
    const elapsedMs = performance.now() - began;
    const cpuMicros = Math.round(((this.#target.cpuMs() - before) * 1_000) / samplesMs.length);
    return { ...summarise({ name: `${name} (${String(cpuMicros)} µs of CPU each)`, samplesMs, elapsedMs }), cpuMicros };
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }
}

/** One kind of request. */
export interface Kind {
  readonly name: string;
  readonly one: (load: Load, turn: number) => Promise<Answer>;
  readonly status: number;
}

/** The same load on something and, right after, on Node's bare server that answers as many bytes. */
export async function besideBare(target: Target, { name, one, status }: Kind): Promise<readonly BenchResult[]> {
  const load = new Load(target);
  const { bytes } = await one(load, 0);
  const measured = await load.measure(name, (turn) => one(load, turn), status);
  load.close();
  const child = fork(new URL("./bare.ts", import.meta.url), [String(bytes), String(status)]);
  const port = await new Promise<number>((resolve) => child.once("message", (at) => { resolve(Number(at)); }));
  const bareLoad = new Load({ ...target, url: `http://127.0.0.1:${String(port)}`, cpuMs: () => treeCpuMs(child.pid ?? 0) });
  const bare = await bareLoad.measure(`${name}: bare node:http`, (turn) => one(bareLoad, turn), status);
  bareLoad.close();
  child.disconnect();
  const ratioToReference = measured.throughputPerSecond / bare.throughputPerSecond;
  return [{ ...measured, reference: "bare node:http", ratioToReference }, bare];
}
