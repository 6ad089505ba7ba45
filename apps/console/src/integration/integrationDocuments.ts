import { gql } from "../api/document.ts";
import { command } from "../data/command.ts";

export type IntegrationKind = "alertmanager" | "github";

/** Another system that speaks to Ballast; its secret and key stay where they are. */
export interface Integration {
  id: string;
  kind: IntegrationKind;
  name: string;
  severities: Readonly<Record<string, number | null>>;
  defaultSeverity: number;
  removed: boolean;
  service: { id: string; slug: string } | null;
  /** Who looks after it; null: nobody in particular. */
  owner: { id: string; name: string } | null;
  /** Alerts that cleared and were never seen firing, the last ones first; ten at most. */
  clearedUnseen: readonly { readonly id: string; readonly name: string; readonly receivedAt: string }[];
}

export const integrationsDocument = gql<{ integrations: readonly Integration[] }, object>`query Integrations { integrations { id kind name severities defaultSeverity removed service { id slug } owner { id name } clearedUnseen { id name receivedAt } } }`;
export const integrationEvents = ["IntegrationAdded", "IntegrationHandedOver", "IntegrationRemoved", "AlertClearedUnseen"];

export const addIntegration = command<
  { kind: IntegrationKind; name: string; service: string | null; severities: Readonly<Record<string, number | null>>; defaultSeverity?: number; redactedLabels?: readonly string[] },
  { secret: string | null; url: string | null; integration: { id: string } | null }
>("addIntegration", "secret url integration { id }");
export const removeIntegration = command<{ integrationId: string }, { integration: { id: string } | null }>("removeIntegration", "integration { id }");
