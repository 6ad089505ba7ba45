const KEPT = 500;

/** The names under which the original reports how long a consumer takes to answer; values are milliseconds. */
export type LatencyFigures = ReadonlyMap<string, number>;

const QUANTILES: readonly (readonly [name: string, share: number])[] = [
  ["Quintile 1", 0.2],
  ["Quintile 2", 0.4],
  ["Quintile 3", 0.6],
  ["Quintile 4", 0.8],
  ["Quintile 5", 1],
  ["90%", 0.9],
  ["95%", 0.95],
  ["99%", 0.99],
  ["99.5%", 0.995],
  ["99.9%", 0.999],
];

/** How long a consumer took for its last answers. Kept only where a group asks for extra statistics. */
export class Latencies {
  readonly #samples: number[] = [];
  #next = 0;

  add(milliseconds: number): void {
    this.#samples[this.#next] = milliseconds;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** Empty until there was an answer. */
  figures(): LatencyFigures {
    const sorted = [...this.#samples].sort((a, b) => a - b);
    const [fastest] = sorted;
    const highest = sorted.at(-1);
    if (fastest === undefined || highest === undefined) return new Map();
    const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? highest;
    const mean = sorted.reduce((sum, sample) => sum + sample, 0) / sorted.length;
    return new Map([
      ["Highest", highest],
      ["Mean", mean],
      ["Median", at(0.5)],
      ["Fastest", fastest],
      ...QUANTILES.map(([name, share]) => [name, at(share)] as const),
    ]);
  }
}
