import { startStack, type Stack } from "../harness/stack.ts";
import { valuesOf, type Figure } from "./figure.ts";
import { besideBare, Load, type Target } from "./flags/load.ts";
import { comparedWith, type BenchResult } from "./result.ts";

const components = 500;
const summary = "/api/v2/summary.json";

async function layOut(stack: Stack): Promise<void> {
  await stack.gql("mutation($input: RegisterServiceInput!) { registerService(input: $input) { position } }", {
    input: { slug: "shop", name: "Shop" },
  });
  const { defineStatusPage } = await stack.gql<{ defineStatusPage: { statusPage: { id: string } } }>(
    "mutation($input: DefineStatusPageInput!) { defineStatusPage(input: $input) { statusPage { id } } }",
    { input: { slug: "public", name: "Shop" } },
  );
  await stack.gql("mutation($input: LayOutStatusPageInput!) { layOutStatusPage(input: $input) { position } }", {
    input: {
      statusPageId: defineStatusPage.statusPage.id,
      components: Array.from({ length: components }, (_, n) => ({
        name: `Part ${String(n)}`, service: "shop", component: `part-${String(n)}`,
      })),
    },
  });
}

const asBrowsersAsk = "accept-encoding: gzip, br\r\n";

/** The summary of a page with 500 components, beside a bare server of as many bytes, and a static file of the same server. */
export async function run(): Promise<readonly BenchResult[]> {
  const stack = await startStack();
  try {
    await layOut(stack);
    const target: Target = { url: stack.url, authorization: "", cpuMs: () => 0 };
    const [ours, bare] = await besideBare(target, {
      name: `summary.json, ${String(components)} components`, status: 200, one: (load) => load.get(summary, asBrowsersAsk),
    });
    const load = new Load(target);
    const file = await load.measure("a static file of the same server", () => load.get("/index.html", asBrowsersAsk), 200);
    load.close();
    return ours === undefined || bare === undefined ? [] : [comparedWith(ours, file), bare, file];
  } finally {
    await stack.stop();
  }
}

/** How many readers one server bears a second. */
export const figures = (results: readonly BenchResult[]): readonly Figure[] => {
  const perSecond = (name: string): readonly number[] => valuesOf(results, name, ({ throughputPerSecond }) => throughputPerSecond);
  return [
    {
      what: "summary.json with 500 components, a second", ours: perSecond(`summary.json, ${String(components)} components (`),
      reference: { what: "a static file of the same server", values: perSecond("a static file") }, goal: { of: "ours", atLeast: 5_000 },
    },
  ];
};
