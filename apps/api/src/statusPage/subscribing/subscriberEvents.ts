import type { MailingEvent, PublicationEvent, PublicationKind, ReachEvent, SubscriberEvent } from "@ballast/schema";
import type { Known } from "../../graphql/context.ts";
import { because, type Sentences, type Telling } from "../../events/saying.ts";
import { count } from "../../words.ts";

type Said = SubscriberEvent | ReachEvent | PublicationEvent | MailingEvent;

const KINDS: Readonly<Record<PublicationKind, string>> = {
  update: "an update", resolved: "that an incident is solved", merged: "that an incident goes on under another",
  announced: "a maintenance", begun: "that a maintenance began", completed: "that a maintenance is over",
};

/** How the events of subscribers, and of what they are told, read. None of them has an address in it. */
export const subscriberSentences: Sentences<Said> = {
  SubscriptionAsked: ({ statusPageId, channel }, { statusPage }) =>
    `Somebody asked for updates of ${statusPage(statusPageId)} by ${channel}`,
  SubscriptionConfirmed: () => "Somebody confirmed that they want updates",
  SubscriberAdded: ({ statusPageId, channel, reason }, { by, statusPage }) =>
    `${by} added a subscriber of ${statusPage(statusPageId)} by ${channel}${because(reason)}`,
  SubscriberRemoved: ({ by: how }, { by }) =>
    ({
      themselves: "Somebody stopped their updates", hand: `${by} removed a subscriber`,
      time: "What somebody asked for was never confirmed, and is forgotten",
    })[how],
  ReachSet: ({ sealed }) => `The address of a subscriber was ${sealed === null ? "taken away" : "kept, sealed"}`,
  PublicationWithdrawn: ({ kind }, { by }) => `${by} took back ${KINDS[kind]} before subscribers were told`,
  PublicationReleased: ({ kind }) => `Subscribers are told of ${KINDS[kind]}`.replace("told of that", "told that"),
  PublicationAddressed: ({ notices }) => `What ${count(notices.length, "status page")} says to subscribers was written down`,
  PublicationListed: ({ told: { mail, chat, webhook } }) => `Messages are on their way to ${count(mail + chat + webhook, "subscriber")}`,
  MailingListed: ({ subscriberIds, channel }) => `A message by ${channel} waits for ${count(subscriberIds.length, "subscriber")}`,
  MailingTried: ({ subscriberIds }) => `A message is being sent to ${count(subscriberIds.length, "subscriber")}`,
  MailingTold: ({ results }) =>
    `A message went out to ${String(results.filter(({ outcome }) => outcome === "sent").length)} of ${count(results.length, "subscriber")}`,
  MailingGivenUp: () => "Messages that could not be sent were given up",
};

/** Whom they concern. */
export const subscriberTelling: Telling<Said> = {
  SubscriptionAsked: { silent: "readers come and go" },
  SubscriptionConfirmed: { silent: "readers come and go" },
  SubscriberAdded: "followers",
  SubscriberRemoved: { silent: "readers come and go" },
  ReachSet: { silent: "where somebody is reached is nobody else's" },
  PublicationWithdrawn: "followers",
  PublicationReleased: { silent: "a step of what was said already" },
  PublicationAddressed: { silent: "a step of what was said already" },
  PublicationListed: { silent: "a step of what was said already" },
  MailingListed: { silent: "a step of what was said already" },
  MailingTried: { silent: "a step of what was said already" },
  MailingTold: { silent: "a step of what was said already" },
  MailingGivenUp: { silent: "it stands with what was said" },
};

/** An address is shown to nobody who reads the log, sealed or not. */
export const subscriberShown: Pick<Known["shown"], "ReachSet"> = {
  ReachSet: ({ subscriberId, sealed }) => ({ subscriberId, sealed: sealed === null ? null : "" }),
};
