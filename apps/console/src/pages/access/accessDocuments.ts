import { gql } from "../../api/document.ts";
import { command } from "../../data/command.ts";
import type { Role } from "../people/personDocuments.ts";

/** An API token, without its secret. */
export interface Token {
  id: string;
  name: string;
  person: { id: string; name: string };
  roles: readonly Role[];
  serviceIds: readonly string[];
  expiresAt: string | null;
  issuedAt: string;
  /** To the hour. */
  usedAt: string | null;
  revoked: boolean;
}

export const tokensDocument = gql<{ tokens: readonly Token[] }, object>`query Tokens { tokens { id name person { id name } roles serviceIds expiresAt issuedAt usedAt revoked } }`;
export const tokenEvents = ["TokenIssued", "TokenUsed", "TokenRevoked"];

export const issueToken = command<{ name: string; roles: readonly Role[]; services: readonly string[]; expiresAt: string | null }, { secret: string | null; token: { id: string } | null }>("issueToken", "secret token { id }");
export const revokeToken = command<{ tokenId: string }, { token: { id: string } | null }>("revokeToken", "token { id }");

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
