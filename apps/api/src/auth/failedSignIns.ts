import { randomUUID } from "node:crypto";
import { signInDecider } from "@ballast/domain";
import { handle, ids, type Log } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";

/** One try that did not let anybody in. */
export interface FailedSignIn {
  /** Whose account it was; null: nobody's. */
  readonly personId: string | null;
  readonly address: string;
  /** Refused unseen, because there had been too many. */
  readonly refused: boolean;
}

/** Adds failed sign-ins up and writes them down. */
export interface FailedSignIns {
  note(failure: FailedSignIn): void;
  /** Writes down what was added up so far. */
  write(): Promise<void>;
}

/** What is added up is written this long after its first failure, ms. */
const windowMs = 5 * 60_000;
/** Accounts told apart in one window; what is tried beyond is added to the names that nobody has. */
const mostAccounts = 50;
const mostAddresses = 1_000;
const addressesNamed = 10;
/** Events that a stream keeps: two days of guessing without a pause. */
const mostKept = 576;

interface Tally {
  readonly personId: string | null;
  readonly from: number;
  until: number;
  failed: number;
  refused: number;
  readonly addresses: Set<string>;
}

export interface FailedSignInParts {
  readonly log: Log;
  readonly now: () => Date;
  /** Told of what could not be written; it is tried again with the next. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Collects them on this server: at most one event for each account and window, however many tries there are. */
export function failedSignIns({ log, now, onError = () => undefined }: FailedSignInParts): FailedSignIns {
  let tallies = new Map<string | null, Tally>();
  let timer: NodeJS.Timeout | undefined;
  const tallyOf = (wanted: string | null): Tally => {
    const personId = wanted !== null && !tallies.has(wanted) && tallies.size >= mostAccounts ? null : wanted;
    const at = now().getTime();
    const tally = tallies.get(personId) ?? { personId, from: at, until: at, failed: 0, refused: 0, addresses: new Set<string>() };
    tallies.set(personId, tally);
    return tally;
  };
  const add = ({ personId, failed, refused, addresses }: Pick<Tally, "personId" | "failed" | "refused" | "addresses">): void => {
    const tally = tallyOf(personId);
    tally.until = Math.max(tally.until, now().getTime());
    tally.failed += failed;
    tally.refused += refused;
    for (const address of addresses) if (tally.addresses.size < mostAddresses) tally.addresses.add(address.slice(0, 100));
    timer ??= setTimeout(() => void write(), windowMs).unref();
  };
  const write = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const written = [...tallies.values()];
    tallies = new Map();
    for (const tally of written) {
      await record({ log, now }, tally).catch((error: unknown) => {
        add(tally);
        onError(error);
      });
    }
  };
  return {
    note: ({ personId, address, refused }) =>
      add({ personId, failed: refused ? 0 : 1, refused: refused ? 1 : 0, addresses: new Set([address]) }),
    write,
  };
}

async function record(
  { log, now }: Pick<FailedSignInParts, "log" | "now">,
  { personId, from, until, failed, refused, addresses }: Tally,
): Promise<void> {
  const signInId = ids.signIn(personId);
  const commandId = randomUUID();
  const at = now().toISOString();
  const iso = (ms: number): string => new Date(ms).toISOString();
  const { revision } = await handle(log, {
    aggregate: signInDecider,
    id: signInId,
    command: {
      type: "RecordFailedSignIns", now: at, signInId, personId, from: iso(from), until: iso(until), failed, refused,
      addresses: [...addresses].slice(0, addressesNamed), addressCount: addresses.size,
    },
    context: {
      commandId, actor: { personId: null, name: "Sign-in", means: "system" }, now: at, correlationId: commandId,
      causationId: ids.part(commandId, "window"),
    },
  });
  if (revision === 0n) await log.setMaxCount(streamName("signIn", signInId), mostKept);
}
