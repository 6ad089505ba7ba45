import { EventStoreDBClient } from "@eventstore/db-client";
import { makeClientConstructor, type Client, type Metadata, type ServiceClientConstructor, type ServiceError } from "@grpc/grpc-js";
import { readingByHand } from "./readResponse.ts";

/** Holds the client; a new one takes its place when the old one seems stuck. */
export interface Connection {
  client(): EventStoreDBClient;
  /** `AppendRecords` of KurrentDB 26.1; null where the server does not know it. */
  appendRecords(request: Buffer): Promise<Buffer | null>;
  /** New operations get a new client. What runs on the old one is left to end by itself. */
  renew(): void;
  close(): Promise<void>;
}

/** Prepares a connection; nothing is sent before the first operation. */
export function openConnection(address: string): Connection {
  let current = createClient(address);
  const replaced: EventStoreDBClient[] = [];
  return {
    client: () => current,
    appendRecords: (request) => appendRecords(current, request),
    renew() {
      replaced.push(current);
      current = createClient(address);
    },
    close: async () => {
      await Promise.allSettled([current, ...replaced].map((client) => client.dispose()));
    },
  };
}

/**
 * Appends go as calls of their own. The client would multiplex them over one bidirectional stream, of which one
 * error rejects all appends of the process, those of other clients too, and rejects queued writes where nobody
 * can catch it, which ends the process. It does so only where the server supports it, so we say that it does not.
 */
function createClient(address: string): EventStoreDBClient {
  const client = EventStoreDBClient.connectionString(address);
  const supports: unknown = Reflect.get(client, "supports");
  if (typeof supports !== "function") throw new TypeError("the event store client has changed: it no longer asks what the server supports");
  const withoutBatchAppend = async (method: { readonly path: string }, feature?: string): Promise<boolean> => {
    if (method.path.endsWith("/BatchAppend")) return false;
    const answer: unknown = await Reflect.apply(supports, client, [method, feature]);
    return answer === true;
  };
  Object.defineProperty(client, "supports", { value: withoutBatchAppend });
  readByHand(client);
  return client;
}

/** What the log sends goes by {@link readingByHand}, whichever of the client's functions asked for it. */
function readByHand(client: EventStoreDBClient): void {
  const create: unknown = Reflect.get(client, "GRPCStreamCreator");
  if (typeof create !== "function") throw new TypeError("the event store client has changed: it no longer makes its streams in one place");
  Object.defineProperty(client, "GRPCStreamCreator", {
    value: (service: ServiceClientConstructor, ...further: readonly unknown[]): unknown =>
      Reflect.apply(create, client, [readingByHand(service), ...further]),
  });
}

const asIs = (bytes: Buffer): Buffer => bytes;
const APPEND_RECORDS = {
  path: "/kurrentdb.protocol.v2.streams.StreamsService/AppendRecords", requestStream: false, responseStream: false,
  requestSerialize: asIs, requestDeserialize: asIs, responseSerialize: asIs, responseDeserialize: asIs,
} as const;
const StreamsClient = makeClientConstructor({ appendRecords: APPEND_RECORDS }, "StreamsService");

/** The client knows no second protocol, but everything else a call needs: the channel to the leader, credentials, a deadline. */
async function appendRecords(client: EventStoreDBClient, request: Buffer): Promise<Buffer | null> {
  const part = (name: string): ((...args: readonly unknown[]) => unknown) => {
    const found: unknown = Reflect.get(client, name);
    if (typeof found !== "function") throw new TypeError(`the event store client has changed: it has no ${name}`);
    return (...args) => Reflect.apply(found, client, args) as unknown;
  };
  if ((await part("supports")(APPEND_RECORDS)) !== true) return null;
  const [metadata, options] = part("callArguments")({ requiresLeader: true }) as [Metadata, object];
  const act = (stub: Client): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      stub.makeUnaryRequest(
        APPEND_RECORDS.path,
        asIs,
        asIs,
        request,
        metadata,
        options,
        (error: ServiceError | null, response?: Buffer) => {
          if (error === null && response !== undefined) resolve(response);
          else reject(error ?? new Error("an answer without content"));
        },
      );
    });
  return (await part("execute")(StreamsClient, "appendRecords", act)) as Buffer;
}
