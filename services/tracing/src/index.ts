/** One span: a piece of work, in the trace of everything that goes back to one cause. */
export interface SpanOf {
  readonly name: string;
  /** Of the events: what has one correlation id is one trace, whichever process did it. */
  readonly correlationId: string;
  /** The trace begins with it: a mutation. */
  readonly begins?: boolean;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

/** Spans of one process. */
export interface Tracing {
  /** Whether anybody receives them. */
  readonly isOn: boolean;
  /** Does the work as a span; what it throws is on the span. */
  span<Result>(span: SpanOf, work: () => Promise<Result>): Promise<Result>;
  /** Does the work in the correlation's trace, without a span of its own. */
  within<Result>(correlationId: string, work: () => Promise<Result>): Promise<Result>;
  /** Sends what is left, for a second at most. */
  close(): Promise<void>;
}

/** Nobody listens: nothing is kept, sent or loaded. */
export const noTracing: Tracing = { isOn: false, span: (_, work) => work(), within: (_, work) => work(), close: () => Promise.resolve() };

const isSet = (value: string | undefined): boolean => value !== undefined && value !== "";

/**
 * Spans go to `OTEL_EXPORTER_OTLP_ENDPOINT` (or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`), in the background: OpenTelemetry's
 * own variables say how (headers, sampling, limits). Where neither is set, nothing of it is loaded.
 */
export async function openTracing(part: string, env: NodeJS.ProcessEnv = process.env): Promise<Tracing> {
  const wanted = isSet(env["OTEL_EXPORTER_OTLP_ENDPOINT"]) || isSet(env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"]);
  if (!wanted || env["OTEL_SDK_DISABLED"] === "true") return noTracing;
  return (await import("./exporting.ts")).startTracing(part, env["OTEL_SERVICE_NAME"] ?? "ballast");
}
