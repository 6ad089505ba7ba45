import { randomUUID } from "node:crypto";
import { evaluationDecider } from "@ballast/domain/evaluation";
import { handle, idOf, ids } from "@ballast/eventlog";
import type { EvaluationCount } from "@ballast/schema";
import type { Node } from "../graphql/context.ts";

/** How often what has been counted goes into the log, ms. An hour of one environment is one event of each node, or few. */
const EVERY_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
/** So many of one event. */
const MOST = 5_000;

/** What is written with one event. */
interface Batch {
  readonly commandId: string;
  readonly environment: string;
  readonly hour: string;
  readonly counts: readonly EvaluationCount[];
}

function batchesOf(place: string, counts: readonly EvaluationCount[]): readonly Batch[] {
  const [hour = "0", environment = ""] = place.split(" ");
  return Array.from({ length: Math.ceil(counts.length / MOST) }, (_, index) => ({
    commandId: ids.command("evaluations", randomUUID()), environment, hour: new Date(Number(hour)).toISOString(),
    counts: counts.slice(index * MOST, (index + 1) * MOST),
  }));
}

/** What one environment's flags gave since they were last written down. */
type Counts = Map<string, Omit<EvaluationCount, "count"> & { count: number }>;

/** Evaluations, counted in memory and written down now and then: a node that dies loses what it has counted since. */
export class EvaluationCounts {
  readonly #node: Pick<Node, "log" | "now" | "logger">;
  /** By environment and hour. */
  readonly #counted = new Map<string, Counts>();
  readonly #batches: Batch[] = [];
  #writing: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;

  constructor(node: Pick<Node, "log" | "now" | "logger">) {
    this.#node = node;
    this.#timer = setInterval(() => void this.flush(), EVERY_MS).unref();
  }

  /** Counts some evaluations, of now unless told. */
  add(
    environment: string,
    { count = 1, at, ...one }: Omit<EvaluationCount, "count"> & { readonly count?: number; readonly at?: number },
  ): void {
    const hour = Math.floor((at ?? this.#node.now().getTime()) / HOUR_MS) * HOUR_MS;
    const place = `${String(hour)} ${environment}`;
    const counts = this.#counted.get(place) ?? new Map();
    this.#counted.set(place, counts);
    const key = `${one.flagId} ${one.source} ${one.variant ?? ""}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { ...one, count });
    else known.count += count;
  }

  /** Writes down what was counted. What the log did not take is sent again, as the same command: it counts once. */
  flush(): Promise<void> {
    for (const [place, counts] of this.#counted) this.#batches.push(...batchesOf(place, [...counts.values()]));
    this.#counted.clear();
    this.#writing = this.#writing.then(() => this.#writeAll());
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    for (let next = this.#batches[0]; next !== undefined; next = this.#batches[0]) {
      try {
        await this.#write(next);
      } catch (error) {
        this.#node.logger.warn({ err: error, environment: next.environment }, "evaluations could not be written down yet");
        return;
      }
      this.#batches.shift();
    }
  }

  async #write({ commandId, environment, hour, counts }: Batch): Promise<void> {
    const now = this.#node.now().toISOString();
    const evaluationId = idOf(evaluationDecider, environment, hour);
    const actor = { personId: null, name: "Ballast", means: "system" } as const;
    await handle(this.#node.log, {
      aggregate: evaluationDecider,
      id: evaluationId,
      command: { type: "CountEvaluations", now, evaluationId, environment, hour, counts: [...counts] },
      context: { commandId, actor, now, correlationId: commandId, causationId: commandId },
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }
}

