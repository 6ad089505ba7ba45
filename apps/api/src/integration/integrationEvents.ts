import type { IntegrationEvent } from "@ballast/schema";
import type { Sentences, Telling } from "../events/saying.ts";
import type { Known } from "../graphql/context.ts";

/** How the events of integrations read. */
export const integrationSentences: Sentences<IntegrationEvent> = {
  IntegrationAdded: ({ name, kind }, { by }) => `${by} added the ${kind} integration ${name}`,
  IntegrationHandedOver: ({ ownerId }, { person }) => `${person(ownerId)} looks after an integration`,
  IntegrationTopicsNamed: ({ topics }, { by }) =>
    topics.length === 0
      ? `${by} lets an integration take what comes with its key, signed or not`
      : `${by} lets an integration take signed messages of ${topics.join(", ")} only`,
  IntegrationRemoved: (_, { by }) => `${by} removed an integration`,
};

/** Whom they concern. */
export const integrationTelling: Telling<IntegrationEvent> = {
  IntegrationAdded: "followers",
  IntegrationHandedOver: "followers",
  IntegrationTopicsNamed: "followers",
  IntegrationRemoved: "followers",
};

/** Its key and secret stay where they are. */
export const integrationShown = {
  IntegrationAdded: (data) => ({ ...data, keyHash: null, sealedSecret: null }),
} satisfies Known["shown"];
