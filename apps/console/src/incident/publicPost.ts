import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { hearersWords } from "../telling/publicationWords.ts";

/** Where the public reads of an incident: asked before something is said to it. */
export const publicPostDocument = graphql(`
  query PublicPost($incidentId: ID!, $asOf: AsOf) {
    publicPost(incidentId: $incidentId, asOf: $asOf) {
      silent title undoSeconds places { page { id name } components title told { mail chat webhook } }
    }
  }
`);
type PublicPost = NonNullable<ResultOf<typeof publicPostDocument>["publicPost"]>;

export const setPublicTitle = command("setPublicTitle");

/** Who reads a post, in sentences: the second look before it is made. */
export function publicWords({ silent, places, undoSeconds }: PublicPost): string {
  if (silent !== null) return silent;
  const where = places.map(({ page, components }) => (components.length === 0 ? page.name : `${page.name} (${components.join(", ")})`));
  return `It stands at once on ${where.join(" and ")}, for everybody, in feeds and files too. ${toldWords(places, undoSeconds)}`;
}

/** Who is sent a message, on which page, and until when it can be taken back. */
function toldWords(places: PublicPost["places"], undoSeconds: number): string {
  const hearers = places.filter(({ told: { mail, chat, webhook } }) => mail + chat + webhook > 0);
  if (hearers.length === 0) return "Nobody has asked to be sent it.";
  const said = hearers.map(({ page, told }) => (places.length === 1 ? hearersWords(told) : `${hearersWords(told)} of ${page.name}`));
  return `It is sent to ${said.join(", and ")} after ${String(undoSeconds)} seconds, in which you can take it back.`;
}

/** What an incident is called that nobody has named for the public. */
export function untitledWords(post: PublicPost | null): string {
  const [place] = post?.title === null ? post.places : [];
  return place === undefined
    ? "Left empty, it is called as before, else after what it hurts."
    : `Left empty, it is called “${place.title}”.`;
}
