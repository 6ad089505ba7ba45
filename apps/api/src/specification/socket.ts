import { WebSocket } from "ws";

/** A message of the graphql-ws protocol. */
export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A client of the protocol that says exactly what it is told to say. */
export interface SpecSocket {
  send(message: Message | string): void;
  /** The next message. */
  next(): Promise<Message>;
  /** How it was closed. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  close(): void;
}

/** Connects, and waits until the socket is open. */
export async function openSocket(address: string, headers: Readonly<Record<string, string>> = {}): Promise<SpecSocket> {
  const socket = new WebSocket(`${address}/graphql`, "graphql-transport-ws", { headers });
  const messages: Message[] = [];
  let wake: () => void = () => undefined;
  socket.on("message", (data: Buffer) => {
    messages.push(JSON.parse(data.toString("utf8")) as Message);
    wake();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once("close", (code, reason) => resolve({ code, reason: reason.toString("utf8") })),
  );
  await new Promise<void>((resolve, reject) => socket.once("open", () => resolve()).once("error", reject));
  return {
    closed,
    send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    close: () => socket.close(),
    async next() {
      while (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const [message] = messages.splice(0, 1);
      if (message === undefined) throw new Error("there was no message");
      return message;
    },
  };
}
