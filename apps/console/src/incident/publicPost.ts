import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

/** Where the public reads of an incident: asked before something is said to it. */
export const publicPostDocument = graphql(`
  query PublicPost($incidentId: ID!, $asOf: AsOf) {
    publicPost(incidentId: $incidentId, asOf: $asOf) { silent title places { page { id name } components title } }
  }
`);
type PublicPost = NonNullable<ResultOf<typeof publicPostDocument>["publicPost"]>;

export const setPublicTitle = command("setPublicTitle");

/** Who reads a post, in sentences: the second look before it is made. */
export function publicWords({ silent, places }: PublicPost): string {
  if (silent !== null) return silent;
  const where = places.map(({ page, components }) => (components.length === 0 ? page.name : `${page.name} (${components.join(", ")})`));
  return `It stands at once on ${where.join(" and ")}, for everybody, in feeds and files too.`;
}

/** What an incident is called that nobody has named for the public. */
export function untitledWords(post: PublicPost | null): string {
  const [place] = post?.title === null ? post.places : [];
  return place === undefined
    ? "Left empty, it is called as before, else after what it hurts."
    : `Left empty, it is called “${place.title}”.`;
}
