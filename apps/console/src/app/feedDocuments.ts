import { gql } from "../api/document.ts";
import type { Connection, EnvironmentKind } from "../data/fields.ts";

export interface Health {
  position: string;
  lagMs: number;
  rebuildProgress: { done: number; total: number } | null;
}

export const healthDocument = gql<{ health: Health }, object>`query Health { health { position lagMs rebuildProgress { done total } } }`;
export const healthLiveDocument = gql<{ health: Health }, object>`subscription HealthLive { health { position lagMs rebuildProgress { done total } } }`;
export const openIncidentsDocument = gql<{ incidents: { totalCount: number } }, object>`query OpenIncidents($asOf: AsOf) { incidents(first: 1, filter: { open: true, drill: false }, asOf: $asOf) { totalCount } }`;
export const searchDocument = gql<{ search: readonly { kind: string; id: string; title: string; detail: string; at: string | null; state: string | null; url: string }[] }, { text: string }>`
  query Search($text: String!) { search(text: $text, first: 12) { kind id title detail at state url } }
`;

/** A service as the palette's commands need it. */
export interface PaletteService {
  slug: string;
  name: string;
  environments: readonly { name: string; kind: EnvironmentKind; deployable: boolean }[];
  lanes: readonly { environment: string; live: { version: string } | null }[];
  responders: { id: string; name: string; onNow: { name: string } | null } | null;
}

/** An incident that somebody works on. */
export interface OpenIncident {
  id: string;
  reference: string;
  title: string;
  state: string;
  declaredAt: string;
  commander: { name: string } | null;
}

/** What the palette's verbs are about, as it is now: commands change the present. */
export const objectsDocument = gql<{ services: Connection<PaletteService>; incidents: Connection<OpenIncident> }, { services: number; incidents: number }>`
  query PaletteObjects($services: Int, $incidents: Int) {
    services(first: $services) { totalCount edges { node { slug name environments { name kind deployable } lanes { environment live { version } } responders { id name onNow { name } } } } }
    incidents(first: $incidents, filter: { open: true }, sort: SEVERITY_ASC) { totalCount edges { node { id reference title state declaredAt commander { name } } } }
  }
`;

/** Releases of a service that can be deployed, the newest first. */
export const versionsFoundDocument = gql<{ releases: Connection<{ id: string; version: string; releasedAt: string; headline: string | null; where: readonly { environment: string; state: string }[] }> }, { service: string }>`
  query VersionsFound($service: String) { releases(first: 60, filter: { service: $service }) { totalCount edges { node { id version releasedAt headline where { environment state } } } } }
`;
