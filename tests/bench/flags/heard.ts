import { fork, type ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { connectLog, ids, toNewEvent, type Log } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import type { Stack } from "../../harness/index.ts";
import { summarise, type BenchResult } from "../result.ts";
import { environment, rulesOf, targetingOf } from "./fleetOfFlags.ts";

/** What a client tells of itself, and when, ms since 1970. */
export interface Heard {
  readonly what: "ready" | "event" | "flags";
  readonly at: number;
}

const changes = 100;
/** Between changes, ms: more than the 150 in which a client hears of one. */
const between = { least: 160, more: 100 };

/** A client in a process of its own. */
class Client {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<Heard["what"], (at: number) => void>();

  constructor(file: URL, args: readonly string[]) {
    this.#child = fork(file, args, {
      execArgv: ["--experimental-eventsource", "--disable-warning=ExperimentalWarning", "--import", "tsx"],
    });
    this.#child.on("message", ({ what, at }: Heard) => {
      this.#waiting.get(what)?.(at);
      this.#waiting.delete(what);
    });
  }

  /** The moment at which it next tells this. */
  next(what: Heard["what"]): Promise<number> {
    return new Promise((resolve) => this.#waiting.set(what, resolve));
  }

  end(): void {
    this.#child.disconnect();
  }
}

/** Changes a flag's share, as it stands in the log: nothing is proved, and no command waits. Answers when it was sent. */
async function append(log: Log, targetingId: string, flags: number, turn: number): Promise<number> {
  const now = new Date().toISOString();
  // An id of its own for each measurement: the store passes over an event whose id it has.
  const commandId = ids.command("bench", targetingId, flags, turn);
  const cohort = {
    known: 0, enter: 0, leave: 0, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] }, hash: "",
    position: "0", compiler: "1", engine: "1",
  };
  const data = {
    targetingId, rules: rulesOf(30_000 + turn), reason: "bench", cohort, changeId: null, rampId: null, deployId: null, incidentId: null,
  };
  const stream = streamName("targeting", targetingId);
  const actor = { personId: null, name: "Bench", means: "system" as const };
  const event = toNewEvent(
    { event: { type: "FlagRulesSet", data }, stream, index: 0 },
    { commandId, actor, now, correlationId: commandId, causationId: commandId },
  );
  const sent = performance.timeOrigin + performance.now();
  await log.appendRegardless(stream, [event]);
  return sent;
}

/** From the moment an append is sent until a stock client has its flags anew: each kind by itself, as on a machine of its own. */
export async function heard(stack: Stack, token: string, flags: number): Promise<readonly BenchResult[]> {
  const { ports, addresses } = stack.record();
  const log = connectLog({ address: addresses["eventstore"] ?? "" });
  const targetingId = targetingOf(0);
  let turn = 0;
  type Asked = Readonly<Record<string, Heard["what"]>>;
  const told = async (file: URL, args: readonly string[], asked: Asked): Promise<readonly BenchResult[]> => {
    const client = new Client(file, args);
    await client.next("ready");
    const samples = Object.entries(asked).map(([name, what]) => ({ name, what, samplesMs: [] as number[] }));
    const began = performance.now();
    for (const last = turn + changes; turn < last; turn += 1) {
      const all = Promise.all(samples.map(({ what }) => client.next(what)));
      const sent = await append(log, targetingId, flags, turn);
      (await all).forEach((at, index) => samples[index]?.samplesMs.push(at - sent));
      await pause(between.least + Math.random() * between.more);
    }
    client.end();
    const elapsedMs = performance.now() - began;
    return samples.map(({ name, samplesMs }) => summarise({ name: `append → ${name}, ${String(flags)} flags`, samplesMs, elapsedMs }));
  };
  const results = [
    ...(await told(new URL("./syncClient.ts", import.meta.url), [String(ports["flags"] ?? 0), `flagSetId=${environment},token=${token}`], {
      "stock in-process client has its flags (flagd sync)": "flags",
    })),
    ...(await told(new URL("./webClient.ts", import.meta.url), [stack.url, token], {
      "event at a stock web client (SSE)": "event",
      "stock web client has its flags (SSE, 50 ms of its own, refetch)": "flags",
    })),
  ];
  await log.close();
  return results;
}
