import type { SupportedMethods } from "@eventstore/db-client/generated/serverfeatures_pb.js";
import type { Empty } from "@eventstore/db-client/generated/shared_pb.js";
import type { handleUnaryCall, ServiceDefinition } from "@grpc/grpc-js";
import { featuresPb } from "./generated.ts";
import { unary } from "./unary.ts";

/** The version of the original whose behaviour this server follows. */
const SERVER_VERSION = "24.2.0";

/** Features of single methods that clients ask for before they use them. */
const FEATURES: ReadonlyMap<string, readonly string[]> = new Map(Object.entries({
  create: ["stream", "all"],
  update: ["stream", "all"],
  delete: ["stream", "all"],
  read: ["stream", "all"],
  getinfo: ["stream", "all"],
  list: ["stream", "all"],
  replayparked: ["stream", "all"],
}));

/** `ServerFeatures.GetSupportedMethods`, from the services that are served. Asked without deadline: always answers. */
export function handleGetSupportedMethods(
  services: readonly ServiceDefinition[],
): handleUnaryCall<Empty, SupportedMethods> {
  const answer = new featuresPb.SupportedMethods();
  answer.setEventStoreServerVersion(SERVER_VERSION);
  for (const { path } of services.flatMap((service) => Object.values(service))) addMethod(answer, path);
  return unary(async () => answer);
}

function addMethod(answer: SupportedMethods, path: string): void {
  const [, service = "", name = ""] = path.split("/");
  const method = new featuresPb.SupportedMethod();
  method.setServiceName(service.toLowerCase());
  method.setMethodName(name.toLowerCase());
  if (service.endsWith("PersistentSubscriptions")) method.setFeaturesList([...(FEATURES.get(name.toLowerCase()) ?? [])]);
  answer.addMethods(method);
}
