import type { BallastEvent, CounterEvent, CredentialEvent, ImportEvent, IntegrationEvent, PersonEvent, SignInEvent, TokenEvent } from "@ballast/schema";
import { capital, count, sentence } from "../words.ts";
import { deliverySentences } from "./deliverySentences.ts";
import { responseSentences } from "./responseSentences.ts";
import { because, type Saying, type Sentences } from "./saying.ts";

/** Sentences about people, their rights, other systems and imports. */
const installationSentences: Sentences<PersonEvent | SignInEvent | TokenEvent | CredentialEvent | IntegrationEvent | ImportEvent | CounterEvent> = {
  PersonJoined: ({ name, roles }) => `${name} joined as ${roles.join(", ")}`,
  PersonDescribed: ({ name }, { by }) => `${by} described ${name}`,
  ContactsSet: ({ personId }, { by, person }) => `${by} set how ${person(personId)} is reached`,
  RolesSet: ({ personId, roles }, { by, person }) => `${by} made ${person(personId)} ${roles.join(", ")}`,
  PersonLeft: ({ personId }, { person }) => `${person(personId)} has left`,
  SessionsRevoked: ({ personId, sessionId }, { person }) => (sessionId === null ? `All sessions of ${person(personId)} were ended` : `${person(personId)} signed out`),
  SignInLinkUsed: ({ personId }, { person }) => `${person(personId)} signed in by a link`,
  SignInsFailed: ({ personId, failed, refused, addressCount }, { person }) =>
    `${capital(count(failed + refused, "sign-in"))} ${personId === null ? "with names that nobody has" : `as ${person(personId)}`} failed, from ${addressCount === 1 ? "one address" : `${addressCount} addresses`}`,
  TokenIssued: ({ name, personId }, { by, person }) => `${by} issued the token ${name} for ${person(personId)}`,
  TokenUsed: (_, { by }) => `A token of ${by} is in use`,
  TokenRevoked: (_, { by }) => `${by} took a token back`,
  CredentialSet: ({ subject }, { by }) => `${by} set the secret of a ${subject}`,
  IntegrationAdded: ({ name, kind }, { by }) => `${by} added the ${kind} integration ${name}`,
  IntegrationHandedOver: ({ ownerId }, { person }) => `${person(ownerId)} looks after an integration`,
  IntegrationRemoved: (_, { by }) => `${by} removed an integration`,
  ImportStarted: ({ kind, sourceName, serviceId }, { by, service }) => `${by} began to import ${kind} from ${sourceName} for ${service(serviceId)}`,
  ImportProgressed: (tally) => `An import goes on: ${tallied(tally)}`,
  ImportFinished: (tally) => `An import ended: ${tallied(tally)}`,
  ImportCancelled: ({ reason }, { by }) => `${by} cancelled an import${because(reason)}`,
  NumberTaken: ({ number }) => `The number INC-${number} was taken`,
};

interface Tally {
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skippedCount: number;
}

const tallied = ({ imported, updated, unchanged, skippedCount }: Tally): string =>
  `${count(imported, "record")} imported, ${updated} updated, ${unchanged} unchanged, ${skippedCount} skipped`;

const sentences: Sentences<BallastEvent> = { ...deliverySentences, ...responseSentences, ...installationSentences };

/** What stands for a name that is not to be had ("a deploy", "somebody"): a word, unlike names. */
const isWord = (text: string): boolean => /^(an?|somebody) /.test(text);

/** What happened, in a sentence. A version or a service at its start keeps its letters: there is no "V3". */
export function eventSentence(event: BallastEvent, saying: Saying): string {
  // Every event has its own maker (see `Sentences`), which takes that event's payload.
  const make = sentences[event.type] as (data: BallastEvent["data"], saying: Saying) => string;
  const said = make(event.data, saying);
  return sentence(isWord(said) ? capital(said) : said);
}
