import { gql } from "../api/document.ts";

export interface Health {
  position: string;
  lagMs: number;
}

export const healthDocument = gql<{ health: Health }, object>`query Health { health { position lagMs } }`;
export const healthLiveDocument = gql<{ health: Health }, object>`subscription HealthLive { health { position lagMs } }`;
export const openIncidentsDocument = gql<{ incidents: { totalCount: number } }, object>`query OpenIncidents($asOf: AsOf) { incidents(first: 1, filter: { open: true, drill: false }, asOf: $asOf) { totalCount } }`;
export const searchDocument = gql<{ search: readonly { kind: string; id: string; title: string; detail: string; url: string }[] }, { text: string }>`
  query Search($text: String!) { search(text: $text, first: 12) { kind id title detail url } }
`;
