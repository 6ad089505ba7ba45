import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const tokensDocument = graphql(
  `query Tokens { tokens { id name person { id name } roles environment serviceIds expiresAt issuedAt usedAt revoked issuerLeft } }`,
);
/** An API token, without its secret. */
export type Token = ResultOf<typeof tokensDocument>["tokens"][number];
export const tokenEvents = ["TokenIssued", "TokenUsed", "TokenRevoked"];

export const issueToken = command("issueToken", "secret token { id }");
export const openCalendar = command("openCalendar", "address token { id }");
export const revokeToken = command("revokeToken", "token { id }");
