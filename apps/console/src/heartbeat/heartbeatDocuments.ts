import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

const heartbeatFields = graphql(`
  fragment HeartbeatFields on Heartbeat {
    id name description interval unit priority message tags enabled removed standing heardAt dueAt revision
    integration { id name service { slug } } service { id slug } owner { id name } silences { id name startsAt endsAt }
  }
`);
/** Somebody who says again and again that they are well. */
export type Heartbeat = ResultOf<typeof heartbeatFields>;

export const heartbeatsDocument = graphql(`
  query Heartbeats($asOf: AsOf) { heartbeats(asOf: $asOf) { ...HeartbeatFields } }
`, [heartbeatFields]);
export const heartbeatDocument = graphql(`
  query Heartbeat($id: ID!, $asOf: AsOf) {
    heartbeat(id: $id, asOf: $asOf) { ...HeartbeatFields history(first: 500) { totalCount edges { node { ...HistoryFields } } } }
  }
`, [heartbeatFields, historyFields]);
/** Who outside hears that Ballast is well; as now. */
export const outsideHeartbeatDocument = graphql(`query OutsideHeartbeat { health { outsideHeartbeat { set askedAt toldAt why } } }`);
export const opsgenieIntegrationsDocument = graphql(`query OpsgenieIntegrations { integrations { id name kind removed } }`);
export const heartbeatEvents = [
  "HeartbeatWritten", "HeartbeatTurned", "HeartbeatRemoved", "HeartbeatPinged", "HeartbeatFellSilent", "AlertFired", "AlertCleared",
];

export const writeHeartbeat = command("writeHeartbeat", "heartbeat { id }");
export const turnHeartbeat = command("turnHeartbeat");
export const removeHeartbeat = command("removeHeartbeat");
