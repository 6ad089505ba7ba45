import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const healthDocument = graphql(`query Health { health { position lagMs rebuildProgress { done total } } }`);
export type Health = ResultOf<typeof healthDocument>["health"];
export const healthLiveDocument = graphql(`subscription HealthLive { health { position lagMs rebuildProgress { done total } } }`);
export const searchDocument = graphql(`
  query Search($text: String!) { search(text: $text, first: 12) { kind id title detail at state url } }
`);
