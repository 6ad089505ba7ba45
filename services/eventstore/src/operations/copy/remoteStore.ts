import type { AppendReq, ReadReq, ReadResp } from "@eventstore/db-client/generated/streams_pb.js";
import { status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import type { RecordedEvent } from "../../storage/records.ts";
import { StreamsClient, sharedPb, streamsPb } from "../../wire/generated.ts";
import { OperationError } from "../readLog.ts";
import { parseConnectionString } from "./connection.ts";
import type { RemoteAddress } from "./connection.ts";

/** An event as a remote store holds it, as far as it can be compared. */
export type RemoteEvent = {
  readonly stream: string;
  readonly revision: string;
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};

/** Another event store, over the protocol. */
export class RemoteStore {
  readonly #address: RemoteAddress;
  readonly #client: InstanceType<typeof StreamsClient>;

  /** @throws OperationError when `connectionString` is none. */
  constructor(connectionString: string) {
    this.#address = parseConnectionString(connectionString);
    this.#client = new StreamsClient(this.#address.target, this.#address.credentials);
  }

  close(): void {
    this.#client.close();
  }

  /** Appends events of one stream at the revisions they have; a repetition changes nothing. @throws OperationError */
  append(events: readonly RecordedEvent[]): Promise<void> {
    const [first] = events;
    if (first === undefined) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const call = this.#client.append(this.#address.metadata, (error, response) => {
        if (error !== null) reject(this.#failed(`copying ${placeOf(first)}`, error));
        else if (response.hasWrongExpectedVersion()) reject(occupied(first));
        else resolve();
      });
      call.on("error", () => undefined);
      call.write(header(first));
      for (const event of events) call.write(proposed(event));
      call.end();
    });
  }

  /** Tombstones a stream; one that is so already is left. @throws OperationError */
  tombstone(event: RecordedEvent): Promise<void> {
    const options = new streamsPb.TombstoneReq.Options();
    options.setStreamIdentifier(identifierOf(event.stream));
    options.setAny(new sharedPb.Empty());
    const request = new streamsPb.TombstoneReq();
    request.setOptions(options);
    return new Promise((resolve, reject) => {
      this.#client.tombstone(request, this.#address.metadata, (error: ServiceError | null) => {
        if (error === null || error.metadata.get("exception")[0] === "stream-deleted") resolve();
        else reject(this.#failed(`copying ${placeOf(event)}`, error));
      });
    });
  }

  /** Everything the remote store holds, by position. @throws OperationError */
  async *readAll(): AsyncGenerator<RemoteEvent> {
    const call = this.#client.read(readAllRequest(), this.#address.metadata);
    try {
      for await (const response of call) {
        const event: RemoteEvent | undefined = toRemoteEvent(response);
        if (event !== undefined) yield event;
      }
    } catch (error) {
      throw this.#failed("reading it", error);
    } finally {
      call.cancel();
    }
  }

  /** What a call failed with, and what can be done about it. */
  #failed(doing: string, error: unknown): OperationError {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const detail = (error instanceof Error && "details" in error ? String(error.details) : String(error)).replace(
      / Resolution note: .*$/,
      "",
    );
    const message = `${this.#address.target}, while ${doing}: ${detail}`;
    if (code === status.UNAVAILABLE || code === status.CANCELLED) {
      return new OperationError(message, "Is it up, and is TLS meant? Then repeat the same copy: it goes on.", "unreachable");
    }
    if (code === status.PERMISSION_DENIED || code === status.UNAUTHENTICATED) {
      return new OperationError(message, "Name a member of $admins: esdb://user:password@host:2113", "notAllowed");
    }
    return new OperationError(message, "Remove the reason, then repeat the same copy: it goes on.");
  }
}

const placeOf = (event: RecordedEvent): string => `revision ${event.revision} of stream ${event.stream}`;

function occupied(event: RecordedEvent): OperationError {
  const message = `${placeOf(event)} could not be copied: the stream holds something else there`;
  return new OperationError(message.charAt(0).toUpperCase() + message.slice(1), "Copy into an empty store.");
}

function identifierOf(stream: string): InstanceType<typeof sharedPb.StreamIdentifier> {
  const identifier = new sharedPb.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  return identifier;
}

function header(first: RecordedEvent): AppendReq {
  const options = new streamsPb.AppendReq.Options();
  options.setStreamIdentifier(identifierOf(first.stream));
  if (first.revision === 0) options.setNoStream(new sharedPb.Empty());
  else options.setRevision(String(first.revision - 1));
  const request = new streamsPb.AppendReq();
  request.setOptions(options);
  return request;
}

function proposed(event: RecordedEvent): AppendReq {
  const id = new sharedPb.UUID();
  id.setString(event.id);
  const message = new streamsPb.AppendReq.ProposedMessage();
  message.setId(id);
  message.getMetadataMap().set("type", event.type);
  message.getMetadataMap().set("content-type", event.isJson ? "application/json" : "application/octet-stream");
  message.setData(event.data);
  message.setCustomMetadata(event.metadata);
  const request = new streamsPb.AppendReq();
  request.setProposedMessage(message);
  return request;
}

function readAllRequest(): ReadReq {
  const all = new streamsPb.ReadReq.Options.AllOptions();
  all.setStart(new sharedPb.Empty());
  const uuid = new streamsPb.ReadReq.Options.UUIDOption();
  uuid.setString(new sharedPb.Empty());
  const options = new streamsPb.ReadReq.Options();
  options.setAll(all);
  options.setUuidOption(uuid);
  options.setCount(String(Number.MAX_SAFE_INTEGER));
  options.setNoFilter(new sharedPb.Empty());
  const request = new streamsPb.ReadReq();
  request.setOptions(options);
  return request;
}

function toRemoteEvent(response: ReadResp): RemoteEvent | undefined {
  const record = response.getEvent()?.getEvent();
  if (record === undefined) return undefined;
  return {
    stream: Buffer.from(record.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array()).toString("utf8"),
    revision: record.getStreamRevision(),
    id: record.getId()?.getString() ?? "",
    type: record.getMetadataMap().get("type") ?? "",
    data: record.getData_asU8(),
    metadata: record.getCustomMetadata_asU8(),
  };
}
