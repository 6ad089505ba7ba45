import { z } from "zod";
import { DeliveryError, deliveryErrorCode, messageOf } from "../error.ts";
import type { MetricProvider, MetricWindow } from "../metrics.ts";
import type { Cancellable, DeployTarget, LaneObservation, Outcome } from "../target.ts";
import { customers, divided, laneObservation, metricWindow, neighbours } from "./answers.ts";
import { errorAnswer, outcome, verifyAnswer, type TrafficRequest } from "./protocol.ts";

/** One lane of a fleet. */
export interface FleetLane {
  /** Control address of the daemon, `http://127.0.0.1:PORT`. */
  readonly address: string;
  readonly service: string;
  readonly environment: string;
}

interface Request extends Cancellable {
  readonly method?: "POST" | "PUT";
  readonly path: string;
  readonly body?: object;
}

/** Calls the daemon; its refusals come back as the `DeliveryError`s they were, an abort as the signal's reason. */
async function call<T>(lane: FleetLane, schema: z.ZodType<T>, { method, path, body, signal }: Request): Promise<T> {
  const url = `${lane.address}/lanes/${encodeURIComponent(lane.service)}/${encodeURIComponent(lane.environment)}${path}`;
  const init =
    body === undefined ? {} : { method: method ?? "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  signal.throwIfAborted();
  try {
    const response = await fetch(url, { ...init, signal });
    const answer: unknown = await response.json();
    if (!response.ok) throw refusal(answer);
    return schema.parse(answer);
  } catch (error) {
    if (signal.aborted || error instanceof DeliveryError) throw error;
    if (error instanceof z.ZodError)
      throw new DeliveryError(
        "INTERNAL",
        `the fleet at ${lane.address} answered something unknown: ${error.message}`,
        "Run the fleet and its callers in one version.",
      );
    const why = error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);
    throw new DeliveryError(
      "TARGET_UNREACHABLE",
      `the fleet at ${lane.address} does not answer: ${why}`,
      "See that the fleet daemon runs; customers are not affected by this alone.",
    );
  }
}

function refusal(answer: unknown): DeliveryError {
  const { code, message, fix, output } = errorAnswer.parse(answer);
  return new DeliveryError(deliveryErrorCode(code), message, fix).withOutput(output ?? []);
}

/** A lane of the fleet as a deploy target. */
export function fleetTarget(lane: FleetLane): DeployTarget {
  const change =
    (path: string) =>
    <R extends Cancellable>({ signal, ...body }: R): Promise<Outcome> =>
      call(lane, outcome, { path, body, signal });
  return {
    capabilities: () => ({ smallestPercent: 0.001, customers: true, verifiesWeight: true, metrics: true }),
    observe: ({ signal }) => call(lane, laneObservation, { path: "", signal }),
    async verifyWeight({ signal, ...body }) {
      const { verified } = await call(lane, verifyAnswer, { path: "/verify", body, signal });
      return verified;
    },
    prepare: change("/prepare"),
    setWeight: change("/weights"),
    promote: change("/promote"),
    restore: change("/restore"),
    retire: change("/retire"),
  };
}

/** The fleet's own numbers. A lane in which nothing was ever deployed has an empty window: no data. */
export function fleetMetrics(lane: FleetLane): MetricProvider {
  return {
    async window({ from, to, slowMs = [], signal }): Promise<MetricWindow> {
      const slow = slowMs.length === 0 ? "" : `&slow=${slowMs.join(",")}`;
      const empty = {
        lane: `${lane.service}/${lane.environment}`, from: from.toISOString(), to: to.toISOString(), since: to.toISOString(), releases: {},
      };
      return orIfNothing(call(lane, metricWindow, { path: `/window?from=${from.getTime()}&to=${to.getTime()}${slow}`, signal }), empty);
    },
    neighbours: ({ from, to, signal }) =>
      orIfNothing(call(lane, neighbours, { path: `/neighbours?from=${from.getTime()}&to=${to.getTime()}`, signal }), []),
    customers: ({ from, to, signal }) =>
      orIfNothing(call(lane, customers, { path: `/customers?from=${from.getTime()}&to=${to.getTime()}`, signal }), []),
    divided: ({ from, to, slowMs, groups, services, signal }) =>
      orIfNothing(
        call(lane, divided, { path: "/divide", body: { from: from.getTime(), to: to.getTime(), slow: slowMs, groups, services }, signal }),
        groups.map(() => null),
      ),
  };
}

async function orIfNothing<T>(asked: Promise<T>, empty: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.code !== "NOT_FOUND") throw error;
    return empty;
  }
}

/** Sends demonstration traffic through the lane's router, or ends it (0 requests a second). Survives the daemon's restart. */
export function setFleetTraffic(
  lane: FleetLane,
  { signal, ...body }: Partial<TrafficRequest> & Pick<TrafficRequest, "requestsPerSecond"> & Cancellable,
): Promise<LaneObservation> {
  return call(lane, laneObservation, { method: "PUT", path: "/traffic", body, signal });
}
