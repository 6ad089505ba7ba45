import { setTimeout as wait } from "node:timers/promises";
import { context, createContextKey, ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags, type Context } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { Resource } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider, RandomIdGenerator, type Span, type SpanProcessor } from "@opentelemetry/sdk-trace-node";
import type { SpanOf, Tracing } from "./index.ts";
import { firstSpanIdOf, traceIdOf } from "./places.ts";

const correlation = createContextKey("ballast correlation id");

/** Says on every span which correlation it belongs to, those of the workflow engine's client included. */
const namesCorrelation: SpanProcessor = {
  onStart(span: Span, parent: Context) {
    const correlationId = parent.getValue(correlation);
    if (typeof correlationId === "string") span.setAttribute("ballast.correlation_id", correlationId);
  },
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

/** The next span gets these ids where they are set: a trace begins where everybody expects it. */
class Ids extends RandomIdGenerator {
  first: { readonly traceId: string; readonly spanId: string } | null = null;
  readonly #random = new RandomIdGenerator();
  override generateTraceId = (): string => this.first?.traceId ?? this.#random.generateTraceId();
  override generateSpanId = (): string => this.first?.spanId ?? this.#random.generateSpanId();
}

/** How long the end of a process may wait for a collector, ms. */
const closeWithinMs = 1_000;

/** Starts sending: at most 2,048 spans wait, further ones are dropped, and a collector that hangs holds up nothing but them. */
export function startTracing(part: string, service: string): Tracing {
  const ids = new Ids();
  const resource = new Resource({ "service.name": `${service}-${part}`, "service.namespace": service });
  const provider = new NodeTracerProvider({
    resource, idGenerator: ids, spanProcessors: [namesCorrelation, new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  const tracer = provider.getTracer("ballast");
  const inTrace = (correlationId: string): Context =>
    trace
      .setSpanContext(ROOT_CONTEXT, {
        traceId: traceIdOf(correlationId), spanId: firstSpanIdOf(correlationId), traceFlags: TraceFlags.SAMPLED, isRemote: true,
      })
      .setValue(correlation, correlationId);

  function begun({ name, correlationId, begins = false, attributes = {} }: SpanOf) {
    if (!begins) return tracer.startSpan(name, { attributes }, inTrace(correlationId));
    ids.first = { traceId: traceIdOf(correlationId), spanId: firstSpanIdOf(correlationId) };
    try {
      return tracer.startSpan(name, { attributes }, ROOT_CONTEXT.setValue(correlation, correlationId));
    } finally {
      ids.first = null;
    }
  }

  return {
    isOn: true,
    within: (correlationId, work) => context.with(inTrace(correlationId), work),
    async span(of, work) {
      const span = begun(of);
      try {
        return await context.with(trace.setSpan(ROOT_CONTEXT.setValue(correlation, of.correlationId), span), work);
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
        throw error;
      } finally {
        span.end();
      }
    },
    close: async () => {
      const ended = provider.shutdown().catch(() => undefined);
      await Promise.race([ended, wait(closeWithinMs, undefined, { ref: false })]);
    },
  };
}
