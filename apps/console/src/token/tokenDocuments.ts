import { gql } from "../api/document.ts";
import { command } from "../data/command.ts";
import type { Role } from "../person/personDocuments.ts";

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
