/** Where windows are opened, and what each of them asks for. */
export interface Asking {
  readonly url: string;
  readonly credential: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Whether there is an answer before anything happens; true unless told. */
  readonly atOnce?: boolean;
}

/** Subscriptions that listen. */
export interface Windows {
  /** Answers that have come in so far. */
  readonly heard: () => number;
  /** Settles as soon as so many have. */
  readonly until: (answers: number) => Promise<void>;
  readonly close: () => void;
}

/** One person may have thirty sockets, and a socket fifty subscriptions. */
const mostEach = 50;

/** Opens so many subscriptions over as few sockets as may be, and waits until each has had its first answer, where there is one at once. */
export async function openWindows({ url, credential, query, variables, atOnce = true }: Asking, count: number): Promise<Windows> {
  let heard = 0;
  let waiting: { readonly answers: number; readonly then: () => void } | undefined;
  const hear = (): void => {
    heard += 1;
    if (waiting !== undefined && heard >= waiting.answers) waiting.then();
  };
  const until = (answers: number): Promise<void> =>
    heard >= answers ? Promise.resolve() : new Promise((resolve) => (waiting = { answers, then: resolve }));
  const sockets = await Promise.all(Array.from({ length: Math.ceil(count / mostEach) }, async (_, nth) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    socket.addEventListener("message", ({ data }) => {
      if (typeof data !== "string") return;
      if (data.slice(0, 120).includes('"type":"next"')) hear();
      if (!data.includes("connection_ack")) return;
      for (let id = 0; id < Math.min(mostEach, count - nth * mostEach); id += 1)
        socket.send(JSON.stringify({ id: String(id), type: "subscribe", payload: { query, variables } }));
    });
    await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
    socket.send(JSON.stringify({ type: "connection_init", payload: { authorization: `Bearer ${credential}` } }));
    return socket;
  }));
  if (atOnce) await until(count);
  return { heard: () => heard, until, close: () => sockets.forEach((socket) => socket.close()) };
}
