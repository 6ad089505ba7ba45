import type { RecordedEvent } from "@ballast/eventlog";
import type { DataOf, EventType } from "@ballast/schema";
import type { KnownToken } from "./directory.ts";
import type { SignedInPerson } from "./principal.ts";

/** A person as sign-in needs them; who left stays known, for the sessions they had. */
export interface KnownPerson extends SignedInPerson {
  readonly left: boolean;
  /** Sessions that began up to then are over, ms. */
  readonly revokedUpTo: number;
  readonly revokedSessions: ReadonlySet<string>;
}

/** The facts that it is folded from. */
export const signInTypes: readonly EventType[] = [
  "PersonJoined", "PersonDescribed", "RolesSet", "PersonLeft", "SessionsRevoked", "TokenIssued", "TokenRevoked", "CredentialSet",
];

/** What sign-in knows, folded from the streams of people, tokens and credentials. */
export class SignInFacts {
  readonly people = new Map<string, KnownPerson>();
  readonly tokens = new Map<string, KnownToken>();
  /** Hash of a password or token, by the person's or token's id. */
  readonly hashes = new Map<string, string>();
  readonly #byLogin = new Map<string, string>();
  readonly #tokenByHash = new Map<string, string>();

  /** The person's id; small and capital letters are the same, as in `ids.person`. */
  idOfLogin(login: string): string | undefined {
    return this.#byLogin.get(plain(login));
  }

  tokenWithHash(hash: string): KnownToken | undefined {
    return this.tokens.get(this.#tokenByHash.get(hash) ?? "");
  }

  /** Folds one fact; those of other categories change nothing. */
  apply({ event, metadata }: RecordedEvent): void {
    switch (event.type) {
      case "PersonJoined":
        return this.#joined(event.data);
      case "PersonDescribed":
        return this.#change(event.data.personId, () => ({ name: event.data.name }));
      case "RolesSet":
        return this.#change(event.data.personId, () => ({ roles: event.data.roles }));
      case "PersonLeft":
        return this.#left(event.data.personId, Date.parse(metadata.recordedAt));
      case "SessionsRevoked": {
        const { personId, sessionId } = event.data;
        if (sessionId === null) return this.#change(personId, () => ({ revokedUpTo: Date.parse(metadata.recordedAt) }));
        return this.#change(personId, ({ revokedSessions }) => ({ revokedSessions: new Set([...revokedSessions, sessionId]) }));
      }
      case "TokenIssued": {
        const { tokenId, personId, roles, serviceIds, expiresAt, environment } = event.data;
        return void this.tokens.set(tokenId, {
          tokenId, personId, roles, serviceIds, environment, expiresAt: expiresAt === null ? null : Date.parse(expiresAt), revoked: false,
        });
      }
      case "TokenRevoked":
        return this.#revoked(event.data.tokenId);
      case "CredentialSet":
        return this.#credential(event.data);
      default:
    }
  }

  #joined({ personId, login, name, roles }: DataOf<"PersonJoined">): void {
    const before = this.people.get(personId);
    this.people.set(personId, {
      id: personId, login, name, roles, left: false, revokedUpTo: before?.revokedUpTo ?? 0,
      revokedSessions: before?.revokedSessions ?? new Set(),
    });
    this.#byLogin.set(plain(login), personId);
  }

  #change(personId: string, how: (person: KnownPerson) => Partial<KnownPerson>): void {
    const person = this.people.get(personId);
    if (person !== undefined) this.people.set(personId, { ...person, ...how(person) });
  }

  /**
   * Leaving ends everything that let this person in, also for who comes back under the same id, as in old logs. What applications ask
   * for flags by lets no person in.
   */
  #left(personId: string, at: number): void {
    this.#change(personId, ({ revokedUpTo }) => ({ left: true, revokedUpTo: Math.max(revokedUpTo, at) }));
    this.hashes.delete(personId);
    for (const token of this.tokens.values()) if (token.personId === personId && token.environment === null) this.#revoked(token.tokenId);
  }

  #revoked(tokenId: string): void {
    const token = this.tokens.get(tokenId);
    if (token !== undefined) this.tokens.set(tokenId, { ...token, revoked: true });
  }

  #credential({ subjectId, subject, hash }: DataOf<"CredentialSet">): void {
    this.#tokenByHash.delete(this.hashes.get(subjectId) ?? "");
    this.hashes.set(subjectId, hash);
    if (subject === "token") this.#tokenByHash.set(hash, subjectId);
  }
}

const plain = (login: string): string => login.trim().toLowerCase();
