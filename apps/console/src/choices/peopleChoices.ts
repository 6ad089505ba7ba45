import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { nodesOf } from "../data/fields.ts";
import { useRead } from "../data/read.ts";

/** Everybody who works here, for choices. */
export const peopleChoicesDocument = graphql(`
  query PeopleChoices($first: Int, $asOf: AsOf) { people(first: $first, asOf: $asOf) { totalCount edges { node { id login name active } } } }
`);
/** A person as choices show them. */
type PersonChoice = ResultOf<typeof peopleChoicesDocument>["people"]["edges"][number]["node"];

const everyOne = { first: 500 };

/** Everybody who works here now, by name. */
export function usePeople(): readonly PersonChoice[] {
  const { data } = useRead(peopleChoicesDocument, everyOne, { now: true });
  return nodesOf(data?.people).filter(({ active }) => active);
}
