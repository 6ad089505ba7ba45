import type { StatisticsResp } from "@eventstore/db-client/generated/projections_pb.js";
import type { Projection } from "../../projections/projection.ts";
import type { EventLog } from "../../storage/eventLog.ts";
import { projectionsPb } from "../generated.ts";

/** What is said about every projection. */
type Statistics = {
  readonly name: string;
  readonly status: string;
  readonly reason: string;
  readonly position: number;
  readonly processed: number;
};

/** The statistics of a custom projection. */
export function encodeStatistics(projection: Projection, log: EventLog): StatisticsResp {
  const { status, reason, processed, stored } = projection;
  return encode({ name: stored.name, status, reason, processed, position: stored.position }, log);
}

/** The statistics of a projection that is built in: always running, always at the end. */
export function encodeBuiltIn(name: string, log: EventLog): StatisticsResp {
  return encode({ name, status: "Running", reason: "", position: log.lastPosition, processed: 0 }, log);
}

function encode({ name, status, reason, position, processed }: Statistics, log: EventLog): StatisticsResp {
  const details = new projectionsPb.StatisticsResp.Details();
  const place = `C:${position}/P:${position}`;
  details.setName(name);
  details.setEffectivename(name);
  details.setMode("Continuous");
  details.setStatus(status);
  details.setStatereason(reason);
  details.setPosition(place);
  details.setLastcheckpoint(place);
  details.setProgress(log.lastPosition === 0 ? 100 : (100 * position) / log.lastPosition);
  details.setEventsprocessedafterrestart(String(processed));
  const response = new projectionsPb.StatisticsResp();
  response.setDetails(details);
  return response;
}
