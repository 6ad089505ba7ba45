import type { FaultReport } from "./faultReport.ts";
import type { GroupSettings } from "./groupSettings.ts";

/** When to write checkpoints. */
export type CheckpointSettings = Pick<
  GroupSettings,
  "checkpointAfter" | "minCheckpointCount" | "maxCheckpointCount"
>;

/** What a checkpointer needs of its group. */
export type CheckpointTarget = {
  /** The first place that is not yet processed. */
  lowestUnprocessed(): number;
  save(checkpoint: number): Promise<void>;
  readonly report: FaultReport;
};

/**
 * Writes down how far a group got: after `maxCheckpointCount` messages, or after `checkpointAfter` milliseconds if
 * `minCheckpointCount` were processed since.
 */
export class Checkpointer {
  readonly #settings: CheckpointSettings;
  readonly #target: CheckpointTarget;
  readonly #timer: NodeJS.Timeout;
  #processed = 0;
  #saved: number;
  #saving = false;

  constructor(settings: CheckpointSettings, target: CheckpointTarget, saved: number) {
    this.#settings = settings;
    this.#target = target;
    this.#saved = saved;
    this.#timer = setInterval(() => this.#onTime(), Math.max(10, settings.checkpointAfter));
    this.#timer.unref();
  }

  /** The first place that the last written checkpoint does not cover. */
  get saved(): number {
    return this.#saved;
  }

  /** A message was processed. */
  count(): void {
    this.#processed += 1;
    if (this.#processed >= Math.max(1, this.#settings.maxCheckpointCount)) this.#write();
  }

  /** Writes what there is to write, and no more after that. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    const place = this.#target.lowestUnprocessed();
    if (place > this.#saved) await this.#target.save(place);
    this.#saved = Math.max(place, this.#saved);
  }

  /** Stops without writing, for a group that is deleted. */
  abandon(): void {
    clearInterval(this.#timer);
  }

  #onTime(): void {
    if (this.#processed >= Math.max(1, this.#settings.minCheckpointCount)) this.#write();
  }

  #write(): void {
    const place = this.#target.lowestUnprocessed();
    if (this.#saving || place <= this.#saved) return;
    this.#saving = true;
    this.#processed = 0;
    this.#target
      .save(place)
      .then(() => {
        this.#saved = Math.max(place, this.#saved);
      }, this.#target.report)
      .finally(() => {
        this.#saving = false;
      });
  }
}
