import { describe, expect, it } from "vitest";
import { subscriberLines, subscriberTable, tableAddSubscriber, tableStatusPages } from "./subscribers.ts";
import { importTable, type TableClient } from "./table.ts";

const said = (given: Readonly<Record<string, string>>) => {
  const read = subscriberTable.read(given);
  return "row" in read ? { row: read.row } : { problems: read.problems.map(({ column, reason }) => `${String(column)}: ${reason}`) };
};

interface Hearer {
  readonly id: string;
  readonly channel: string;
  readonly address: string;
  readonly components: readonly string[];
  readonly groups: readonly string[];
  readonly since: string;
}

/** One page with two subscribers, who come one a slice; what is added is remembered. */
function client(): { readonly client: TableClient; readonly added: object[] } {
  const added: object[] = [];
  const hears = "Search, Europe";
  const since = "2026-03-01T10:00:00Z";
  const hearers: readonly Hearer[] = [
    { id: "1", channel: "mail", address: "Ana@example.org", components: ["Search, Europe"], groups: ["Shop"], since },
    { id: "2", channel: "webhook", address: "https://hooks.example.org/", components: [], groups: [], since },
  ];
  const answer = (document: unknown, { after }: { readonly after?: string | null }): unknown => {
    if (document === tableStatusPages)
      return { statusPages: [{ id: "p", slug: "public", name: "Shop", groups: [{ name: "Shop" }], components: [{ name: hears }] }] };
    const at = Number(after ?? 0);
    const node = hearers[at];
    return {
      subscribers: {
        pageInfo: { hasNextPage: at + 1 < hearers.length, endCursor: String(at + 1) }, edges: node === undefined ? [] : [{ node }],
      },
    };
  };
  const fake: unknown = {
    query: (document: unknown, variables: { readonly after?: string | null }) => Promise.resolve(answer(document, variables)),
    mutate: (command: unknown, input: object) => Promise.resolve(void (command === tableAddSubscriber && added.push(input))),
    refusalOf: () => null,
  };
  return { client: fake as TableClient, added };
}

describe("a row of subscribers", () => {
  it("is who hears of what by which channel; what is left out is everything of the public page by mail", () => {
    expect(said({ address: " ana@example.org " })).toEqual({
      row: { page: "public", channel: "mail", address: "ana@example.org", components: [], groups: [], reason: "imported" },
    });
    expect(said({ address: "https://h.example.org/x", channel: "webhook", components: "Search, Europe; Mail", groups: "Shop" }))
      .toMatchObject({ row: { components: ["Search, Europe", "Mail"], groups: ["Shop"] } });
  });

  it("that cannot be used says why, by column", () => {
    expect(said({ address: "" })).toEqual({ problems: ["address: it is missing"] });
    expect(said({ address: "ana" })).toEqual({ problems: ['address: "ana" is no mail address'] });
    expect(said({ address: "javascript:1", channel: "chat" })).toEqual({
      problems: ['address: "javascript:1" is no address of a webhook'],
    });
    expect(said({ address: "a@example.org", channel: "pigeon" })).toEqual({ problems: ["channel: it is none of mail, chat, webhook"] });
  });
});

describe("a file of subscribers", () => {
  it("says row by row what it comes to, and records nothing until it is carried out", async () => {
    const text = [
      "page,channel,address,components,groups", 'public,mail,ana@EXAMPLE.org,"search, europe",shop',
      "public,webhook,https://hooks.example.org/,,Shop",
      ",,ben@example.org,,", ",,cy@example.org,Nothing,", "partner,,dee@example.org,,", ",,ben@example.org,,",
    ].join("\n");
    const { client: given, added } = client();
    const seen = await importTable(subscriberTable, given, { text, dryRun: true });
    expect(added).toEqual([]);
    expect(seen).toMatchObject({
      made: ["public, mail, ben@example.org"], changed: ["public, webhook, https://hooks.example.org/"],
      unchanged: ["public, mail, ana@EXAMPLE.org"],
      problems: [
        { line: 5, column: "components", reason: 'Shop has no component "Nothing"', remedy: "It has Search, Europe." },
        { line: 6, column: "page", reason: "there is no status page partner" }, { line: 7, column: "address" },
      ],
    });
    expect(await importTable(subscriberTable, given, { text, dryRun: false })).toEqual(seen);
    expect(added).toMatchObject([
      { statusPageId: "p", channel: "webhook", address: "https://hooks.example.org/", groups: ["Shop"] },
      { address: "ben@example.org", components: [], reason: "imported" },
    ]);
  });

  it("that was written by us comes in unchanged", async () => {
    const { client: given } = client();
    const lines = await subscriberLines(given);
    expect(lines).toHaveLength(3);
    const { unchanged, problems } = await importTable(subscriberTable, given, { text: lines.join("\n"), dryRun: true });
    expect([unchanged.length, problems]).toEqual([2, []]);
  });
});
