import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const releaseHealthFields = graphql(
  `fragment ReleaseHealthFields on ReleaseHealth { version requests errors errorsPer100k p95Ms state }`,
);
/** How one release that reaches customers behaves. */
export type ReleaseHealth = ResultOf<typeof releaseHealthFields>;
