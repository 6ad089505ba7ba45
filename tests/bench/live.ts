import { GraphqlFailure } from "../harness/graphql.ts";
import { startStack, type Stack } from "../harness/stack.ts";
import { openWindows } from "./live/windows.ts";
import { comparedWith, summarise, type BenchResult } from "./result.ts";

const subscribers = 500;
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
  const windows = await openWindows({ url: stack.url, credential: stack.credential, query: documents[kind] }, subscribers);
  const samplesMs: number[] = [];
  const began = performance.now();
  for (let n = 0; n < mutations; n += 1) {
    const before = windows.heard();
    const at = performance.now();
    await register(stack, `live-${kind}-${n}`);
    samplesMs.push(performance.now() - at);
    await windows.until(before + subscribers);
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
