import { placeOfStep } from "@ballast/domain";
import type { PageEvent, PageStep } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import type { Known } from "../graphql/context.ts";
import { count, momentText } from "../words.ts";

const builtIn: Partial<Record<PageStep, string>> = { person: "who is on call", next: "who is next", everyone: "everyone" };
/** Whom a step calls. */
const calledAt = (step: PageStep): string => builtIn[step] ?? `by step ${String(placeOfStep(step) + 1)}`;
/** Whose turn it is then. */
const toStep = (step: PageStep): string =>
  step === "everyone" ? "everyone" : builtIn[step] === undefined ? `step ${String(placeOfStep(step) + 1)}` : "the next person";

/** How the events of pages read. */
export const pageSentences: Sentences<PageEvent> = {
  PageRequested: ({ incidentId, purpose, reason, origin }, { incident, person }) =>
    origin?.kind === "calledIn" ? `Somebody is called into ${incident(incidentId)}${because(reason)}`
    : origin?.kind === "lookAgain" ? `${person(origin.personId)} is called again for ${incident(incidentId)}${because(reason)}`
    : `${purpose === "commander" ? "A commander is" : "Responders are"} called for ${incident(incidentId)}${because(reason)}`,
  PageStarted: () => "Paging began",
  PageRunReplaced: ({ reason }) => `Paging was taken up again where it stood${because(reason)}`,
  PageStepClaimed: ({ step, round, sends, watchdog }) =>
    `${watchdog === undefined ? "The page calls" : "The workflow engine does not answer, so the watchdog calls"} ${calledAt(step)}${round > 0 ? `, round ${round + 1}` : ""}: ${count(new Set(sends.map(({ personId }) => personId)).size, "person", "people")}`,
  PageDeliveryFailed: ({ personId, channel, mayHaveArrived, triesAgain, reason }, { person }) =>
    `${person(personId)} ${mayHaveArrived ? "may not have been" : "was not"} reached by ${channel}${triesAgain ? "; it is tried again" : ""}${because(reason)}`,
  PageUnanswered: ({ round, againAt }) =>
    `Nobody has answered the page in ${count(round + 1, "round")}${againAt === null ? "; it stays open" : `; calling begins again ${momentText(againAt)}`}`,
  PageSent: ({ personId, channel, step }, { person }) =>
    `${person(personId)} was paged by ${channel}${step === "everyone" ? ", with everyone" : ""}`,
  PageDeliveryRefused: ({ personId, channel, reason }, { person }) =>
    `${personId === null ? "Nobody" : person(personId)} could not be reached${channel === null ? "" : ` by ${channel}`}${because(reason)}`,
  PageDelivered: ({ personId, channel, late }, { person }) =>
    `The page reached ${person(personId)} by ${channel}${late ? ", after it had been given up" : ""}`,
  PageNotDelivered: ({ personId, channel, reason }, { person }) =>
    `The page did not reach ${person(personId)} by ${channel}${because(reason)}`,
  PageEscalated: ({ to, reason }) => `The page goes to ${toStep(to)}${because(reason)}`,
  PageAcknowledged: ({ personId, late }, { person }) => `${person(personId)} answered the page${late ? ", late" : ""}`,
  LookAgainSet: ({ personId, at }, { person }) =>
    at === null ? `${person(personId)} does not look again any more` : `${person(personId)} looks again ${momentText(at)}`,
  PageHandedOn: ({ personId, to, note }, { person, rotation }) =>
    `${person(personId)} handed the page on to ${
      to.kind === "person" ? person(to.personId)
      : to.kind === "schedule" ? `who is on call for ${rotation(to.rotationId)}` : "whom an escalation policy calls"
    }${because(note)}`,
  PageStopped: ({ reason }) => `Paging stopped${because(reason)}`,
};

/** Whom they concern. */
export const pageTelling: Telling<PageEvent> = {
  PageRequested: "followers",
  PageStarted: { silent: "a step of the engine" },
  PageRunReplaced: "everybody",
  PageStepClaimed: "followers",
  PageDeliveryFailed: "followers",
  PageUnanswered: "everybody",
  PageSent: "everybody",
  PageDeliveryRefused: "followers",
  PageDelivered: "followers",
  PageNotDelivered: "everybody",
  PageEscalated: "everybody",
  PageAcknowledged: "everybody",
  LookAgainSet: "everybody",
  PageHandedOn: "everybody",
  PageStopped: "followers",
};

/** Who has the address of a chat can write there. */
export const pageShown = {
  PageSent: (data) => ({ ...data, address: data.channel === "mail" ? data.address : "" }),
} satisfies Known["shown"];
