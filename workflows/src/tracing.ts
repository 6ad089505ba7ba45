import type { Tracing } from "@ballast/tracing";
import type { ClientInterceptors } from "@temporalio/client";
import type { ActivityInboundCallsInterceptor, WorkerInterceptors } from "@temporalio/worker";

/** Of what is handed to an activity: the reference that every one of ours has. */
function correlationOf([input]: readonly unknown[]): string | null {
  if (typeof input !== "object" || input === null) return null;
  for (const reference of Object.values(input)) {
    if (typeof reference === "object" && reference !== null && "correlationId" in reference && typeof reference.correlationId === "string")
      return reference.correlationId;
  }
  return null;
}

/** How the engine's client and workers take part in traces; nothing is loaded where nobody receives them. */
export async function tracedBy(
  tracing: Tracing,
): Promise<{ readonly client?: ClientInterceptors; readonly worker?: Pick<WorkerInterceptors, "activity"> }> {
  if (!tracing.isOn) return {};
  const { OpenTelemetryActivityInboundInterceptor, OpenTelemetryWorkflowClientInterceptor } =
    await import("@temporalio/interceptors-opentelemetry");
  const inCorrelation: ActivityInboundCallsInterceptor = {
    execute: (input, next) => {
      const correlationId = correlationOf(input.args);
      return correlationId === null ? next(input) : tracing.within(correlationId, () => next(input));
    },
  };
  return {
    client: { workflow: [new OpenTelemetryWorkflowClientInterceptor()] },
    worker: { activity: [() => ({ inbound: inCorrelation }), (ctx) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(ctx) })] },
  };
}
