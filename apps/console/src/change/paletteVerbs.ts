import { graphql } from "@ballast/schema/graphql";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import type { Command } from "../shell/commands.ts";
import { names } from "../shell/verbs.ts";
import type { PaletteVerb } from "../shell/verbs.ts";

/** Services whose changes can be looked at. */
export const changingServicesDocument = graphql(
  `query ChangingServices { services(first: 500) { totalCount edges { node { id slug name } } } }`,
);

/** The changes of each service that the words name: "changes of checkout", "what changed checkout". */
export const changeVerbs: readonly PaletteVerb[] = [
  {
    name: "changes",
    sayings: ["changes", "what changed", "show changes"],
    offer: async (rest, { go, signal }) =>
      nodesOf((await call(changingServicesDocument, {}, { signal })).services)
        .filter(({ slug, name }) => names(rest, slug, name))
        .map(({ id, slug, name }): Command => ({
          id: `changes-${id}`, title: `Changes of ${slug}`, note: name === slug ? "" : name, group: "Go to", icon: "clock",
          run: () => go(`/changes?service=${encodeURIComponent(slug)}`),
        })),
  },
];
