import type { Role } from "@ballast/schema";
import { defineProjection, existing } from "../engine/projection.ts";

/** An API token, without its secret. */
export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly personId: string;
  readonly roles: readonly Role[];
  /** Empty: all services. */
  readonly serviceIds: readonly string[];
  readonly expiresAt: string | null;
  /** Whose flags an application may ask for; null for every other token. */
  readonly environment: string | null;
  readonly issuedAt: string;
  /** To the hour; null: never. */
  readonly usedAt: string | null;
  readonly revoked: boolean;
}

/** Tokens by id. */
export const tokenProjection = defineProjection({
  kind: "token",
  columns: {
    personId: { type: "text", of: (row: TokenRow) => row.personId, index: true },
    name: { type: "text", of: (row) => row.name.toLowerCase() },
  },
  handlers: {
    TokenIssued: (row, { tokenId, ...token }, { metadata }) =>
      row ?? { ...token, id: tokenId, issuedAt: metadata.occurredAt, usedAt: null, revoked: false },
    TokenRevoked: existing((row) => ({ ...row, revoked: true })),
    TokenUsed: existing((row, { at }) => ({ ...row, usedAt: at })),
  },
});
