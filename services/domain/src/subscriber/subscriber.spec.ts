import type { SubscriberEvent, SubscriberScope } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { hearsOf, reachDecider, subscriberDecider } from "./index.ts";

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${String(n)}`;
const [subscriberId, statusPageId, search, shop] = [id(1), id(2), id(3), id(4)];
const everything: SubscriberScope = { componentIds: [], groupIds: [] };
const asking = { subject: "Confirm", text: "Was it you?", link: "Confirm" };
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString();
const asked = (askId: string, minute: number, scope = everything): Extract<SubscriberEvent, { type: "SubscriptionAsked" }> =>
  ({ type: "SubscriptionAsked", data: { subscriberId, statusPageId, channel: "mail", scope, askId, at: at(minute), asking } });
const ask = (askId: string, minute: number, scope = everything) =>
  ({ ...asked(askId, minute, scope).data, type: "AskSubscription" }) as const;
const confirmed: SubscriberEvent = { type: "SubscriptionConfirmed", data: { subscriberId, askId: id(5) } };
const confirm = (askId: string, minute: number) => ({ type: "ConfirmSubscription", subscriberId, askId, now: at(minute) }) as const;

describe("who hears of a status page", () => {
  it("is asked whether they meant it, and hears of nothing until they said so", () => {
    given(subscriberDecider, []).when(ask(id(5), 0)).then([asked(id(5), 0)]);
    expect(given(subscriberDecider, [asked(id(5), 0)]).state).toMatchObject({ hears: null, asked: { askId: id(5) } });
    given(subscriberDecider, [asked(id(5), 0)]).when(confirm(id(5), 1)).then([confirmed]);
    expect(given(subscriberDecider, [asked(id(5), 0), confirmed]).state).toMatchObject({ hears: everything, asked: null });
    given(subscriberDecider, [asked(id(5), 0), confirmed]).when(confirm(id(5), 2)).then([]);
    given(subscriberDecider, []).when(confirm(id(5), 1)).thenRejected("NOT_FOUND");
    given(subscriberDecider, [asked(id(5), 0)]).when(confirm(id(6), 1)).thenRejected("NOT_FOUND");
    given(subscriberDecider, [asked(id(5), 0)]).when(confirm(id(5), 7 * 24 * 60 + 1)).thenRejected("NOT_FOUND");
  });

  it("is asked no more often than every ten minutes, five times a day", () => {
    given(subscriberDecider, [asked(id(5), 0)]).when(ask(id(6), 9)).then([]);
    given(subscriberDecider, [asked(id(5), 0)]).when(ask(id(6), 10)).then([asked(id(6), 10)]);
    const five = [0, 10, 20, 30, 40].map((minute) => asked(id(5), minute));
    given(subscriberDecider, five).when(ask(id(6), 60)).then([]);
    given(subscriberDecider, five).when(ask(id(6), 24 * 60)).then([asked(id(6), 24 * 60)]);
  });

  it("goes on with what they had while they are asked about another part, and has that then", () => {
    const part = { componentIds: [search], groupIds: [] };
    const later = asked(id(6), 20, part);
    expect(given(subscriberDecider, [asked(id(5), 0), confirmed, later]).state).toMatchObject({ hears: everything });
    const again: SubscriberEvent = { type: "SubscriptionConfirmed", data: { subscriberId, askId: id(6) } };
    expect(given(subscriberDecider, [asked(id(5), 0), confirmed, later, again]).state).toMatchObject({ hears: part });
  });

  it("is added by hand and removed; what was asked before does not bring them back", () => {
    const data = { subscriberId, statusPageId, channel: "mail", scope: everything, reason: "moved in" } as const;
    const added: SubscriberEvent = { type: "SubscriberAdded", data };
    given(subscriberDecider, []).when({ type: "AddSubscriber", ...data }).then([added]);
    given(subscriberDecider, [added]).when({ type: "AddSubscriber", ...data }).then([]);
    const removed: SubscriberEvent = { type: "SubscriberRemoved", data: { subscriberId, by: "hand" } };
    given(subscriberDecider, [added]).when({ type: "RemoveSubscriber", subscriberId, by: "hand" }).then([removed]);
    given(subscriberDecider, [added, removed]).when({ type: "RemoveSubscriber", subscriberId, by: "hand" }).then([]);
    given(subscriberDecider, [added, removed]).when({ type: "AddSubscriber", ...data }).then([added]);
    given(subscriberDecider, [asked(id(5), 0), removed]).when(confirm(id(5), 1)).thenRejected("NOT_FOUND");
  });

  it("hears of everything, or of components and groups, with whatever comes to a group", () => {
    const hit = [{ componentId: search, groupId: shop }];
    expect(hearsOf(everything, [])).toBe(true);
    expect(hearsOf({ componentIds: [search], groupIds: [] }, hit)).toBe(true);
    expect(hearsOf({ componentIds: [], groupIds: [shop] }, [{ componentId: id(9), groupId: shop }])).toBe(true);
    expect(hearsOf({ componentIds: [id(9)], groupIds: [id(8)] }, hit)).toBe(false);
    expect(hearsOf({ componentIds: [], groupIds: [shop] }, [{ componentId: search, groupId: null }])).toBe(false);
  });

  it("has an address that is set anew each time, and taken away once", () => {
    const set = (sealed: string | null) => ({ type: "SetReach", subscriberId, sealed }) as const;
    given(reachDecider, []).when(set(null)).then([]);
    given(reachDecider, []).when(set("a")).then([{ type: "ReachSet", data: { subscriberId, sealed: "a" } }]);
    const there = { type: "ReachSet", data: { subscriberId, sealed: "a" } } as const;
    given(reachDecider, [there]).when(set("a")).then([there]);
    const gone = { type: "ReachSet", data: { subscriberId, sealed: null } } as const;
    given(reachDecider, [there]).when(set(null)).then([gone]);
    given(reachDecider, [gone]).when(set(null)).then([]);
  });
});
