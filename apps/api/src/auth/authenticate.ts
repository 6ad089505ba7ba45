import type { IncomingHttpHeaders } from "node:http";
import { allows } from "./permissions.ts";
import type { Directory, KnownToken } from "./directory.ts";
import type { Principal, SignedInPerson } from "./principal.ts";
import type { KeyRing } from "@ballast/eventlog";
import { sameText, sha256 } from "./secrets.ts";
import { readSigned, sessionCookie, sessionPayload } from "./signed.ts";

/** What a request shows of itself. */
export interface Credentials {
  readonly headers: IncomingHttpHeaders;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly remoteAddress: string;
}

export interface Authentication {
  readonly directory: Directory;
  readonly keys: KeyRing;
  /** Secret of the data folder's credential file; null where there is none. */
  readonly localCredential: string | null;
  readonly now: () => number;
}

const localAddresses = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** Finds out who asks: bearer token, local credential, or session cookie. Null when none of them holds. */
export function authenticate(auth: Authentication, request: Credentials): Principal | null {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (bearer !== undefined) return byLocalCredential(auth, bearer, request) ?? byToken(auth, bearer);
  const cookie = request.cookies[sessionCookie];
  return cookie === undefined ? null : bySession(auth, cookie);
}

function byLocalCredential(auth: Authentication, bearer: string, request: Credentials): Principal | null {
  // Another length is another text, without hashing both for every token.
  if (
    auth.localCredential === null
    || bearer.length !== auth.localCredential.length
    || !localAddresses.has(request.remoteAddress)
    || !sameText(bearer, auth.localCredential)
  )
    return null;
  const person = auth.directory.firstAdministrator();
  return person === null
    ? null
    : {
        person,
        means: request.headers["x-ballast-client"] === "cli" ? "cli" : "local-credential",
        roles: person.roles,
        serviceIds: null,
        sessionId: null,
      };
}

function byToken(auth: Authentication, bearer: string): Principal | null {
  const token = auth.directory.tokenByHash(sha256(bearer));
  return token === null ? null : principalOf(auth, token);
}

/** Whose calendar an address is, with what they may see now; null where it is nobody's, or no more. */
export function byCalendarAddress(auth: Pick<Authentication, "directory" | "now">, secret: string): Principal | null {
  const token = auth.directory.tokenByHash(sha256(secret));
  const principal = token === null ? null : principalOf(auth, token);
  return principal === null || !allows(principal.roles, "calendar.read") ? null : { ...principal, roles: principal.person.roles };
}

/** The token with this id, as long as it holds: for what carries a signed reference instead of the secret. */
export function byTokenId(auth: Pick<Authentication, "directory" | "now">, tokenId: string): Principal | null {
  const token = auth.directory.tokenById(tokenId);
  return token === null ? null : principalOf(auth, token);
}

function principalOf(auth: Pick<Authentication, "directory" | "now">, token: KnownToken): Principal | null {
  if (token.revoked || (token.expiresAt !== null && token.expiresAt <= auth.now())) return null;
  // An application's token belongs to the installation: what is deployed goes on when whoever issued it leaves.
  const { personById, personEver } = auth.directory;
  const person = token.environment === null ? personById(token.personId) : personEver(token.personId);
  if (person === null) return null;
  // A token never outlives a right its person has lost; that of an application carries none of a person's.
  const roles = token.roles.filter(
    (role) =>
      (role === "application") === (token.environment !== null)
      && (role === "application" || role === "calendar" || person.roles.includes(role)),
  );
  return {
    person, means: "api-token", roles, serviceIds: token.serviceIds.length === 0 ? null : token.serviceIds, sessionId: null,
    tokenId: token.tokenId, ...(token.environment !== null && { environment: token.environment }),
  };
}

/** The session behind a cookie or a websocket's cookie header. */
export function bySession(auth: Authentication, cookie: string): Principal | null {
  const session = readSigned(auth.keys, "session", { text: cookie, schema: sessionPayload });
  if (session === null || session.expiresAt <= auth.now() || auth.directory.isRevoked(session)) return null;
  const person: SignedInPerson | null = auth.directory.personById(session.personId);
  return person === null ? null : { person, means: "console", roles: person.roles, serviceIds: null, sessionId: session.sessionId };
}
