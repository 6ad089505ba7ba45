import { GraphqlFailure } from "../harness/graphql.ts";
import { startStack, type Stack } from "../harness/stack.ts";
import { comparedWith, summarise, type BenchResult } from "./result.ts";

const subscribers = 500;
/** One person may have thirty sockets, and a socket fifty subscriptions. */
const socketsOpen = 10;
const mutations = 10;
const fields = `sentence incidents { id reference title state severity commander { name } } moving { id state version }
  lanes {
    id environment kind service { id slug } hold { reason since } exposures { percent release { id version } } health { version requests errors p95Ms state },
  }
  onCall { id name nextHandOverAt onNow { name } } justHappened { id type stream occurredAt sentence } inbox { id purpose }`;
/** Asking for anything beside the page takes the ordinary way: each of its answers is worked out by itself. */
const documents = {
  shared: `subscription { nowChanged { ${fields} } }`,
  each: `subscription { ...Each } fragment Each on Subscription { nowChanged { ${fields} } }`,
};

interface Windows {
  /** Answers that have come in so far. */
  readonly heard: () => number;
  readonly close: () => void;
}

async function open(stack: Stack, query: string): Promise<Windows> {
  let heard = 0;
  const sockets = await Promise.all(
    Array.from({ length: socketsOpen }, async () => {
      const socket = new WebSocket(`${stack.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
      socket.addEventListener("message", ({ data }) => {
        if (typeof data !== "string") return;
        if (data.slice(0, 120).includes('"type":"next"')) heard += 1;
        if (data.includes("connection_ack"))
          for (let id = 0; id < subscribers / socketsOpen; id += 1)
            socket.send(JSON.stringify({ id: String(id), type: "subscribe", payload: { query } }));
      });
      await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
      socket.send(JSON.stringify({ type: "connection_init", payload: { authorization: `Bearer ${stack.credential}` } }));
      return socket;
    }),
  );
  while (heard < subscribers) await new Promise((resolve) => setTimeout(resolve, 20));
  return { heard: () => heard, close: () => sockets.forEach((socket) => socket.close()) };
}

/** As a client does it: where the server is too busy to hear the log's answer in time, it is sent again with the same key. */
async function register(stack: Stack, slug: string): Promise<void> {
  for (;;) {
    try {
      await stack.gql("mutation($input: RegisterServiceInput!) { registerService(input: $input) { position } }", {
        input: { slug, name: slug, idempotencyKey: slug },
      });
      return;
    } catch (error) {
      if (!(error instanceof GraphqlFailure) || error.codes.some((code) => code !== "LOG_UNAVAILABLE" && code !== "TIMEOUT")) throw error;
    }
  }
}

async function measured(stack: Stack, kind: keyof typeof documents): Promise<BenchResult> {
  const windows = await open(stack, documents[kind]);
  const samplesMs: number[] = [];
  const began = performance.now();
  for (let n = 0; n < mutations; n += 1) {
    const before = windows.heard();
    const at = performance.now();
    await register(stack, `live-${kind}-${n}`);
    samplesMs.push(performance.now() - at);
    while (windows.heard() < before + subscribers) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 600));
  }
  windows.close();
  return summarise({
    name: `mutation answered beside ${subscribers} windows of the first page, ${kind === "shared" ? "answers shared" : "each worked out by itself"}`,
    samplesMs, elapsedMs: performance.now() - began,
  });
}

/** How long whoever changes something waits while 500 windows show the first view, beside working out each window's answer. */
export async function run(): Promise<readonly BenchResult[]> {
  const stack = await startStack({ demo: true });
  try {
    const each = await measured(stack, "each");
    return [each, comparedWith(await measured(stack, "shared"), each)];
  } finally {
    await stack.stop();
  }
}
