import { startStack, type Stack } from "../harness/stack.ts";
import { Connection } from "./flags/connection.ts";
import { valuesOf, type Figure } from "./figure.ts";
import { summarise, type BenchResult } from "./result.ts";

/** So many people look at a status page in an incident, each on a connection of their own that is kept. */
const readers = 10_000;
/** Each of them asks once in so long, ms; a browser that shows the page asks no oftener. */
const roundMs = 20_000;
/** Meanwhile so often somebody writes an update that they see, ms. */
const everyMs = 2_000;
/** So many connections are opened at a time: as they come, not as one. */
const atATime = 200;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

async function incidentOnPage(stack: Stack): Promise<string> {
  const give = async <Answer>(mutation: string, type: string, input: object, fields = "position"): Promise<Answer> =>
    (await stack.gql<{ answer: Answer }>(`mutation($input: ${type}!) { answer: ${mutation}(input: $input) { ${fields} } }`, { input })).answer;
  await give("registerService", "RegisterServiceInput", { slug: "shop", name: "Shop" });
  const page = await give<{ statusPage: { id: string } }>(
    "defineStatusPage", "DefineStatusPageInput", { slug: "public", name: "Shop" }, "statusPage { id }",
  );
  await give("layOutStatusPage", "LayOutStatusPageInput", {
    statusPageId: page.statusPage.id,
    components: Array.from({ length: 20 }, (_, n) => ({ name: `Part ${String(n)}`, service: "shop", component: `part-${String(n)}` })),
  });
  const declared = await give<{ incident: { id: string } }>(
    "declareIncident", "DeclareIncidentInput", { title: "Payments fail", severity: 2, services: ["shop"] }, "incident { id }",
  );
  await give("setPublicImpact", "SetPublicImpactInput", { incidentId: declared.incident.id, publicImpact: "major", reason: "" });
  return declared.incident.id;
}

/** Every reader connects, and asks for the front page. */
async function arrive(url: string): Promise<{ readonly all: readonly Reader[]; readonly result: BenchResult }> {
  const all: Reader[] = [];
  const samplesMs: number[] = [];
  const began = performance.now();
  while (all.length < readers) {
    const some = Array.from({ length: Math.min(atATime, readers - all.length) }, () => new Reader(url));
    for (const reader of some) all.push(reader);
    samplesMs.push(...(await Promise.all(some.map((reader) => reader.look()))));
  }
  return { all, result: summarise({ name: `${String(readers)} readers arrive`, samplesMs, elapsedMs: performance.now() - began }) };
}

/** Somebody who looks at the page, and again. */
class Reader {
  readonly #connection: Connection;
  #etag: string | undefined;
  /** How often what was seen was new. */
  news = 0;

  constructor(url: string) {
    this.#connection = new Connection(url);
  }

  /** How long the page took, ms. @throws where it did not come */
  async look(): Promise<number> {
    const began = performance.now();
    const known = this.#etag === undefined ? "" : `if-none-match: ${this.#etag}\r\n`;
    const { status, etag } = await this.#connection.ask(`GET /status HTTP/1.1\r\nhost: localhost\r\naccept-encoding: gzip, br\r\n${known}\r\n`);
    if (status !== 200 && status !== 304) throw new Error(`the page answered ${String(status)}`);
    if (status === 200) this.news += 1;
    this.#etag = etag;
    return performance.now() - began;
  }

  close(): void {
    this.#connection.close();
  }
}

/** All of them look again, each at a moment of their own, while updates are written; the writer's own waits are the second result. */
async function roundOf(stack: Stack, all: readonly Reader[], incidentId: string): Promise<readonly BenchResult[]> {
  const began = performance.now();
  const written: number[] = [];
  const post = async (): Promise<void> => {
    for (let n = 0; performance.now() - began < roundMs - everyMs; n += 1) {
      const before = performance.now();
      await stack.gql("mutation($input: PostUpdateInput!) { postUpdate(input: $input) { position } }", {
        input: { incidentId, visibility: "public", status: "Investigating", body: `We look into it, step ${String(n)}.` },
      });
      written.push(performance.now() - before);
      await wait(began + (n + 1) * everyMs - performance.now());
    }
  };
  // Spread evenly, in an order that is not the one in which they came.
  const look = async (reader: Reader, place: number): Promise<number> => {
    await wait(((place * 7_919) % readers) * (roundMs / readers) - (performance.now() - began));
    return reader.look();
  };
  const [samplesMs] = await Promise.all([Promise.all(all.map(look)), post()]);
  const elapsedMs = performance.now() - began;
  return [
    summarise({ name: "each looks again while updates are written", samplesMs, elapsedMs }),
    summarise({ name: "an update is written meanwhile", samplesMs: written, elapsedMs }),
  ];
}

/** Ten thousand people at a page whose incident goes on. */
export async function run(): Promise<readonly BenchResult[]> {
  const stack = await startStack();
  try {
    const incidentId = await incidentOnPage(stack);
    const { all, result } = await arrive(stack.url);
    const round = await roundOf(stack, all, incidentId);
    const news = all.filter((reader) => reader.news > 1).length;
    for (const reader of all) reader.close();
    console.log(`${String(news)} of ${String(readers)} readers saw something new.`);
    return [result, ...round];
  } finally {
    await stack.stop();
  }
}

/** What a reader waits, and who writes. */
export const figures = (results: readonly BenchResult[]): readonly Figure[] => {
  const p99 = (name: string): readonly number[] => valuesOf(results, name, ({ p99Ms }) => p99Ms);
  return [
    { what: "10,000 readers of a page that changes, p99 ms", ours: p99("each looks again"), goal: { of: "ours", atMost: 200 } },
    { what: "an update written meanwhile, p99 ms", ours: p99("an update is written"), goal: { of: "ours", atMost: 500 } },
  ];
};
