import { randomUUID } from "node:crypto";
import { evaluationDecider } from "@ballast/domain/evaluation";
import { handle, idOf, ids } from "@ballast/eventlog";
import { evaluationSource, type EvaluationCount, type EvaluationSource } from "@ballast/schema";
import type { ApiServer } from "../graphql/context.ts";

/** How often what has been counted goes into the log, ms. An hour of one environment is one event of each server, or few. */
const EVERY_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
/** So many of one event. */
const MOST = 5_000;

interface Tally {
  count: number;
}

/** What is written with one event. */
interface Batch {
  readonly commandId: string;
  readonly environment: string;
  readonly hour: string;
  readonly counts: readonly EvaluationCount[];
}

/** What one environment's flags gave in an hour since it was last written down: by source, flag and variant. */
export class Counts {
  readonly environment: string;
  /** Its beginning, ms. */
  readonly hour: number;
  readonly #bySource: { readonly [Source in EvaluationSource]: Map<string, Map<string | null, Tally>> } = {
    served: new Map(), telemetry: new Map(),
  };

  constructor(environment: string, hour: number) {
    this.environment = environment;
    this.hour = hour;
  }

  /** Each request comes by here, for each flag: no words are joined, and nothing is written but a number. */
  add(source: EvaluationSource, flagId: string, variant: string | null): void {
    const flags = this.#bySource[source];
    let variants = flags.get(flagId);
    if (variants === undefined) flags.set(flagId, (variants = new Map()));
    const tally = variants.get(variant);
    if (tally === undefined) variants.set(variant, { count: 1 });
    else tally.count += 1;
  }

  batches(): readonly Batch[] {
    const counts = evaluationSource.options.flatMap((source) =>
      [...this.#bySource[source]].flatMap(([flagId, variants]) =>
        [...variants].map(([variant, { count }]) => ({ flagId, variant, source, count })),
      ),
    );
    return Array.from({ length: Math.ceil(counts.length / MOST) }, (_, index) => ({
      commandId: ids.command("evaluations", randomUUID()), environment: this.environment, hour: new Date(this.hour).toISOString(),
      counts: counts.slice(index * MOST, (index + 1) * MOST),
    }));
  }
}

/** Evaluations, counted in memory and written down now and then: a server that dies loses what it has counted since. */
export class EvaluationCounts {
  readonly #server: Pick<ApiServer, "log" | "now" | "logger">;
  #counted: Counts[] = [];
  readonly #batches: Batch[] = [];
  #writing: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;

  constructor(server: Pick<ApiServer, "log" | "now" | "logger">) {
    this.#server = server;
    this.#timer = setInterval(() => void this.flush(), EVERY_MS).unref();
  }

  /** Where an environment's evaluations of an hour are counted, those of now unless told. It holds until the next {@link flush}. */
  of(environment: string, at: number = this.#server.now().getTime()): Counts {
    const hour = at - (at % HOUR_MS);
    let counts = this.#counted.find((known) => known.hour === hour && known.environment === environment);
    if (counts === undefined) this.#counted.push((counts = new Counts(environment, hour)));
    return counts;
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
        this.#server.logger.warn({ err: error, environment: next.environment }, "evaluations could not be written down yet");
        return;
      }
      this.#batches.shift();
    }
  }

  async #write({ commandId, environment, hour, counts }: Batch): Promise<void> {
    const now = this.#server.now().toISOString();
    const evaluationId = idOf(evaluationDecider, environment, hour);
    const actor = { personId: null, name: "Ballast", means: "system" } as const;
    await handle(this.#server.log, {
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

