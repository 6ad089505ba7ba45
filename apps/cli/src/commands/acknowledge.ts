import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { counted, exact } from "../print/words.ts";
import { incidentNamed } from "./lookup.ts";
import { acting } from "./session.ts";
import { parseDuration, parseMoment } from "./values.ts";

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

const acknowledgePages = mutation("acknowledgePages", "answers { pageId acknowledged code problem }");

const myself = async (client: Client): Promise<string | null> =>
  (await client.query(meDocument)).me?.person.id ?? null;

/** When somebody is called again: a length from now on, or a moment. @throws InvalidArgumentError */
export const againOption = (text: string): string =>
  /^\d+(?:\.\d+)?\s*[a-z]+$/i.test(text.trim()) ? new Date(Date.now() + parseDuration(text)).toISOString() : parseMoment(text);

/** `ballast incident ack`: all of them in one press, and each that was refused is named. */
export const acknowledge = acting<{ readonly again?: string }>(async (session, { args: [given], flags: { again } }) => {
  const { client } = session;
  const wanted = given === undefined ? null : (await incidentNamed(client, given)).id;
  const open = (await openPages(client, wanted === null ? await myself(client) : null)).filter(
    ({ incident }) => wanted === null || incident.id === wanted,
  );
  const { answers } = open.length === 0
    ? { answers: [] }
    : await client.mutate(acknowledgePages, {
        pageIds: open.map(({ id }) => id), lookAgainAt: again ?? null,
      });
  const referenceOf = (pageId: string): string => open.find(({ id }) => id === pageId)?.incident.reference ?? "a page";
  const done = answers.filter(({ acknowledged }) => acknowledged).map(({ pageId }) => ({ pageId, incident: referenceOf(pageId) }));
  const refused = answers.filter(({ acknowledged }) => !acknowledged)
    .map(({ pageId, code, problem }) => ({ pageId, incident: referenceOf(pageId), code, problem }));
  for (const { incident, problem } of refused) session.warn(`${incident}: ${problem ?? "not answered"}`);
  session.show({ acknowledged: done, refused, lookAgainAt: again ?? null }, () =>
    open.length === 0
      ? ["No page is open."]
      : [
          `${counted(done.length, "page")} answered: ${[...new Set(done.map(({ incident }) => incident))].join(", ")}.`,
          ...(again === undefined || done.length === 0 ? [] : [`You are called again at ${exact(again)}, unless it is over by then.`]),
        ],
  );
});
