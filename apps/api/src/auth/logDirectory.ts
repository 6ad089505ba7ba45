import type { Log } from "@ballast/eventlog";
import type { Directory } from "./directory.ts";
import type { KnownSignIns } from "./knownSignIns.ts";
import type { SignedInPerson } from "./principal.ts";
import { SignInFacts } from "./signInFacts.ts";

/** A directory with what keeps it up to date. */
export interface LogDirectory extends Directory {
  /** Resolves when the history has been read: before that nobody is known. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** Waiting for one's own append ends after this, ms. */
const WAIT_MS = 5_000;

/**
 * People, tokens and their secrets' hashes, held in memory and folded straight from the log, from where `known` ends: sign-in must not
 * wait for a rebuild of the read model.
 */
export function openLogDirectory(log: Log, known: KnownSignIns | null = null): LogDirectory {
  const facts = new SignInFacts();
  for (const recorded of known?.events ?? []) facts.apply(recorded);
  const stop = new AbortController();
  const caughtUp = Promise.withResolvers<void>();
  const waiting = new Set<() => void>();
  let position = BigInt(known?.position ?? "0");
  const following = log.subscribeAll({
    filter: { categories: ["person", "token", "credential"] },
    ...(known !== null && { from: known.position }),
    signal: stop.signal,
    onBatch: (batch) => {
      for (const recorded of batch.events) facts.apply(recorded);
      position = BigInt(batch.position);
      for (const look of [...waiting]) look();
      if (batch.caughtUp) caughtUp.resolve();
    },
  });
  return {
    ...answersFrom(facts),
    ready: caughtUp.promise,
    waitFor: (wanted) => passed(() => position >= BigInt(wanted), waiting),
    async close() {
      stop.abort();
      await following;
    },
  };
}

function answersFrom(facts: SignInFacts): Omit<Directory, "waitFor"> {
  const here = (id: string | undefined): SignedInPerson | null => {
    const person = id === undefined ? undefined : facts.people.get(id);
    return person === undefined || person.left ? null : person;
  };
  const administrators = (): readonly SignedInPerson[] =>
    [...facts.people.values()].filter(({ left, roles }) => !left && roles.includes("admin"));
  return {
    personById: here,
    personEver: (id) => facts.people.get(id) ?? null,
    tokensOf: (personId) => [...facts.tokens.values()].filter((token) => token.personId === personId && !token.revoked),
    personByLogin: (login) => here(facts.idOfLogin(login)),
    passwordHashOf: (personId) => facts.hashes.get(personId) ?? null,
    tokenByHash: (hash) => facts.tokenWithHash(hash) ?? null,
    tokenById: (tokenId) => facts.tokens.get(tokenId) ?? null,
    isRevoked({ personId, sessionId, issuedAt }) {
      const person = facts.people.get(personId);
      return person === undefined || person.left || issuedAt <= person.revokedUpTo || person.revokedSessions.has(sessionId);
    },
    firstAdministrator: () => administrators()[0] ?? null,
    administrators,
  };
}

/** Waits until something holds that is looked at after every batch; some seconds at most. */
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
