import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Metrics of one API server, in Prometheus' names and units (seconds). */
export interface ApiMetrics {
  readonly registry: Registry;
  readonly requests: Histogram<"method" | "route" | "status">;
  readonly commands: Counter<"mutation" | "outcome">;
  readonly projectionLag: Gauge;
  readonly unknownEvents: Gauge<"type">;
  readonly webhooks: Counter<"kind" | "outcome">;
  readonly flagSyncBytes: Gauge<"environment">;
}

/** Makes a registry of its own, so that several servers can live in one process (tests). */
export function apiMetrics(): ApiMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "ballast_" });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: "ballast_http_request_duration_seconds", help: "HTTP requests by route.", labelNames: ["method", "route", "status"],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5], registers,
    }),
    commands: new Counter({
      name: "ballast_commands_total", help: "Mutations by outcome: accepted, replayed, or the refusal's code.",
      labelNames: ["mutation", "outcome"], registers,
    }),
    projectionLag: new Gauge({ name: "ballast_projection_lag_seconds", help: "How far the read model is behind the log.", registers }),
    unknownEvents: new Gauge({
      name: "ballast_unknown_events", help: "Events skipped because this version does not know them.", labelNames: ["type"], registers,
    }),
    flagSyncBytes: new Gauge({
      name: "ballast_flag_sync_bytes", help: "Size of an environment's flags as they were last sent over flagd's sync.",
      labelNames: ["environment"], registers,
    }),
    webhooks: new Counter({
      name: "ballast_webhooks_total", help: "Webhooks received, by outcome.", labelNames: ["kind", "outcome"], registers,
    }),
  };
}
