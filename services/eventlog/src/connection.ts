import { EventStoreDBClient } from "@eventstore/db-client";

/** Holds the client; a new one takes its place when the old one seems stuck. */
export interface Connection {
  client(): EventStoreDBClient;
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
  return client;
}
