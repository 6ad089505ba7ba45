import type { Connection } from "./connection.ts";
import { CommandFailure, exitCodes } from "./failure.ts";
import type { Variables } from "./client.ts";

/** What to listen to. */
export interface Subscription {
  readonly document: string;
  readonly variables?: Variables;
  readonly signal: AbortSignal;
}

interface Message {
  readonly type: string;
  readonly payload?: unknown;
}

const protocol = "graphql-transport-ws";

function addressOf({ url }: Connection): string {
  const address = new URL("/graphql", url);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

const lost = (url: string, why: string): CommandFailure =>
  new CommandFailure({ code: "UNREACHABLE", message: `The connection to ${url} ended: ${why}.`, remedy: "`npx ballast doctor` looks at what runs.", exitCode: exitCodes.unreachable });

const refused = (payload: unknown): CommandFailure => {
  const [first] = Array.isArray(payload) ? payload : [payload];
  const text = typeof first === "object" && first !== null && "message" in first ? String(first.message) : "the subscription was refused";
  return new CommandFailure({ code: "FAILED", message: text });
};

/**
 * Listens over one websocket (graphql-ws) until the signal aborts, the server completes or the connection is lost.
 * @throws {CommandFailure} UNREACHABLE when it was lost: the caller may listen again from where it was
 */
export async function* subscribe<Data>(connection: Connection, { document, variables = {}, signal }: Subscription): AsyncGenerator<Data, void, undefined> {
  const socket = new WebSocket(addressOf(connection), protocol);
  const inbox: (Message | CommandFailure | "end")[] = [];
  let wake: () => void = () => undefined;
  const put = (item: Message | CommandFailure | "end"): void => {
    inbox.push(item);
    wake();
  };
  const send = (message: object): void => { socket.send(JSON.stringify(message)); };
  socket.addEventListener("open", () => { send({ type: "connection_init", payload: { authorization: `Bearer ${connection.token}` } }); });
  socket.addEventListener("message", ({ data }) => { put(JSON.parse(String(data)) as Message); });
  socket.addEventListener("close", ({ code, reason }) => { put(lost(connection.url, reason === "" ? `code ${String(code)}` : reason)); });
  const end = (): void => { put("end"); };
  signal.addEventListener("abort", end);
  try {
    for (;;) {
      const item = inbox.shift();
      if (item === undefined) await new Promise<void>((resolve) => { wake = resolve; });
      else if (item === "end" || (item instanceof CommandFailure && signal.aborted)) return;
      else if (item instanceof CommandFailure) throw item;
      else if (item.type === "connection_ack") send({ id: "1", type: "subscribe", payload: { query: document, variables } });
      else if (item.type === "ping") send({ type: "pong" });
      else if (item.type === "next") yield dataOf<Data>(item.payload);
      else if (item.type === "error") throw refused(item.payload);
      else if (item.type === "complete") return;
    }
  } finally {
    signal.removeEventListener("abort", end);
    socket.close();
  }
}

function dataOf<Data>(payload: unknown): Data {
  const { data, errors } = payload as { data?: Data; errors?: unknown };
  if (errors !== undefined || data === undefined) throw refused(errors);
  return data;
}
