import type { Log, RecordedEvent } from "@ballast/eventlog";
import type { Role } from "@ballast/schema";
import type { Directory, KnownToken } from "./directory.ts";
import type { SignedInPerson } from "./principal.ts";

/** A directory with what keeps it up to date. */
export interface LogDirectory extends Directory {
  /** Resolves when the history has been read: before that nobody is known. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

interface KnownPerson extends SignedInPerson {
  readonly left: boolean;
  /** Sessions that began up to then are over, ms. */
  readonly revokedUpTo: number;
  readonly revokedSessions: ReadonlySet<string>;
}

const WAIT_MS = 5_000;

/**
 * People, tokens and their secrets' hashes, held in memory and folded straight from the log: sign-in must not wait for
 * a rebuild of the read model, and hashes never reach its file.
 */
export function openLogDirectory(log: Log, onState: (state: string) => void = () => undefined): LogDirectory {
  const people = new Map<string, KnownPerson>();
  const byLogin = new Map<string, string>();
  const tokens = new Map<string, KnownToken>();
  const hashes = new Map<string, string>();
  const tokenByHash = new Map<string, string>();
  const stop = new AbortController();
  const caughtUp = Promise.withResolvers<void>();
  const waiting = new Set<() => void>();
  let position = 0n;

  const change = (personId: string, how: (person: KnownPerson) => Partial<KnownPerson>): void => {
    const person = people.get(personId);
    if (person !== undefined) people.set(personId, { ...person, ...how(person) });
  };
  const apply = ({ event, metadata }: RecordedEvent): void => {
    switch (event.type) {
      case "PersonJoined": {
        const { personId, login, name, roles } = event.data;
        const before = people.get(personId);
        people.set(personId, { id: personId, login, name, roles, left: false, revokedUpTo: before?.revokedUpTo ?? 0, revokedSessions: before?.revokedSessions ?? new Set() });
        byLogin.set(key(login), personId);
        return;
      }
      case "PersonDescribed": return change(event.data.personId, () => ({ name: event.data.name }));
      case "RolesSet": return change(event.data.personId, () => ({ roles: event.data.roles }));
      case "PersonLeft": return change(event.data.personId, () => ({ left: true }));
      case "SessionsRevoked": {
        const { personId, sessionId } = event.data;
        if (sessionId === null) return change(personId, () => ({ revokedUpTo: Date.parse(metadata.recordedAt) }));
        return change(personId, ({ revokedSessions }) => ({ revokedSessions: new Set([...revokedSessions, sessionId]) }));
      }
      case "TokenIssued": {
        const { tokenId, personId, roles, serviceIds, expiresAt } = event.data;
        tokens.set(tokenId, { tokenId, personId, roles, serviceIds, expiresAt: expiresAt === null ? null : Date.parse(expiresAt), revoked: false });
        return;
      }
      case "TokenRevoked": {
        const token = tokens.get(event.data.tokenId);
        if (token !== undefined) tokens.set(token.tokenId, { ...token, revoked: true });
        return;
      }
      case "CredentialSet": {
        const { subjectId, subject, hash } = event.data;
        tokenByHash.delete(hashes.get(subjectId) ?? "");
        hashes.set(subjectId, hash);
        if (subject === "token") tokenByHash.set(hash, subjectId);
        return;
      }
      default:
    }
  };

  const following = log.subscribeAll({
    filter: { categories: ["person", "token", "credential"] },
    signal: stop.signal,
    onState: ({ state }) => onState(state),
    onBatch: (batch) => {
      for (const recorded of batch.events) apply(recorded);
      position = BigInt(batch.position);
      for (const look of [...waiting]) look();
      if (batch.caughtUp) caughtUp.resolve();
    },
  });

  const here = (id: string | undefined): SignedInPerson | null => {
    const person = id === undefined ? undefined : people.get(id);
    return person === undefined || person.left ? null : person;
  };
  const administrators = (): readonly SignedInPerson[] => [...people.values()].filter(({ left, roles }) => !left && roles.includes("admin" satisfies Role));
  return {
    ready: caughtUp.promise,
    personById: here,
    personByLogin: (login) => here(byLogin.get(key(login))),
    passwordHashOf: (personId) => hashes.get(personId) ?? null,
    tokenByHash: (hash) => tokens.get(tokenByHash.get(hash) ?? "") ?? null,
    isRevoked({ personId, sessionId, issuedAt }) {
      const person = people.get(personId);
      return person === undefined || person.left || issuedAt <= person.revokedUpTo || person.revokedSessions.has(sessionId);
    },
    firstAdministrator: () => administrators()[0] ?? null,
    administrators,
    waitFor: (wanted) => passed(() => position >= BigInt(wanted), waiting),
    async close() {
      stop.abort();
      await following;
    },
  };
}

/** As `ids.person` has it: small and capital letters are the same. */
const key = (login: string): string => login.trim().toLowerCase();

/** Waits until something holds that is looked at after every batch; five seconds at most. */
function passed(holds: () => boolean, waiting: Set<() => void>): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      waiting.delete(look);
      resolve();
    };
    const look = (): void => {
      if (holds()) end();
    };
    const timer = setTimeout(end, WAIT_MS);
    waiting.add(look);
  });
}
