import { defineProjection } from "../engine/projection.ts";

/** A hash to check a password or a token against. Never leaves the process. */
export interface CredentialRow {
  readonly id: string;
  readonly subject: "person" | "token";
  readonly kind: "scrypt" | "sha256";
  readonly hash: string;
}

/** Credentials by subject; they leave no history. */
export const credentialProjection = defineProjection({
  kind: "credential",
  history: false,
  columns: { hash: { type: "text", of: (row: CredentialRow) => row.hash, index: true } },
  handlers: { CredentialSet: (_, { subjectId, subject, kind, hash }) => ({ id: subjectId, subject, kind, hash }) },
});
