import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const healthDocument = graphql(`query Health { health { position lagMs rebuildProgress { done total } } }`);
export type Health = ResultOf<typeof healthDocument>["health"];
export const healthLiveDocument = graphql(`subscription HealthLive { health { position lagMs rebuildProgress { done total } } }`);
export const openIncidentsDocument = graphql(`query OpenIncidents($asOf: AsOf) { incidents(first: 1, filter: { open: true, drill: false }, asOf: $asOf) { totalCount } }`);
export const searchDocument = graphql(`
  query Search($text: String!) { search(text: $text, first: 12) { kind id title detail at state url } }
`);

/** What the palette's verbs are about, as it is now: commands change the present. */
export const objectsDocument = graphql(`
  query PaletteObjects($services: Int, $incidents: Int) {
    services(first: $services) { totalCount edges { node { slug name environments { name kind deployable } lanes { environment live { version } } responders { id name onNow { name } } } } }
    incidents(first: $incidents, filter: { open: true }, sort: SEVERITY_ASC) { totalCount edges { node { id reference title state declaredAt commander { name } } } }
  }
`);
/** A service as the palette's commands need it. */
export type PaletteService = ResultOf<typeof objectsDocument>["services"]["edges"][number]["node"];
/** An incident that somebody works on. */
export type OpenIncident = ResultOf<typeof objectsDocument>["incidents"]["edges"][number]["node"];

/** Releases of a service that can be deployed, the newest first. */
export const versionsFoundDocument = graphql(`
  query VersionsFound($service: String) { releases(first: 60, filter: { service: $service }) { totalCount edges { node { id version releasedAt headline where { environment state } } } } }
`);
