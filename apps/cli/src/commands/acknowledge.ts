import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { counted } from "../print/words.ts";
import { incidentNamed } from "./lookup.ts";
import { acting } from "./session.ts";

const pagesDocument = graphql(`
  query OpenPages($person: ID) {
    pages(first: 100, open: true, person: $person) {
      edges { node { id reason incident { id reference title } sends { channel person { id } outcome } } }
    }
  }
`);
/** An open page. */
export type OpenPage = ResultOf<typeof pagesDocument>["pages"]["edges"][number]["node"];

const meDocument = graphql(`query MyId { me { person { id } } }`);

/** Open pages; those of one person where an id is given. */
export async function openPages(client: Client, person: string | null): Promise<readonly OpenPage[]> {
  const { pages } = await client.query(pagesDocument, { person });
  return pages.edges.map(({ node }) => node);
}

/** Answers a page: paging stops at once. */
export const acknowledgePage = (client: Client, pageId: string): Promise<{ position: string }> =>
  client.mutate(mutation("acknowledgePage"), { pageId });

const myself = async (client: Client): Promise<string | null> =>
  (await client.query(meDocument)).me?.person.id ?? null;

/** `ballast incident ack`. */
export const acknowledge = acting(async (session, { args: [given] }) => {
  const { client } = session;
  const wanted = given === undefined ? null : (await incidentNamed(client, given)).id;
  const open = (await openPages(client, wanted === null ? await myself(client) : null)).filter(
    ({ incident }) => wanted === null || incident.id === wanted,
  );
  for (const page of open) await acknowledgePage(client, page.id);
  session.show({ acknowledged: open.map(({ id, incident }) => ({ pageId: id, incident: incident.reference })) }, () =>
    open.length === 0
      ? ["No page is open."]
      : [`${counted(open.length, "page")} answered: ${[...new Set(open.map(({ incident }) => incident.reference))].join(", ")}.`],
  );
});
