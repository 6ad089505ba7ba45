import { createRequire } from "node:module";

/**
 * The protocol's messages and services, as the official client ships them. They are CommonJS modules whose exports
 * cannot be found by looking at their text, hence `require`. Google's own messages come from the copy of
 * google-protobuf that these modules use, so that one runtime serialises both.
 */
const load = createRequire(import.meta.url);
const GENERATED = "@eventstore/db-client/generated";

export const streamsPb: typeof import("@eventstore/db-client/generated/streams_pb.js") = load(`${GENERATED}/streams_pb.js`);
export const sharedPb: typeof import("@eventstore/db-client/generated/shared_pb.js") = load(`${GENERATED}/shared_pb.js`);
export const statusPb: typeof import("@eventstore/db-client/generated/status_pb.js") = load(`${GENERATED}/status_pb.js`);
export const persistentPb: typeof import("@eventstore/db-client/generated/persistent_pb.js") = load(`${GENERATED}/persistent_pb.js`);
export const featuresPb: typeof import("@eventstore/db-client/generated/serverfeatures_pb.js") = load(`${GENERATED}/serverfeatures_pb.js`);
export const gossipPb: typeof import("@eventstore/db-client/generated/gossip_pb.js") = load(`${GENERATED}/gossip_pb.js`);
export const projectionsPb: typeof import("@eventstore/db-client/generated/projections_pb.js") = load(`${GENERATED}/projections_pb.js`);

const streamsGrpc: typeof import("@eventstore/db-client/generated/streams_grpc_pb.js") = load(`${GENERATED}/streams_grpc_pb.js`);
const persistentGrpc: typeof import("@eventstore/db-client/generated/persistent_grpc_pb.js") = load(`${GENERATED}/persistent_grpc_pb.js`);
const featuresGrpc: typeof import("@eventstore/db-client/generated/serverfeatures_grpc_pb.js") = load(
  `${GENERATED}/serverfeatures_grpc_pb.js`,
);
const gossipGrpc: typeof import("@eventstore/db-client/generated/gossip_grpc_pb.js") = load(`${GENERATED}/gossip_grpc_pb.js`);
const projectionsGrpc: typeof import("@eventstore/db-client/generated/projections_grpc_pb.js") = load(
  `${GENERATED}/projections_grpc_pb.js`,
);

export const { StreamsService, StreamsClient } = streamsGrpc;
export const { PersistentSubscriptionsService } = persistentGrpc;
export const { ServerFeaturesService } = featuresGrpc;
export const { GossipService } = gossipGrpc;
export const { ProjectionsService } = projectionsGrpc;

const loadGoogle = createRequire(load.resolve(`${GENERATED}/streams_pb.js`));

const anyPb: typeof import("google-protobuf/google/protobuf/any_pb.js") = loadGoogle("google-protobuf/google/protobuf/any_pb.js");
const emptyPb: typeof import("google-protobuf/google/protobuf/empty_pb.js") = loadGoogle("google-protobuf/google/protobuf/empty_pb.js");

const structPb: typeof import("google-protobuf/google/protobuf/struct_pb.js") = loadGoogle("google-protobuf/google/protobuf/struct_pb.js");

const protobuf: typeof import("google-protobuf") = loadGoogle("google-protobuf");

export const { BinaryReader, BinaryWriter } = protobuf;
export const { Any: GoogleAny } = anyPb;
export const { Empty: GoogleEmpty } = emptyPb;
export const { Value: GoogleValue } = structPb;
