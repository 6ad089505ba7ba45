import type { Contacts, PersonEvent, WakingChannel } from "@ballast/schema";
import { addressBy } from "../addressBy.ts";
import { Rejection } from "../rejection.ts";

/** The last test page by a channel, and what became of it. */
export interface TestPage {
  readonly testId: string;
  readonly channel: WakingChannel;
  readonly askedAt: string;
  readonly outcome: "asked" | "sent" | "refused" | "answered";
  /** Why it did not go out; empty where it did. */
  readonly reason: string;
}

/** A channel, and when it was last shown to reach its owner. */
export interface VerifiedChannel {
  readonly channel: WakingChannel;
  readonly at: string;
}

/** What is known of somebody's channels. */
export interface Tested {
  readonly contacts: Contacts;
  readonly testPages: readonly TestPage[];
  readonly verified: readonly VerifiedChannel[];
  /** When test pages of the last day were asked for, whatever address their channel had then. */
  readonly testsAsked: readonly AskedTest[];
}

/** That a test page was asked for. */
export interface AskedTest {
  readonly channel: WakingChannel;
  readonly at: string;
}

export const untested: Pick<Tested, "testPages" | "verified" | "testsAsked"> = { testPages: [], verified: [], testsAsked: [] };

export type TestPageEvent = Extract<PersonEvent, { type: "TestPageAsked" | "TestPageSent" | "TestPageRefused" | "TestPageAnswered" }>;

const withTest = <Known extends Tested>(known: Known, testId: string, part: Partial<TestPage>): Known => ({
  ...known, testPages: known.testPages.map((test) => (test.testId === testId ? { ...test, ...part } : test)),
});

/** Folds what happened to a test page. */
export function evolveTests<Known extends Tested>(known: Known, event: TestPageEvent): Known {
  const { testId, channel } = event.data;
  switch (event.type) {
    case "TestPageAsked":
      return {
        ...known, testPages: [
          ...known.testPages.filter((test) => test.channel !== channel),
          { testId, channel, askedAt: event.data.at, outcome: "asked", reason: "" },
        ],
        testsAsked: [...ofTheDay(known.testsAsked, event.data.at), { channel, at: event.data.at }],
      };
    case "TestPageSent":
      return withTest(known, testId, { outcome: "sent" });
    case "TestPageRefused":
      return withTest(known, testId, { outcome: "refused", reason: event.data.reason });
    case "TestPageAnswered":
      return {
        ...withTest(known, testId, { outcome: "answered" }),
        verified: [...known.verified.filter((each) => each.channel !== channel), { channel, at: event.data.at }],
      };
  }
}

/** What was shown of an address says nothing of another one. */
export function withContacts<Known extends Tested>(known: Known, contacts: Contacts): Known {
  const isSame = ({ channel }: { readonly channel: WakingChannel }): boolean =>
    addressBy(known.contacts, channel) === addressBy(contacts, channel);
  return { ...known, contacts, testPages: known.testPages.filter(isSame), verified: known.verified.filter(isSame) };
}

/**
 * A channel gets one test page a minute at most, and a person so many a day, whatever addresses they say in between: nobody rings somebody
 * else's telephone all night.
 */
const APART_MS = 60_000;
const MOST_A_DAY = 24;
const DAY_MS = 86_400_000;
/** So long the link of a test page may be pressed, ms: a day. */
export const TEST_PAGE_MS = 86_400_000;

const ofTheDay = (asked: readonly AskedTest[], at: string): readonly AskedTest[] =>
  asked.filter((each) => Date.parse(at) - Date.parse(each.at) < DAY_MS);

/** What a test page is about. */
export interface TestPageOf {
  readonly now: string;
  readonly personId: string;
  readonly testId: string;
}

export function askTestPage(
  { now, personId, testId, channel }: TestPageOf & { readonly channel: WakingChannel }, known: Tested & { readonly name: string },
): readonly PersonEvent[] {
  if (known.testPages.some((test) => test.testId === testId)) return [];
  if (addressBy(known.contacts, channel) === null)
    throw new Rejection("INVALID_INPUT", `${known.name} is not reached by ${channel}: say where first`, ["channel"]);
  const today = ofTheDay(known.testsAsked, now);
  const last = today.findLast((test) => test.channel === channel);
  const passedMs = last === undefined ? Infinity : Date.parse(now) - Date.parse(last.at);
  if (passedMs < APART_MS) {
    const leftS = Math.ceil((APART_MS - passedMs) / 1_000);
    throw new Rejection("RATE_LIMITED", `a test page by ${channel} was just asked for: another one in ${String(leftS)} s`, ["channel"]);
  }
  const [first] = today;
  if (today.length >= MOST_A_DAY && first !== undefined) {
    const again = new Date(Date.parse(first.at) + DAY_MS).toISOString().slice(0, 16).replace("T", " ");
    const asked = `${String(MOST_A_DAY)} test pages were asked for within a day`;
    throw new Rejection("RATE_LIMITED", `${asked}: another one from ${again} UTC on`, ["channel"]);
  }
  return [{ type: "TestPageAsked", data: { personId, testId, channel, at: now } }];
}

/** Where somebody has answered already, or another one was asked for meanwhile, nothing is left to say. */
export function noteTestPage(
  { personId, testId, refused }: TestPageOf & { readonly refused: string | null }, known: Tested,
): readonly PersonEvent[] {
  const test = known.testPages.find((each) => each.testId === testId);
  if (test?.outcome !== "asked") return [];
  const about = { personId, testId, channel: test.channel };
  return refused === null ? [{ type: "TestPageSent", data: about }] : [{ type: "TestPageRefused", data: { ...about, reason: refused } }];
}

export function answerTestPage({ now, personId, testId }: TestPageOf, known: Tested): readonly PersonEvent[] {
  const test = known.testPages.find((each) => each.testId === testId);
  if (test === undefined)
    throw new Rejection("NOT_FOUND", "this test page is not the last one of its channel, or the channel has changed since", ["testId"]);
  if (test.outcome === "answered") return [];
  if (Date.parse(now) - Date.parse(test.askedAt) > TEST_PAGE_MS)
    throw new Rejection("NOT_FOUND", "this test page is more than a day old: ask for another one", ["testId"]);
  return [{ type: "TestPageAnswered", data: { personId, testId, channel: test.channel, at: now } }];
}
