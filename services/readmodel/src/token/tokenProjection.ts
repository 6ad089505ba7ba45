import { tokenDecider, type Token } from "@ballast/domain";
import { defineProjection, rowIsState, type RowOf } from "../engine/projection.ts";

interface Times {
  readonly issuedAt: string;
}

/** An API token, without its secret. */
export type TokenRow = RowOf<Token> & Times;

const told = rowIsState(tokenDecider, ({ metadata }, before: Times | null) => ({ issuedAt: before?.issuedAt ?? metadata.occurredAt }));

/** Tokens by id. */
export const tokenProjection = defineProjection({
  kind: "token",
  columns: {
    personId: { type: "text", of: (row: TokenRow) => row.personId, index: true },
    name: { type: "text", of: (row) => row.name.toLowerCase() },
  },
  handlers: { TokenIssued: told, TokenRevoked: told, TokenUsed: told },
});
