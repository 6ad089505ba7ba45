import { z } from "zod";
import { subscriberChannels, type SubscriberChannel } from "../events/index.ts";
import { command } from "../graphql/command.ts";
import { graphql } from "../graphql/document.ts";
import type { ResultOf } from "../graphql/index.ts";
import { reason, webLink } from "../scalars.ts";
import { neededLine, wordOrCell } from "./cells.ts";
import { csvLine } from "./csv.ts";
import { readCells, RowRefusal, type ReadRow, type Table, type TableClient } from "./table.ts";

const columns = ["page", "channel", "address", "components", "groups", "reason"] as const;

/** Names in one cell stand apart by semicolons: a name may have commas and spaces. */
const namesCell = z.string().transform((text) => text.split(";").map((name) => name.trim()).filter((name) => name !== ""));

const fields = z.object({
  page: z.string().trim().transform((text) => text || "public"), channel: wordOrCell(subscriberChannels, "mail"),
  address: neededLine.pipe(z.string().max(2_000)), components: namesCell, groups: namesCell,
  reason: z.string().trim().transform((text) => text || "imported").pipe(reason),
});

/** A subscriber as a row says it. */
export type SubscriberLine = z.infer<typeof fields>;

const isAddress = (channel: SubscriberChannel, address: string): boolean =>
  (channel === "mail" ? z.email().safeParse(address) : webLink.safeParse(address)).success;

function read(record: Readonly<Record<string, string>>): ReadRow<SubscriberLine> {
  const found = readCells(fields, { columns }, record);
  if (!("row" in found) || isAddress(found.row.channel, found.row.address)) return found;
  const what = found.row.channel === "mail" ? "mail address" : "address of a webhook";
  return { problems: [{ column: "address", reason: `"${found.row.address}" is no ${what}` }] };
}

export const tableStatusPages = graphql(`
  query TableStatusPages { statusPages { id slug name groups { name } components { name } } }
`);
export const tableSubscribers = graphql(`
  query TableSubscribers($statusPageId: ID!, $after: String) {
    subscribers(statusPageId: $statusPageId, first: 500, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { id channel address components groups since } }
    }
  }
`);
type Found = ResultOf<typeof tableSubscribers>["subscribers"]["edges"][number]["node"];
type Page = ResultOf<typeof tableStatusPages>["statusPages"][number];
export const tableAddSubscriber = command("addSubscriber");

/** Everybody who hears of a page. */
async function hearersOf(client: TableClient, { id }: Page): Promise<readonly Found[]> {
  const all: Found[] = [];
  for (let after: string | null = null, goesOn = true; goesOn;) {
    const { subscribers }: ResultOf<typeof tableSubscribers> = await client.query(tableSubscribers, { statusPageId: id, after });
    all.push(...subscribers.edges.map(({ node }) => node));
    after = subscribers.pageInfo.endCursor;
    goesOn = subscribers.pageInfo.hasNextPage && after !== null;
  }
  return all;
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const called = ({ page, channel, address }: Pick<SubscriberLine, "page" | "channel" | "address">): string =>
  `${page}, ${channel}, ${address}`;
const named = (names: readonly string[]): string => JSON.stringify(names.map((name) => name.toLowerCase()).toSorted());

function refuseUnknown(page: Page, { components, groups }: SubscriberLine): void {
  for (const [column, given, there] of [["components", components, page.components], ["groups", groups, page.groups]] as const) {
    const unknown = given.find((name) => !there.some((one) => same(one.name, name)));
    if (unknown === undefined) continue;
    throw new RowRefusal({
      column, reason: `${page.name} has no ${column.slice(0, -1)} "${unknown}"`,
      remedy: `It has ${there.map(({ name }) => name).join("; ") || "none"}.`,
    });
  }
}

/**
 * Subscribers of status pages: one is known by page, channel and address. Who comes in this way agreed elsewhere: nothing asks them to
 * confirm it.
 */
export const subscriberTable: Table<SubscriberLine> = {
  columns, needed: ["address"], read, called, callsBy: "address",
  async begin(client) {
    const { statusPages } = await client.query(tableStatusPages, {});
    const known = new Map<string, Found>();
    for (const page of statusPages)
      for (const one of await hearersOf(client, page))
        if (one.address !== null) known.set(called({ page: page.slug, channel: one.channel, address: one.address }).toLowerCase(), one);
    return (line) => {
      const page = statusPages.find(({ slug }) => slug === line.page);
      if (page === undefined) {
        throw new RowRefusal({
          column: "page", reason: `there is no status page ${line.page}`,
          remedy: `There are ${statusPages.map(({ slug }) => slug).join(", ") || "none"}.`,
        });
      }
      const there = known.get(called(line).toLowerCase());
      const hears = (of: { readonly components: readonly string[]; readonly groups: readonly string[] }): string =>
        named(of.components) + named(of.groups);
      if (there !== undefined && hears(there) === hears(line)) return { outcome: "unchanged", steps: [] };
      refuseUnknown(page, line);
      const { channel, address, components, groups, reason: why } = line;
      return {
        outcome: there === undefined ? "made" : "changed",
        steps: [async () => {
          await client.mutate(tableAddSubscriber, { statusPageId: page.id, channel, address, components, groups, reason: why });
          return null;
        }],
      };
    };
  },
};

/** Who hears of status pages, as lines of a CSV that comes in again unchanged. */
export async function subscriberLines(client: TableClient): Promise<readonly string[]> {
  const { statusPages } = await client.query(tableStatusPages, {});
  const lines = [csvLine([...columns, "since"])];
  for (const page of statusPages)
    for (const { channel, address, components, groups, since } of await hearersOf(client, page))
      if (address !== null) lines.push(csvLine([page.slug, channel, address, components.join("; "), groups.join("; "), null, since]));
  return lines;
}
