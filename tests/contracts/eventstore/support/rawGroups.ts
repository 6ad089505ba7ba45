import { createRequire } from "node:module";
import { ChannelCredentials } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { GROUP } from "./groups.ts";

const load = createRequire(import.meta.url);
const persistentGrpc: typeof import("@eventstore/db-client/generated/persistent_grpc_pb.js") = load(
  "@eventstore/db-client/generated/persistent_grpc_pb.js",
);
const persistentPb: typeof import("@eventstore/db-client/generated/persistent_pb.js") = load(
  "@eventstore/db-client/generated/persistent_pb.js",
);
const sharedPb: typeof import("@eventstore/db-client/generated/shared_pb.js") = load("@eventstore/db-client/generated/shared_pb.js");

/** Creates a group with a strategy by its name, as newer clients do. @returns the gRPC code and what was said. */
export function createRawGroup(port: number, stream: string, strategy: string): Promise<{ code: number; details: string }> {
  const identifier = new sharedPb.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  const source = new persistentPb.CreateReq.StreamOptions();
  source.setStreamIdentifier(identifier);
  source.setStart(new sharedPb.Empty());
  const settings = new persistentPb.CreateReq.Settings();
  settings.setConsumerStrategy(strategy);
  settings.setReadBatchSize(20);
  settings.setHistoryBufferSize(500);
  settings.setMaxRetryCount(10);
  const options = new persistentPb.CreateReq.Options();
  options.setStream(source);
  options.setGroupName(GROUP);
  options.setSettings(settings);
  const request = new persistentPb.CreateReq();
  request.setOptions(options);
  const client = new persistentGrpc.PersistentSubscriptionsClient(`127.0.0.1:${port}`, ChannelCredentials.createInsecure());
  return new Promise((resolve) => {
    client.create(request, (error: ServiceError | null) => {
      client.close();
      resolve({ code: error?.code ?? 0, details: error?.details ?? "" });
    });
  });
}
