import type { MailingEvent, PublicationEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { mailingDecider, publicationDecider, waitsIn } from "./index.ts";

const id = (n: number): string => `00000000-0000-4000-8000-0000000000${String(n).padStart(2, "0")}`;
const [publicationId, mailingId, ana, ben, cy] = [id(1), id(2), id(11), id(12), id(13)];
const subject = { kind: "update", incidentId: id(3), updateId: id(4), maintenanceId: null } as const;
const released: PublicationEvent = { type: "PublicationReleased", data: { publicationId, ...subject } };
const withdrawn: PublicationEvent = { type: "PublicationWithdrawn", data: { publicationId, ...subject } };
const addressed: PublicationEvent = { type: "PublicationAddressed", data: { publicationId, notices: [] } };
const told = { mail: 2, chat: 0, webhook: 1 };
const written: PublicationEvent = { type: "PublicationListed", data: { publicationId, told } };

describe("what subscribers are told", () => {
  const withdraw = { type: "WithdrawPublication", publicationId, ...subject } as const;
  const release = { type: "ReleasePublication", publicationId, ...subject } as const;

  it("goes out or is taken back, whichever comes first, and never both", () => {
    given(publicationDecider, []).when(withdraw).then([withdrawn]);
    given(publicationDecider, [withdrawn]).when(withdraw).then([]);
    given(publicationDecider, [withdrawn]).when(release).then([]);
    given(publicationDecider, []).when(release).then([released]);
    given(publicationDecider, [released]).when(release).then([]);
    given(publicationDecider, [released]).when(withdraw).thenRejected("PUBLISHED_ALREADY");
    given(publicationDecider, [released, addressed, written]).when(withdraw).thenRejected("PUBLISHED_ALREADY");
  });

  it("has its words and its mailings written down once, in this order", () => {
    const address = { type: "AddressPublication" as const, publicationId, notices: [] };
    const list = { type: "ListPublication", publicationId, told } as const;
    given(publicationDecider, [released]).when(list).then([]);
    given(publicationDecider, [released]).when(address).then([addressed]);
    given(publicationDecider, [released, addressed]).when(address).then([]);
    given(publicationDecider, [withdrawn]).when(address).then([]);
    given(publicationDecider, [released, addressed]).when(list).then([written]);
    given(publicationDecider, [released, addressed, written]).when(list).then([]);
  });
});

describe("a mailing", () => {
  const listed: MailingEvent = {
    type: "MailingListed",
    data: { mailingId, publicationId, statusPageId: id(5), channel: "mail", subscriberIds: [ana, ben, cy] },
  };
  const tried = (...subscriberIds: string[]): MailingEvent => ({ type: "MailingTried", data: { mailingId, subscriberIds } });
  const toldOf = (subscriberId: string, outcome: "sent" | "failed" | "unknown" | "refused", why = ""): MailingEvent =>
    ({ type: "MailingTold", data: { mailingId, results: [{ subscriberId, outcome, why }] } });
  const tries = (...subscriberIds: string[]) => ({ type: "TryMailing", mailingId, subscriberIds }) as const;

  it("is claimed by one sender for each subscriber, and again only where it failed", () => {
    given(mailingDecider, [listed]).when(tries(ana, ben)).then([tried(ana, ben)]);
    given(mailingDecider, [listed, tried(ana)]).when(tries(ana, ben)).then([tried(ben)]);
    given(mailingDecider, [listed, tried(ana)]).when(tries(ana)).then([]);
    given(mailingDecider, [listed, tried(ana), toldOf(ana, "sent")]).when(tries(ana)).then([]);
    given(mailingDecider, [listed, tried(ana), toldOf(ana, "refused")]).when(tries(ana)).then([]);
    given(mailingDecider, [listed, tried(ana), toldOf(ana, "failed", "away")]).when(tries(ana)).then([tried(ana)]);
  });

  it("that was under way when its sender was lost is not sent again", () => {
    const lose = { type: "LoseMailing", mailingId, why: "lost" } as const;
    given(mailingDecider, [listed, tried(ana)]).when(lose).then([toldOf(ana, "unknown", "lost")]);
    given(mailingDecider, [listed]).when(lose).then([]);
    given(mailingDecider, [listed, tried(ana), toldOf(ana, "unknown", "lost")]).when(tries(ana)).then([]);
    expect(waitsIn(given(mailingDecider, [listed, tried(ana), toldOf(ana, "unknown", "lost")]).state)).toEqual([ben, cy]);
  });

  it("is given up with whoever still waits, and is nobody's then", () => {
    const giveUp = { type: "GiveUpMailing", mailingId } as const;
    const over: MailingEvent = { type: "MailingGivenUp", data: { mailingId } };
    const all = [ana, ben, cy].flatMap((one) => [tried(one), toldOf(one, "sent")]);
    given(mailingDecider, [listed, ...all]).when(giveUp).then([]);
    given(mailingDecider, [listed]).when(giveUp).then([over]);
    given(mailingDecider, [listed, over]).when(tries(ana)).then([]);
    given(mailingDecider, [listed, over]).when(giveUp).then([]);
  });
});
