import type { EventType } from "@ballast/schema";
import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

/** What subscribers of status pages were told, of an incident or by a page. */
export const publicationsDocument = graphql(`
  query Publications($incidentId: ID, $statusPageId: ID, $asOf: AsOf) {
    publications(incidentId: $incidentId, statusPageId: $statusPageId, asOf: $asOf) {
      id kind state at updateId subject told sent waiting
      unreached { subscriberId channel outcome why tries }
    }
  }
`);
export type Publication = ResultOf<typeof publicationsDocument>["publications"][number];

/** What changes it. */
export const publicationEvents: readonly EventType[] = [
  "PublicationWithdrawn", "PublicationReleased", "PublicationAddressed", "PublicationListed", "MailingListed", "MailingTold",
  "MailingGivenUp",
];
