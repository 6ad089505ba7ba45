import type { DataOf, MailingEvent, MailingOutcome, SubscriberChannel } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";

/** What became of a subscriber's message. `waiting`: it was not tried yet; `trying`: it is being sent, or was when its sender was lost. */
export interface Told {
  readonly subscriberId: string;
  readonly outcome: MailingOutcome | "waiting" | "trying";
  /** Why it did not go out; empty where it did. */
  readonly why: string;
  readonly tries: number;
}

/** One message to some subscribers of a page, by one channel. */
export interface KnownMailing {
  readonly status: "open" | "givenUp";
  readonly mailingId: string;
  readonly publicationId: string;
  readonly statusPageId: string;
  readonly channel: SubscriberChannel;
  readonly told: readonly Told[];
}
export type Mailing = { readonly status: "absent" } | KnownMailing;

type Ask<Type extends string, Data> = { readonly type: Type } & Data;

export type MailingCommand =
  | Ask<"ListMailing", DataOf<"MailingListed">>
  /** Claims those of them that wait or have failed: the event names whom the asker sends to, and nobody else does. */
  | Ask<"TryMailing", DataOf<"MailingTried">>
  | Ask<"TellMailing", DataOf<"MailingTold">>
  /** Those whose sender was lost while it sent: whether they have it nobody knows, and nobody sends it again. */
  | Ask<"LoseMailing", { readonly mailingId: string; readonly why: string }>
  | Ask<"GiveUpMailing", DataOf<"MailingGivenUp">>;

const canBeTried: ReadonlySet<string> = new Set(["waiting", "failed"]);

/** Who is still to be told. */
export const waitsIn = (mailing: Mailing): readonly string[] =>
  mailing.status !== "open" ? [] : mailing.told.flatMap(({ subscriberId, outcome }) => (canBeTried.has(outcome) ? [subscriberId] : []));

function evolve(mailing: Mailing, event: MailingEvent): Mailing {
  if (event.type === "MailingListed") {
    const { mailingId, publicationId, statusPageId, channel, subscriberIds } = event.data;
    const told = subscriberIds.map((subscriberId): Told => ({ subscriberId, outcome: "waiting", why: "", tries: 0 }));
    return { status: "open", mailingId, publicationId, statusPageId, channel, told };
  }
  if (mailing.status === "absent") return mailing;
  switch (event.type) {
    case "MailingTried": {
      const tried = new Set(event.data.subscriberIds);
      return {
        ...mailing,
        told: mailing.told.map((one) => (tried.has(one.subscriberId) ? { ...one, outcome: "trying", why: "", tries: one.tries + 1 } : one)),
      };
    }
    case "MailingTold": {
      const results = new Map(event.data.results.map((result) => [result.subscriberId, result]));
      return { ...mailing, told: mailing.told.map((one) => ({ ...one, ...results.get(one.subscriberId) })) };
    }
    case "MailingGivenUp":
      return { ...mailing, status: "givenUp" };
  }
}

function decide(command: MailingCommand, mailing: Mailing): readonly MailingEvent[] {
  if (command.type === "ListMailing") {
    const { type, ...data } = command;
    return mailing.status === "absent" ? [{ type: "MailingListed", data }] : [];
  }
  if (mailing.status === "absent") return [];
  const { mailingId } = mailing;
  switch (command.type) {
    case "TryMailing": {
      const waits = new Set(waitsIn(mailing));
      const subscriberIds = command.subscriberIds.filter((id) => waits.has(id));
      return subscriberIds.length === 0 ? [] : [{ type: "MailingTried", data: { mailingId, subscriberIds } }];
    }
    case "TellMailing":
      return [{ type: "MailingTold", data: { mailingId, results: command.results } }];
    case "LoseMailing": {
      const lost = mailing.told.flatMap(({ subscriberId, outcome }) =>
        (outcome === "trying" ? [{ subscriberId, outcome: "unknown" as const, why: command.why }] : []));
      return lost.length === 0 ? [] : [{ type: "MailingTold", data: { mailingId, results: lost } }];
    }
    case "GiveUpMailing":
      return waitsIn(mailing).length === 0 ? [] : [{ type: "MailingGivenUp", data: { mailingId } }];
  }
}

/** What a mailing's id is made from: whoever writes it again writes the same one. */
interface MailingKey {
  readonly publicationId: string;
  readonly statusPageId: string;
  readonly channel: SubscriberChannel;
  readonly batch: number;
}

/** A part of those who are told, by one channel. */
export const mailingDecider = aggregate("mailing", {
  initialState: { status: "absent" } as Mailing, evolve, decide,
  keyOf: ({ publicationId, statusPageId, channel, batch }: MailingKey) => [publicationId, statusPageId, channel, batch],
});
