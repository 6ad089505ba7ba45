import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type { ChannelCredentials, Metadata, ServiceError } from "@grpc/grpc-js";

const load = createRequire(import.meta.url);
const streamsGrpc: typeof import("@eventstore/db-client/generated/streams_grpc_pb.js") = load(
  "@eventstore/db-client/generated/streams_grpc_pb.js",
);
const streamsPb: typeof import("@eventstore/db-client/generated/streams_pb.js") = load(
  "@eventstore/db-client/generated/streams_pb.js",
);
const sharedPb: typeof import("@eventstore/db-client/generated/shared_pb.js") = load(
  "@eventstore/db-client/generated/shared_pb.js",
);

type StreamIdentifier = InstanceType<typeof sharedPb.StreamIdentifier>;

/** The protocol without the official client, for what that one would not send. Answers are gRPC codes. */
export class RawClient {
  readonly #client: InstanceType<typeof streamsGrpc.StreamsClient>;

  constructor(address: string, credentials: ChannelCredentials) {
    this.#client = new streamsGrpc.StreamsClient(address, credentials);
  }

  close(): void {
    this.#client.close();
  }

  /** Appends one JSON event, whatever is there. */
  append(stream: string, metadata: Metadata, data: unknown = {}): Promise<number> {
    return new Promise((resolve) => {
      const call = this.#client.append(metadata, (error: ServiceError | null) => resolve(error?.code ?? 0));
      const options = new streamsPb.AppendReq.Options();
      options.setStreamIdentifier(identifierOf(stream));
      options.setAny(new sharedPb.Empty());
      const header = new streamsPb.AppendReq();
      header.setOptions(options);
      call.write(header);
      call.write(proposedEvent(data));
      call.end();
    });
  }

  /** Reads the first event of a stream, or of `$all`. */
  read(stream: string, metadata: Metadata): Promise<number> {
    const call = this.#client.read(readRequest(stream), metadata);
    return new Promise((resolve) => {
      call.on("data", () => undefined);
      call.on("error", (error: ServiceError) => resolve(error.code));
      call.on("end", () => resolve(0));
    });
  }
}

function identifierOf(stream: string): StreamIdentifier {
  const identifier = new sharedPb.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  return identifier;
}

function proposedEvent(data: unknown): InstanceType<typeof streamsPb.AppendReq> {
  const id = new sharedPb.UUID();
  id.setString(randomUUID());
  const message = new streamsPb.AppendReq.ProposedMessage();
  message.setId(id);
  message.getMetadataMap().set("type", "Happened").set("content-type", "application/json");
  message.setData(Buffer.from(JSON.stringify(data)));
  const request = new streamsPb.AppendReq();
  request.setProposedMessage(message);
  return request;
}

function readRequest(stream: string): InstanceType<typeof streamsPb.ReadReq> {
  const uuid = new streamsPb.ReadReq.Options.UUIDOption();
  uuid.setString(new sharedPb.Empty());
  const options = new streamsPb.ReadReq.Options();
  options.setUuidOption(uuid);
  options.setNoFilter(new sharedPb.Empty());
  options.setCount("1");
  if (stream === "$all") {
    const all = new streamsPb.ReadReq.Options.AllOptions();
    all.setStart(new sharedPb.Empty());
    options.setAll(all);
  } else {
    const one = new streamsPb.ReadReq.Options.StreamOptions();
    one.setStreamIdentifier(identifierOf(stream));
    one.setStart(new sharedPb.Empty());
    options.setStream(one);
  }
  const request = new streamsPb.ReadReq();
  request.setOptions(options);
  return request;
}
