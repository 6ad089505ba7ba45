import { isFailure, type Measurement } from "./slot.ts";

const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const keptReleases = 20;

interface ReleaseTotals {
  readonly byStatus: Map<number, number>;
  readonly byBound: number[];
  seconds: number;
  requests: number;
}

/** Counters since the daemon started, for Prometheus. */
export class Totals {
  private readonly releases = new Map<string, ReleaseTotals>();

  add({ release, status, durationMs }: Measurement): void {
    const totals = this.releases.get(release) ?? { byStatus: new Map(), byBound: bounds.map(() => 0), seconds: 0, requests: 0 };
    this.releases.set(release, totals);
    // the longest known goes first; a lane ships far more versions in its life than anyone scrapes
    if (this.releases.size > keptReleases) this.releases.delete([...this.releases.keys()][0] ?? release);
    totals.requests += 1;
    totals.seconds += durationMs / 1_000;
    totals.byStatus.set(status, (totals.byStatus.get(status) ?? 0) + 1);
    bounds.forEach((bound, index) => {
      if (durationMs / 1_000 <= bound) totals.byBound[index] = (totals.byBound[index] ?? 0) + 1;
    });
  }

  /** Lines of `requests_total`. */
  requestLines(labels: Labels): string[] {
    return [...this.releases].flatMap(([release, totals]) =>
      [...totals.byStatus].map(([status, count]) => sample("requests_total", { ...labels, release, status: String(status) }, count)),
    );
  }

  /** Lines of `request_errors_total`: those that count as failed in a verdict. */
  errorLines(labels: Labels): string[] {
    return [...this.releases].map(([release, totals]) => {
      const errors = [...totals.byStatus].filter(([status]) => isFailure(status)).reduce((sum, [, count]) => sum + count, 0);
      return sample("request_errors_total", { ...labels, release }, errors);
    });
  }

  /** Lines of the histogram `request_duration_seconds`. */
  durationLines(labels: Labels): string[] {
    const name = "request_duration_seconds";
    return [...this.releases].flatMap(([release, totals]) => {
      const own = { ...labels, release };
      return [
        ...bounds.map((bound, index) => sample(`${name}_bucket`, { ...own, le: String(bound) }, totals.byBound[index] ?? 0)),
        sample(`${name}_bucket`, { ...own, le: "+Inf" }, totals.requests),
        sample(`${name}_sum`, own, totals.seconds),
        sample(`${name}_count`, own, totals.requests),
      ];
    });
  }
}

export type Labels = Readonly<Record<string, string>>;

/** One line of the Prometheus text format. */
export function sample(name: string, labels: Labels, value: number): string {
  const escaped = (text: string) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
  return `${name}{${pairs.join(",")}} ${value}`;
}
