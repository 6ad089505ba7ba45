import type { Lane } from "./lane.ts";
import { sample, type Labels } from "./totals.ts";

function labelsOf(lane: Lane): Labels {
  return { lane: lane.name, service: lane.state.service, environment: lane.state.environment };
}

function weightLines(lane: Lane): string[] {
  const { stable, canary } = lane.state;
  const name = "lane_weight_percent";
  return [
    ...(stable ? [sample(name, { ...labelsOf(lane), release: stable.release }, 100 - (canary?.percent ?? 0))] : []),
    ...(canary ? [sample(name, { ...labelsOf(lane), release: canary.release }, canary.percent)] : []),
  ];
}

function processLines(lane: Lane): string[] {
  const byRelease = Map.groupBy(lane.observe().processes, (process) => process.release);
  return [...byRelease].map(([release, processes]) =>
    sample("release_processes_healthy", { ...labelsOf(lane), release }, processes.filter(({ state }) => state === "healthy").length),
  );
}

function restartLines(lane: Lane): string[] {
  const byRelease = Map.groupBy(lane.observe().processes, (process) => process.release);
  return [...byRelease].map(([release, processes]) =>
    sample("release_process_restarts", { ...labelsOf(lane), release }, processes.reduce((sum, { restarts }) => sum + restarts, 0)),
  );
}

interface Family {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly lines: (lane: Lane) => string[];
}

const families: readonly Family[] = [
  {
    name: "requests_total",
    type: "counter",
    help: "Requests answered, by release and status.",
    lines: (lane) => lane.measurements.totals.requestLines(labelsOf(lane)),
  },
  {
    name: "request_errors_total",
    type: "counter",
    help: "Requests that failed: 5xx, or no answer.",
    lines: (lane) => lane.measurements.totals.errorLines(labelsOf(lane)),
  },
  {
    name: "request_duration_seconds",
    type: "histogram",
    help: "From the request's arrival at the router to the end of its answer.",
    lines: (lane) => lane.measurements.totals.durationLines(labelsOf(lane)),
  },
  { name: "lane_weight_percent", type: "gauge", help: "Share of customers, by release.", lines: weightLines },
  { name: "release_processes_healthy", type: "gauge", help: "Healthy processes of a release.", lines: processLines },
  {
    name: "release_process_restarts", type: "gauge", help: "How often the present processes of a release were started again.",
    lines: restartLines,
  },
];

/** The lanes' numbers in the Prometheus text format. */
export function prometheusText(lanes: readonly Lane[]): string {
  const blocks = families.map(({ name, type, help, lines }) =>
    [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lanes.flatMap(lines)].join("\n"),
  );
  return `${blocks.join("\n")}\n`;
}
