import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { CommandFailure } from "../client/failure.ts";
import { bold, dim } from "../print/style.ts";
import { exact } from "../print/words.ts";
import { reviewNamed } from "./reviewView.ts";
import { acting } from "./session.ts";

const draftDocument = graphql(`
  query ReviewDraft($id: ID!) {
    review(id: $id) {
      id incident { id reference title }
      draft { knownAt reading annotations { id section text author { name } moment { entryId at } } }
    }
  }
`);
const knownDocument = graphql(`
  query ReviewDraftTimeline($id: ID!, $first: Int!, $after: String, $knownAt: DateTime) {
    incident(id: $id) {
      timeline(first: $first, after: $after, knownAt: $knownAt) {
        edges { node { id lane title detail at keyMoment pinned knownFrom actor { name } } } pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/** Writes one line of a review at a moment. */
export const writing = mutation("writeReviewLine", "review { id }");

type Draft = NonNullable<ResultOf<typeof draftDocument>["review"]>;
type Entry = NonNullable<ResultOf<typeof knownDocument>["incident"]>["timeline"]["edges"][number]["node"];

const pageSize = 500;
/** So many entries are looked through. */
const mostPages = 20;

async function entriesOf(client: Client, id: string, knownAt: string | null): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (let after: string | null = null, page = 0; page < mostPages; page += 1) {
    const answer: ResultOf<typeof knownDocument> = await client.query(knownDocument, { id, first: pageSize, after, knownAt });
    if (answer.incident === null) break;
    const { edges, pageInfo } = answer.incident.timeline;
    entries.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  return entries;
}

async function draftOf(client: Client, called: string): Promise<Draft> {
  const { id } = await reviewNamed(client, called);
  const { review } = await client.query(draftDocument, { id });
  if (review !== null) return review;
  throw new CommandFailure({ code: "NOT_FOUND", message: `There is no review of ${called}.` });
}

/**
 * The review and the moment that somebody means by the beginning of an entry's id.
 * @throws CommandFailure where no entry begins so, or several do
 */
export async function annotated(client: Client, called: string, given: string): Promise<{
  readonly review: Draft; readonly moment: { readonly entryId: string; readonly at: string };
}> {
  const review = await draftOf(client, called);
  const fitting = (await entriesOf(client, review.incident.id, null)).filter(({ id }) => given !== "" && id.startsWith(given));
  const [entry] = fitting;
  if (entry !== undefined && fitting.length === 1) return { review, moment: { entryId: entry.id, at: entry.at } };
  const many = fitting.length === 0 ? "No entry of its timeline begins" : `${String(fitting.length)} entries begin`;
  throw new CommandFailure({
    code: "NOT_FOUND",
    message: `${many} with ${given}.`,
    remedy: `\`ballast review draft ${review.incident.reference}\` shows their ids.`,
  });
}

const saw: Readonly<Record<string, string>> = { differently: "saw it differently", surprise: "was surprised" };

/** `ballast review draft`. */
export const draft = acting<{ readonly at?: string }>(async (session, { args: [called = ""], flags: { at } }) => {
  const review = await draftOf(session.client, called);
  const knownAt = at ?? review.draft.knownAt;
  const entries = await entriesOf(session.client, review.incident.id, knownAt);
  const said = Map.groupBy(review.draft.annotations, ({ moment }) => moment?.entryId);
  session.show({ ...review, knownAt, entries }, () => [
    bold(`Calibration draft of ${review.incident.reference}: ${review.incident.title}`),
    knownAt === null ? "As it is known now: the incident goes on." : `As it was known at ${exact(knownAt)}.`,
    review.draft.reading,
    "",
    ...entries.flatMap((entry) => [
      `${dim(entry.id.slice(0, 8))} ${exact(entry.at)}  ${entry.title}${entry.actor === null ? "" : dim(` · ${entry.actor.name}`)}`,
      ...(said.get(entry.id) ?? []).map(({ section, text, author }) =>
        `         ${author?.name ?? "Somebody"} ${saw[section] ?? "said"}: ${text}`),
    ]),
  ]);
});
