import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const integrationsDocument = graphql(
  `query Integrations { integrations { id kind name severities defaultSeverity removed service { id slug } owner { id name } clearedUnseen { id name receivedAt } } }`,
);
/** Another system that speaks to Ballast; its secret and key stay where they are. */
export type Integration = ResultOf<typeof integrationsDocument>["integrations"][number];
export const integrationEvents = ["IntegrationAdded", "IntegrationHandedOver", "IntegrationRemoved", "AlertClearedUnseen"];

export const addIntegration = command("addIntegration", "secret url integration { id }");
export const removeIntegration = command("removeIntegration", "integration { id }");
