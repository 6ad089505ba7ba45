import { own } from "@ballast/schema";
import type { z } from "zod";
import { DeliveryError } from "../error.ts";
import type { Neighbour } from "../metrics.ts";
import type { LaneObservation } from "../target.ts";
import type { Answer, Call } from "./controlCall.ts";
import type { Fleet, OpenLane } from "./fleet.ts";
import type { Lane } from "./lane.ts";
import type { LaneOperations } from "./laneOperations.ts";
import { prometheusText } from "./prometheus.ts";
import { requestsOf } from "./measurements.ts";
import * as protocol from "./protocol.ts";

/** Checks the call first, so that a refused one does not even open the lane; then does it. */
type LaneRoute = (call: Call, fleet: Fleet) => (open: OpenLane) => unknown;

/** Reads a lane's numbers, those of the requests that were just answered included. */
const measured = (read: (lane: Lane) => unknown) => async ({ lane }: OpenLane): Promise<unknown> => {
  await lane.settled();
  return read(lane);
};

/** The same, of numbers that something is judged by. */
const judged = (read: (lane: Lane) => unknown) => measured((lane) => {
  lane.judged();
  return read(lane);
});

const reads: Readonly<Record<string, LaneRoute>> = {
  "GET ": () => measured((lane) => lane.observe()),
  "GET metrics": () => measured((lane) => prometheusText([lane])),
  "GET window": ({ url }) => {
    const { from, to, slow } = protocol.windowRequest.parse(Object.fromEntries(url.searchParams));
    return judged((lane) => lane.measurements.window(from, to, { slowMs: slow }));
  },
  "GET customers": ({ url }) => {
    const { from, to } = protocol.windowRequest.parse(Object.fromEntries(url.searchParams));
    return judged((lane) => lane.measurements.customers(from, to));
  },
  "POST divide": ({ body }, fleet) => {
    const { groups, slow, services, ...window } = protocol.divideRequest.parse(body);
    return measured(async (lane) => {
      const lanes = [lane, ...(await neighboursNamed(lane, fleet, services))];
      lanes.forEach((one) => one.judged());
      const numbers = lanes.map(({ measurements }) => measurements);
      return groups.map((customers) => requestsOf(customers, numbers, { ...window, slowMs: slow }));
    });
  },
  "GET neighbours": ({ url }, fleet) => {
    const window = protocol.windowRequest.parse(Object.fromEntries(url.searchParams));
    return async ({ lane }) => neighboursOf(lane, await fleet.all(), window);
  },
};

/** Other lanes of the environment by their services; one in which nothing was ever done has nothing to add. */
async function neighboursNamed(
  { state: { service, environment } }: Lane,
  fleet: Fleet,
  services: readonly string[],
): Promise<readonly Lane[]> {
  const others = new Set(services);
  others.delete(service);
  const found = await Promise.all([...others].map((other) => fleet.find(other, environment)));
  const lanes = found.flatMap((open) => (open === undefined ? [] : [open.lane]));
  await Promise.all(lanes.map((lane) => lane.settled()));
  return lanes;
}

const neighboursGiven = 10;

/** The busiest other lanes of the environment. */
function neighboursOf(lane: Lane, all: readonly Lane[], { from, to }: { from: number; to: number }): readonly Neighbour[] {
  const others = all.filter(({ name, state }) => name !== lane.name && state.environment === lane.state.environment);
  return others
    .flatMap((other) => {
      const numbers = other.measurements.whole(from, to);
      return numbers === null ? [] : [{ service: other.state.service, numbers }];
    })
    .toSorted((a, b) => b.numbers.requests - a.numbers.requests)
    .slice(0, neighboursGiven);
}

function operation<T>(schema: z.ZodType<T>, perform: (operations: LaneOperations, request: T, caller: AbortSignal) => unknown): LaneRoute {
  return ({ body, signal }) => {
    const request = schema.parse(body);
    return ({ operations }) => perform(operations, request, signal);
  };
}

const changes: Readonly<Record<string, LaneRoute>> = {
  "POST prepare": operation(protocol.prepareRequest, (lane, request, caller) => lane.prepare(request, caller)),
  "POST weights": operation(protocol.weightRequest, (lane, request, caller) => lane.setWeight(request, caller)),
  "POST verify": operation(protocol.verifyRequest, (lane, request) => lane.verify(request)),
  "POST promote": operation(protocol.promoteRequest, (lane, request, caller) => lane.promote(request, caller)),
  "POST restore": operation(protocol.restoreRequest, (lane, request, caller) => lane.restore(request, caller)),
  "POST retire": operation(protocol.retireRequest, (lane, request, caller) => lane.retire(request, caller)),
  "PUT traffic": ({ body }) => {
    const request = protocol.trafficRequest.parse(body);
    return async ({ lane }) => {
      await lane.setTraffic(request);
      return lane.observe();
    };
  },
};

/** What is seen of a lane in which nothing was ever done. */
function nothingThere(service: string, environment: string): LaneObservation {
  return { lane: `${service}/${environment}`, service, environment, routerPort: null, processes: [] };
}

/** Answers one call of the control API; every refusal is a `DeliveryError` or a schema's error. */
export async function handle(fleet: Fleet, call: Call): Promise<Answer> {
  const [first, service = "", environment = "", action = "", ...more] = call.url.pathname.split("/").slice(1).map(decodeURIComponent);
  if (call.method === "GET" && service === "") return overview(fleet, first ?? "");
  if (first !== "lanes" || more.length > 0) throw notFound(call);
  const key = `${call.method} ${action}`;
  const name = protocol.laneName.parse({ service, environment });
  const read = own(reads, key)?.(call, fleet);
  if (read !== undefined) {
    const found = await fleet.find(name.service, name.environment);
    if (found !== undefined) return answerOf(await read(found));
    if (action === "") return { json: nothingThere(name.service, name.environment) };
    throw new DeliveryError(
      "NOT_FOUND",
      `nothing was ever deployed to ${name.service}/${name.environment}`,
      "Prepare a release there first.",
    );
  }
  const change = own(changes, key)?.(call, fleet);
  if (change === undefined) throw notFound(call);
  return answerOf(await change(await fleet.lane(name.service, name.environment)));
}

function answerOf(result: unknown): Answer {
  return typeof result === "string" ? { text: result } : { json: result };
}

async function overview(fleet: Fleet, page: string): Promise<Answer> {
  const lanes = await fleet.all();
  if (page === "healthz") return { json: { status: "ok" } };
  if (page === "metrics") return { text: prometheusText(lanes) };
  if (page === "lanes") return { json: { lanes: lanes.map((lane) => lane.observe()) } };
  throw new DeliveryError("NOT_FOUND", `there is no /${page}`, "See /lanes, /metrics and /healthz.");
}

function notFound(call: Call): DeliveryError {
  return new DeliveryError(
    "NOT_FOUND",
    `there is no ${call.method} ${call.url.pathname}`,
    "Use /lanes/{service}/{environment} with prepare, weights, verify, promote, restore, retire, traffic, window, customers, divide, neighbours or metrics.",
  );
}
