import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

/** Everybody who works here, for choices. */
export const peopleChoicesDocument = graphql(`
  query PeopleChoices($first: Int, $asOf: AsOf) { people(first: $first, asOf: $asOf) { totalCount edges { node { id login name active } } } }
`);
/** A person as choices show them. */
export type PersonChoice = ResultOf<typeof peopleChoicesDocument>["people"]["edges"][number]["node"];
