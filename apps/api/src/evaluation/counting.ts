import { randomUUID } from "node:crypto";
import { evaluationDecider } from "@ballast/domain/evaluation";
import { handle, idOf, ids } from "@ballast/eventlog";
import type { EvaluationCount, EvaluationSource } from "@ballast/schema";
import type { Node } from "../graphql/context.ts";

/** How often what has been counted goes into the log, ms. An hour of one environment is one event of each node, or few. */
const EVERY_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
/** So many of one event. */
const MOST = 5_000;

/** One evaluation. */
type Evaluated = Omit<EvaluationCount, "count">;

/** What is written with one event. */
interface Batch {
  readonly commandId: string;
  readonly environment: string;
  readonly hour: string;
  readonly counts: readonly EvaluationCount[];
}

/** What one environment's flags gave in an hour since it was last written down: by source, flag and variant. */
class Counts {
  readonly environment: string;
  /** Its beginning, ms. */
  readonly hour: number;
  readonly #bySource = new Map<EvaluationSource, Map<string, Map<string | null, number>>>();

  constructor(environment: string, hour: number) {
    this.environment = environment;
    this.hour = hour;
  }

  add({ source, flagId, variant }: Evaluated): void {
    let flags = this.#bySource.get(source);
    if (flags === undefined) this.#bySource.set(source, (flags = new Map()));
    let variants = flags.get(flagId);
    if (variants === undefined) flags.set(flagId, (variants = new Map()));
    variants.set(variant, (variants.get(variant) ?? 0) + 1);
  }

  batches(): readonly Batch[] {
    const counts = [...this.#bySource].flatMap(([source, flags]) =>
      [...flags].flatMap(([flagId, variants]) => [...variants].map(([variant, count]) => ({ flagId, variant, source, count }))),
    );
    return Array.from({ length: Math.ceil(counts.length / MOST) }, (_, index) => ({
      commandId: ids.command("evaluations", randomUUID()), environment: this.environment, hour: new Date(this.hour).toISOString(),
      counts: counts.slice(index * MOST, (index + 1) * MOST),
    }));
  }
}

/** Evaluations, counted in memory and written down now and then: a node that dies loses what it has counted since. */
export class EvaluationCounts {
  readonly #node: Pick<Node, "log" | "now" | "logger">;
  #counted: Counts[] = [];
  readonly #batches: Batch[] = [];
  #writing: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;

  constructor(node: Pick<Node, "log" | "now" | "logger">) {
    this.#node = node;
    this.#timer = setInterval(() => void this.flush(), EVERY_MS).unref();
  }

  /** Counts an evaluation, of now unless told. Each request comes by here, for each flag: no words are joined. */
  add(environment: string, one: Evaluated, at: number = this.#node.now().getTime()): void {
    const hour = at - (at % HOUR_MS);
    let counts = this.#counted.find((known) => known.hour === hour && known.environment === environment);
    if (counts === undefined) this.#counted.push((counts = new Counts(environment, hour)));
    counts.add(one);
  }

  /** Writes down what was counted. What the log did not take is sent again, as the same command: it counts once. */
  flush(): Promise<void> {
    for (const counts of this.#counted) this.#batches.push(...counts.batches());
    this.#counted = [];
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

