import type { Next, WorkflowInboundCallsInterceptor, WorkflowInterceptors, WorkflowOutboundCallsInterceptor } from "@temporalio/workflow";

type Headers = Parameters<Next<WorkflowInboundCallsInterceptor, "execute">>[0]["headers"];

/** Under which the engine's OpenTelemetry interceptors carry a trace. */
const header = "_tracer-data";

/**
 * Hands a workflow's trace on to its activities, its children and its next run. Nothing of OpenTelemetry is in the
 * workflow's sandbox: a workflow's spans are those of who starts it and of what it has done.
 */
export function interceptors(): WorkflowInterceptors {
  let own: Headers = {};
  const carrying = <Input extends { readonly headers: Headers }>(input: Input): Input => ({
    ...input, headers: { ...own, ...input.headers },
  });
  const inbound: WorkflowInboundCallsInterceptor = {
    execute: (input, next) => {
      const carried = input.headers[header];
      own = carried === undefined ? {} : { [header]: carried };
      return next(input);
    },
  };
  const outbound: WorkflowOutboundCallsInterceptor = {
    scheduleActivity: (input, next) => next(carrying(input)),
    scheduleLocalActivity: (input, next) => next(carrying(input)),
    startChildWorkflowExecution: (input, next) => next(carrying(input)),
    continueAsNew: (input, next) => next(carrying(input)),
  };
  return { inbound: [inbound], outbound: [outbound] };
}
