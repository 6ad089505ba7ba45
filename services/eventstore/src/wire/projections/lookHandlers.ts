import type {
  ResultReq,
  ResultResp,
  StateReq,
  StateResp,
  StatisticsReq,
  StatisticsResp,
} from "@eventstore/db-client/generated/projections_pb.js";
import type { handleServerStreamingCall, handleUnaryCall } from "@grpc/grpc-js";
import type { StoreContext } from "../../context.ts";
import type { ProjectionAnswer } from "../../failures.ts";
import { credentialsOf } from "../callMetadata.ts";
import { GoogleValue, projectionsPb } from "../generated.ts";
import { toServiceError } from "../serviceError.ts";
import { unary } from "../unary.ts";
import { encodeBuiltIn, encodeStatistics } from "./encodeStatistics.ts";
import { builtInProjections, customProjections, refuseUnsupported } from "./served.ts";

/** `Projections.Statistics`, of one projection or of all. */
export function handleStatistics(context: StoreContext): handleServerStreamingCall<StatisticsReq, StatisticsResp> {
  return (call) => {
    try {
      context.access.requireOperator(credentialsOf(call));
      for (const response of statistics(context, call.request.getOptions())) call.write(response);
      call.end();
    } catch (error) {
      call.emit("error", toServiceError(error));
    }
  };
}

function statistics(context: StoreContext, options: StatisticsReq.Options | undefined): StatisticsResp[] {
  const builtIn = builtInProjections(context);
  if (options?.hasName() === true) {
    const name = options.getName();
    return [
      builtIn.includes(name)
        ? encodeBuiltIn(name, context.log)
        : encodeStatistics(customProjections(context).get(name, "Statistics"), context.log),
    ];
  }
  if (context.runProjections === "none") customProjections(context);
  if (options?.hasTransient() === true || options?.hasOneTime() === true) return [];
  const custom = context.projections?.list() ?? [];
  return [
    ...builtIn.map((name) => encodeBuiltIn(name, context.log)),
    ...custom.map((projection) => encodeStatistics(projection, context.log)),
  ];
}

/** `Projections.State`. */
export function handleProjectionState(context: StoreContext): handleUnaryCall<StateReq, StateResp> {
  return unary(async (call) => {
    context.access.requireAdministrator(credentialsOf(call));
    const response = new projectionsPb.StateResp();
    response.setState(stateOf(context, call.request.getOptions(), "ProjectionState"));
    return response;
  });
}

/** `Projections.Result`: the state, as nothing transforms it. */
export function handleProjectionResult(context: StoreContext): handleUnaryCall<ResultReq, ResultResp> {
  return unary(async (call) => {
    context.access.requireAdministrator(credentialsOf(call));
    const response = new projectionsPb.ResultResp();
    response.setResult(stateOf(context, call.request.getOptions(), "ProjectionResult"));
    return response;
  });
}

type StateOptions = { getName(): string; getPartition(): string };

function stateOf(context: StoreContext, options: StateOptions | undefined, wanted: ProjectionAnswer): InstanceType<typeof GoogleValue> {
  const projection = customProjections(context).get(options?.getName() ?? "", wanted);
  if (options !== undefined && options.getPartition() !== "") refuseUnsupported("partitions of projections");
  // Made by JSON.stringify in the projection's sandbox.
  return GoogleValue.fromJavaScript(JSON.parse(projection.stored.state ?? "null"));
}
