import { graphql } from "@ballast/schema/graphql";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import { doing } from "../shell/commands.ts";
import { names, rowNote } from "../shell/verbs.ts";
import type { PaletteVerb } from "../shell/verbs.ts";

/** Open incidents, the worst first. */
export const incidentVerbsDocument = graphql(`
  query IncidentVerbs { incidents(first: 30, filter: { open: true }, sort: SEVERITY_ASC) { totalCount edges { node { id reference title state declaredAt commander { name } } } } }
`);

/** A command of an open incident. */
function ofIncidents(name: string, sayings: readonly string[], does: string): PaletteVerb {
  return {
    name,
    sayings,
    offer: async (rest, { go, zone, signal }) => {
      const { incidents } = await call(incidentVerbsDocument, {}, { signal });
      return nodesOf(incidents)
        .filter(({ reference, title }) => names(rest, reference, reference.replace(/^INC-/u, ""), title))
        .map(
          ({ id, reference, title, state, commander, declaredAt }) =>
            ({
              id: `${name}-${id}`,
              title: `${does} ${reference} · ${title}`,
              group: doing,
              icon: "incidents",
              note: rowNote(zone, declaredAt, state, commander === null ? "nobody commands" : commander.name),
              run: () => go(`/incidents/${encodeURIComponent(id)}?do=${name}`),
            }) as const,
        );
    },
  };
}

/** Declaring, and what is done to an incident that is open. */
export const incidentVerbs: readonly PaletteVerb[] = [
  {
    name: "declare",
    sayings: ["declare incident", "declare an incident", "declare", "new incident"],
    offer: async (rest, { go }) => [
      {
        id: "declare",
        title: "Declare an incident",
        group: doing,
        icon: "incidents",
        ...(rest.length === 0 ? {} : { note: rest.join(" ") }),
        run: () => go(`/incidents?declare=${rest.length === 0 ? "1" : encodeURIComponent(rest.join(" "))}`),
      },
    ],
  },
  ofIncidents("command", ["take command", "command"], "Take command of"),
  ofIncidents("resolve", ["resolve", "close incident"], "Resolve"),
  ofIncidents("update", ["post an update", "post update", "update"], "Post an update on"),
];
