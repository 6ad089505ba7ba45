import { graphql } from "@ballast/schema/graphql";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import type { Command } from "../shell/commands.ts";
import { names } from "../shell/verbs.ts";
import type { Making, PaletteVerb } from "../shell/verbs.ts";

/** Services with who answers for them now. */
export const onCallVerbDocument = graphql(`
  query OnCallVerb { services(first: 500) { totalCount edges { node { slug name responders { id name onNow { name } } } } } }
`);

async function onCall(rest: readonly string[], { go, signal }: Making): Promise<readonly Command[]> {
  const { services } = await call(onCallVerbDocument, {}, { signal });
  return nodesOf(services)
    .filter(({ slug, name }) => names(rest, slug, name))
    .map(
      ({ slug, name, responders }) =>
        ({
          id: `on-call-${slug}`,
          title: responders === null ? `Nobody is on call for ${name}` : `${responders.onNow?.name ?? "Nobody"} is on call for ${name}`,
          group: "Answers",
          icon: "onCall",
          ...(responders === null ? {} : { note: responders.name }),
          run: () => go(responders === null ? `/services/${slug}` : `/on-call/${encodeURIComponent(responders.id)}`),
        }) as const,
    );
}

/** Who is called. */
export const rotationVerbs: readonly PaletteVerb[] = [
  { name: "onCall", sayings: ["who is on call", "who's on call", "whos on call", "on call", "oncall", "on-call", "who"], offer: onCall },
];
