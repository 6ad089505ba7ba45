import { ids } from "@ballast/eventlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { ask, answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let kim: Principal;
let ada: Principal;
let pageId: string;

interface Preview {
  readonly html: string;
  readonly sentence: string;
  readonly drawn: number;
  readonly components: number;
  readonly lint: readonly string[];
}

const document = `query($page: ID, $content: StatusPageContent, $layout: StatusPageLayout) {
  statusPagePreview(statusPageId: $page, content: $content, layout: $layout) { html sentence drawn components lint }
}`;
const preview = async (variables: Readonly<Record<string, unknown>>): Promise<Preview> =>
  (await answered(spec, kim, { query: document, variables }))["statusPagePreview"] as Preview;
const refusal = async (variables: Readonly<Record<string, unknown>>, by: Principal = kim): Promise<string> =>
  (await ask(spec, by, { query: document, variables })).errors?.[0]?.message ?? "";
const one = async <Value>(query: string): Promise<Value> => Object.values(await answered(spec, kim, { query }))[0] as Value;
const revision = async (): Promise<number> =>
  (await one<{ revision: number }>(`{ statusPage(id: "${pageId}") { revision } }`)).revision;

beforeAll(async () => {
  spec = await specServer();
  kim = await spec.person("kim", ["commander", "engineer", "admin"]);
  ada = await spec.person("ada", ["engineer"]);
  for (const [slug, name] of [["shop", "Shop"], ["mail", "Mail"]]) await spec.run(kim, "registerService", { slug, name });
  ({ recordId: pageId } = await spec.run(kim, "defineStatusPage", { slug: "public", name: "Marlow" }));
  await spec.run(kim, "layOutStatusPage", { statusPageId: pageId, components: [{ name: "Checkout", service: "shop" }] });
});
afterAll(() => spec.close());

describe("the preview of a status page", () => {
  it("is the page as it will be, and changes nothing", async () => {
    const before = await revision();
    const content = { slug: "public", name: "Marlow <b>", language: "de", timeZone: "Europe/Zagreb" };
    const layout = {
      groups: [{ name: "Post" }],
      components: [{ name: "Kasse", service: "shop" }, { name: "Briefe", group: "Post", service: "mail", component: "Letters" }],
    };
    const seen = await preview({ page: pageId, content, layout });
    expect([seen.drawn, seen.components]).toEqual([2, 2]);
    expect(seen.html).toContain('<html lang="de">');
    for (const said of ["Marlow &lt;b&gt;", "Kasse", "Post", "Briefe", seen.sentence]) expect(seen.html).toContain(said);
    expect(seen.html).not.toMatch(/Checkout|<script/u);
    expect(seen.lint).toEqual(["No incident has ever named Letters: Briefe always works until one does."]);
    expect(await revision()).toBe(before);
    await spec.run(kim, "defineStatusPage", content);
    await spec.run(kim, "layOutStatusPage", { statusPageId: pageId, ...layout });
    // Once it is so, what was shown before is what is asked for as it is; parts that were new then have their own ids now.
    const withoutIds = (html: string): string => html.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gu, "id");
    expect(withoutIds((await preview({ page: pageId })).html)).toBe(withoutIds(seen.html));
  });

  it("shows a page that is not there yet, by its own rule", async () => {
    const layout = { components: [{ name: "Mail", service: "mail" }] };
    const seen = await preview({ content: { slug: "new", name: "Brand new" }, layout });
    expect(seen.html).toContain("Brand new");
    expect(await refusal({ content: { slug: "new", name: "Brand new", timeZone: "Mars/Olympus" } })).toContain("no time zone");
    expect(await refusal({ content: { slug: "new", name: "Brand new", rule: "own" } })).toContain("own rule counts");
    expect(await refusal({})).toContain("no such status page");
    expect(await refusal({ page: "5f0c3c1e-9a5b-5d5c-8d0a-000000000000" })).toContain("no such status page");
  });

  it("refuses what laying it out would refuse", async () => {
    const twice = { components: [{ name: "Shop", service: "shop" }, { name: "shop", service: "mail" }] };
    expect(await refusal({ page: pageId, layout: twice })).toContain("there are two components called");
    expect(await refusal({ page: pageId, layout: { components: [{ name: "X", service: "gone" }] } })).toContain("no service gone");
    expect(await refusal({ page: pageId, layout: { components: [{ name: "X", group: "None", service: "shop" }] } }))
      .toContain("no group None");
  });

  it("is for those who may write pages", async () => {
    expect(await refusal({ page: pageId }, ada)).toContain("may not do this");
    const limited: Principal = { ...kim, serviceIds: [ids.service("shop")] };
    expect(await refusal({ page: pageId }, limited)).toContain("limited to some services");
  });

  it("draws the first sixty of hundreds, and says so", async () => {
    const components = Array.from({ length: 75 }, (_, n) => ({ name: `Part ${String(n)}`, service: "shop", component: `P${String(n)}` }));
    const seen = await preview({ page: pageId, layout: { components } });
    expect([seen.drawn, seen.components]).toEqual([60, 75]);
    expect(seen.html).toContain("Part 59");
    expect(seen.html).not.toContain("Part 60");
  });

  it("says of all of them what it says, however few are drawn", async () => {
    await spec.run(kim, "declareIncident", {
      title: "Letters are slow", severity: 3, services: ["mail"], components: ["P70"], publicImpact: "major",
    });
    const groups = [{ name: "First" }, { name: "Last" }];
    const components = Array.from({ length: 75 }, (_, n) => ({
      name: `Part ${String(n)}`, service: n < 65 ? "shop" : "mail", group: n < 65 ? "First" : "Last",
      ...(n === 70 ? { component: "P70" } : { component: `P${String(n)}` }),
    }));
    const seen = await preview({ page: pageId, layout: { groups, components } });
    const lint = (name: string) => seen.lint.filter((said) => said.includes(name));
    expect({ drawn: seen.drawn, empty: lint("is empty"), last: lint("Part 74").length }).toEqual({ drawn: 60, empty: [], last: 1 });
    expect(seen.sentence).toContain("Part 70");
    expect(seen.html).toContain(seen.sentence);
    await spec.run(kim, "layOutStatusPage", { statusPageId: pageId, groups, components });
    expect(await one<{ sentence: string; lint: readonly string[] }>(`{ statusPage(id: "${pageId}") { sentence lint } }`))
      .toEqual({ sentence: seen.sentence, lint: seen.lint });
  });
});
