import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const pageLineFields = graphql(
  `fragment PageLineFields on Page { id purpose reason state requestedAt urgency { level because until } acknowledgedAt acknowledgeMs acknowledgedBy { id name } unanswered { at rounds againAt } sends { at channel step round outcome refused triesAgain person { id name } } lookAgain { at person { id name } } handedOn { at to note toPageId by { id name } } origin { kind person { id name } fromPageId } }`,
);
/** A page as lists show it. */
export type PageLine = ResultOf<typeof pageLineFields>;
