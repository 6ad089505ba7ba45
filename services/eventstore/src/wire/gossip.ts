import { randomUUID } from "node:crypto";
import type { ClusterInfo } from "@eventstore/db-client/generated/gossip_pb.js";
import type { Empty } from "@eventstore/db-client/generated/shared_pb.js";
import type { handleUnaryCall } from "@grpc/grpc-js";
import { gossipPb, sharedPb } from "./generated.ts";
import { unary } from "./unary.ts";

/** Where clients reach this server. */
export type Endpoint = { readonly host: string; readonly port: number };

/** `Gossip.Read`: one member, the leader, alive. `endpoint` is asked each time, as the port is known only later. */
export function handleGossip(endpoint: () => Endpoint): handleUnaryCall<Empty, ClusterInfo> {
  const instance = randomUUID();
  return unary(async () => {
    const { host, port } = endpoint();
    const place = new gossipPb.EndPoint();
    place.setAddress(host);
    place.setPort(port);
    const id = new sharedPb.UUID();
    id.setString(instance);
    const member = new gossipPb.MemberInfo();
    member.setInstanceId(id);
    member.setTimeStamp(`${Date.now()}0000`);
    member.setState(gossipPb.MemberInfo.VNodeState.LEADER);
    member.setIsAlive(true);
    member.setHttpEndPoint(place);
    const cluster = new gossipPb.ClusterInfo();
    cluster.setMembersList([member]);
    return cluster;
  });
}
