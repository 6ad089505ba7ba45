import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const integrationsDocument = graphql(
  `query Integrations { integrations { id kind name severities defaultSeverity removed service { id slug } owner { id name } clearedUnseen { id name receivedAt } } }`,
);
/** Another system that speaks to Ballast; its secret and key stay where they are. */
export type Integration = ResultOf<typeof integrationsDocument>["integrations"][number];
export const integrationEvents = [
  "IntegrationAdded", "IntegrationHandedOver", "IntegrationTopicsNamed", "IntegrationRemoved", "AlertClearedUnseen",
];

/** One integration; what came by it is asked by whoever may change it. */
export const integrationDocument = graphql(
  `query Integration($id: String!) { integration(id: $id) { id kind name severities defaultSeverity redactedLabels snsTopics removed service { id slug } owner { id name } clearedUnseen { id name receivedAt } } }`,
);
export const deliveriesDocument = graphql(
  `query Deliveries($id: String!) { deliveries(integrationId: $id) { more deliveries { deliveryId at action outcome why fired cleared repeated refused bytes body } } }`,
);
/** Who says by it that they are well. */
export const integrationHeartbeatsDocument = graphql(
  `query IntegrationHeartbeats($id: ID!) { heartbeats(integrationId: $id) { id name interval unit standing heardAt } }`,
);
/** One request of another system, and what became of it. */
export type Delivery = ResultOf<typeof deliveriesDocument>["deliveries"]["deliveries"][number];
export const triedMappingDocument = graphql(
  `query TriedMapping($mapping: JSON!, $sample: String!) { triedMapping(mapping: $mapping, sample: $sample) { fingerprint name summary severity service firing url } }`,
);

export const addIntegration = command("addIntegration", "secret url integration { id }");
export const nameSnsTopics = command("nameSnsTopics");
export const removeIntegration = command("removeIntegration", "integration { id }");
export const redeliver = command("redeliver", "outcome why integration { id }");
