import type { Role } from "@ballast/schema";
import type { SignedInPerson } from "./principal.ts";

/** An API token as the log knows it; its secret is only known as a hash. */
export interface KnownToken {
  readonly tokenId: string;
  readonly personId: string;
  readonly roles: readonly Role[];
  readonly serviceIds: readonly string[];
  /** Milliseconds since 1970; null = does not expire. */
  readonly expiresAt: number | null;
  readonly revoked: boolean;
  /** Whose flags an application may ask for; null for every other token. */
  readonly environment: string | null;
}

/** What sign-in asks about people. Always as of now: rights are never those of the past. */
export interface Directory {
  personById(id: string): SignedInPerson | null;
  /** Somebody who is here, or was: who issued a token that goes on without them. They have no rights by this. */
  personEver(id: string): SignedInPerson | null;
  personByLogin(login: string): SignedInPerson | null;
  /** Tokens of a person that have not been taken back. */
  tokensOf(personId: string): readonly KnownToken[];
  /** Hash of a person's password, null when there is none. */
  passwordHashOf(personId: string): string | null;
  tokenByHash(sha256: string): KnownToken | null;
  tokenById(tokenId: string): KnownToken | null;
  /** True when the session was ended, alone or with all of the person's. */
  isRevoked(session: { personId: string; sessionId: string; issuedAt: number }): boolean;
  /** Whom the local credential names: the first administrator. */
  firstAdministrator(): SignedInPerson | null;
  /** Everybody who is an administrator now, the longest-standing first. */
  administrators(): readonly SignedInPerson[];
  /** Waits until what was appended at a position counts here; at most some seconds. */
  waitFor(position: string): Promise<void>;
}
