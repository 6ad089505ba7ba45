import { DeliveryError } from "../error.ts";
import type { LaneObservation } from "../target.ts";
import type { Answer, Call } from "./controlCall.ts";
import type { Fleet, OpenLane } from "./fleet.ts";
import { prometheusText } from "./prometheus.ts";
import * as protocol from "./protocol.ts";

type LaneRoute = (open: OpenLane, call: Call) => unknown;

const reads: Readonly<Record<string, LaneRoute>> = {
  "GET ": ({ lane }) => lane.observe(),
  "GET window": ({ lane }, { url }) => {
    const { from, to } = protocol.windowRequest.parse(Object.fromEntries(url.searchParams));
    return lane.measurements.window(from, to);
  },
};

const changes: Readonly<Record<string, LaneRoute>> = {
  "POST prepare": ({ operations }, { body, signal }) => operations.prepare(protocol.prepareRequest.parse(body), signal),
  "POST weights": ({ operations }, { body, signal }) => operations.setWeight(protocol.weightRequest.parse(body), signal),
  "POST verify": ({ operations }, { body }) => operations.verify(protocol.verifyRequest.parse(body)),
  "POST promote": ({ operations }, { body, signal }) => operations.promote(protocol.promoteRequest.parse(body), signal),
  "POST restore": ({ operations }, { body, signal }) => operations.restore(protocol.restoreRequest.parse(body), signal),
  "POST retire": ({ operations }, { body, signal }) => operations.retire(protocol.retireRequest.parse(body), signal),
  "PUT traffic": async ({ lane }, { body }) => {
    await lane.setTraffic(protocol.trafficRequest.parse(body));
    return lane.observe();
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
  if (key === "GET metrics") {
    const found = await fleet.find(name.service, name.environment);
    return { text: prometheusText(found === undefined ? [] : [found.lane]) };
  }
  const read = reads[key];
  if (read !== undefined) {
    const found = await fleet.find(name.service, name.environment);
    if (found !== undefined) return { json: await read(found, call) };
    if (action === "") return { json: nothingThere(name.service, name.environment) };
    throw new DeliveryError("NOT_FOUND", `nothing was ever deployed to ${name.service}/${name.environment}`, "Prepare a release there first.");
  }
  const change = changes[key];
  if (change === undefined) throw notFound(call);
  return { json: await change(await fleet.lane(name.service, name.environment), call) };
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
    "Use /lanes/{service}/{environment} with prepare, weights, verify, promote, restore, retire, traffic, window or metrics.",
  );
}
