import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import protobuf from "protobufjs/minimal.js";

/** What a provider asks: `flagd.sync.v1`, as open-feature/flagd-schemas has it. */
export interface SyncRequest {
  readonly providerId: string;
  /** Deprecated in favour of the metadata `flagd-selector`. */
  readonly selector: string;
}

/** Field 1 of the answers of SyncFlags and FetchAllFlags: flags in flagd's format. */
export interface SyncAnswer {
  readonly flagConfiguration: string;
}

const { Reader, Writer } = protobuf;

/** Both fields are texts, and those of later versions are left. @throws RangeError for what is no message */
export function readRequest(bytes: Uint8Array): SyncRequest {
  const reader = Reader.create(bytes);
  let [providerId, selector] = ["", ""];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === 10) providerId = reader.string();
    else if (tag === 18) selector = reader.string();
    else reader.skipType(tag & 7);
  }
  return { providerId, selector };
}

const writeRequest = ({ providerId, selector }: SyncRequest): Buffer =>
  Buffer.from(Writer.create().uint32(10).string(providerId).uint32(18).string(selector).finish());

function readAnswer(bytes: Uint8Array): SyncAnswer {
  const reader = Reader.create(bytes);
  let flagConfiguration = "";
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === 10) flagConfiguration = reader.string();
    else reader.skipType(tag & 7);
  }
  return { flagConfiguration };
}

const writeAnswer = ({ flagConfiguration }: SyncAnswer): Buffer =>
  Buffer.from(Writer.create().uint32(10).string(flagConfiguration).finish());

const method = (name: string, responseStream: boolean): MethodDefinition<SyncRequest, SyncAnswer> => ({
  path: `/flagd.sync.v1.FlagSyncService/${name}`, requestStream: false, responseStream,
  requestSerialize: writeRequest, requestDeserialize: readRequest, responseSerialize: writeAnswer, responseDeserialize: readAnswer,
});

/** `GetMetadata`, deprecated, has a request without fields; its metadata is left out, which is what a server without any says. */
const metadata: MethodDefinition<SyncRequest, null> = {
  path: "/flagd.sync.v1.FlagSyncService/GetMetadata", requestStream: false, responseStream: false, requestSerialize: writeRequest,
  requestDeserialize: readRequest, responseSerialize: () => Buffer.alloc(0), responseDeserialize: () => null,
};

export const flagSyncService = {
  SyncFlags: method("SyncFlags", true), FetchAllFlags: method("FetchAllFlags", false), GetMetadata: metadata,
} satisfies ServiceDefinition;
