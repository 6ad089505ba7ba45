import { stepAt } from "@ballast/domain/page";
import type { PagePolicy } from "@ballast/schema";
import type { PagePlace } from "@ballast/schema/workflows";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { climb, type Calling, type Climbed, type NamedStep } from "./climb.ts";
import type { ClaimedSend, DeliveryOutcome, Settled, StepClaim } from "./responseActivities.ts";

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const minute = 60_000;
const policy: PagePolicy = { acknowledgeWithinMs: 5 * minute, rounds: 2, repeatEveryMs: 30 * minute };
const send = (channel: "mail" | "chat", personId = "ana"): ClaimedSend => ({ key: `${personId}/${channel}`, personId, channel });

/** How a channel behaves at its n-th try. */
type Channel = (attempt: number) => Promise<DeliveryOutcome>;
const after = (ms: number, outcome: DeliveryOutcome): Promise<DeliveryOutcome> =>
  new Promise((resolve) => setTimeout(() => resolve(outcome), ms));
const takes: Channel = () => Promise.resolve("handedOver");
const refuses: Channel = () => Promise.resolve("refused");
/** Says nothing until its limit. */
const hangs: Channel = () => after(10_000, "failed");

interface World {
  readonly channels: Readonly<Record<string, Channel>>;
  /** Who is called at a step; by mail and chat of "ana" unless told. */
  readonly claims?: (step: NamedStep, place: number) => Partial<StepClaim>;
  readonly answeredAt?: number;
  readonly isLong?: () => boolean;
  /** False: its run began before pauses were short where nobody could be reached. */
  readonly soon?: boolean;
}

/** An escalation under a clock of its own; what happened stands with its second. */
function begun(
  { channels, claims = () => ({}), answeredAt = Infinity, isLong = () => false, soon = true }: World, from: number | PagePlace = 0,
) {
  const story: string[] = [];
  const tell = (what: string): void => void story.push(`${Date.now() / 1_000} ${what}`);
  const answered = (): boolean => Date.now() >= answeredAt;
  const calling: Calling = {
    answered, isLong,
    claim: ({ place, round }) => {
      const step = stepAt(place, false);
      tell(`${step} ${round}`);
      return Promise.resolve({
        outcome: "claimed", step, sends: [send("mail"), send("chat")], inInbox: true, ...claims({ step, round }, place),
      });
    },
    deliver: ({ key }, _, { attempt }) => {
      tell(`${key} #${attempt}`);
      return (channels[key.split("/")[1] ?? ""] ?? refuses)(attempt);
    },
    receipt: ({ key }) => {
      tell(`${key} awaits`);
      return after(60_000, key.endsWith("/mail") ? "handedOver" : "refused") as Promise<Settled>;
    },
    escalate: ({ place }, reason) => Promise.resolve(tell(`→ ${stepAt(place, false)}: ${reason}`)),
    goUnanswered: (_, ms) => Promise.resolve(tell(ms === policy.repeatEveryMs ? "unanswered" : `unanswered, again in ${ms / minute} min`)),
    triesSooner: () => soon,
    wait: (condition, ms) => new Promise((resolve) => {
      const ends = Date.now() + ms;
      const look = (): void => {
        if (condition() || Date.now() >= ends) resolve(condition());
        else setTimeout(look, 500);
      };
      look();
    }),
  };
  let ended: Climbed | undefined;
  void climb(calling, policy, from).then((how) => {
    ended = how;
  });
  return {
    story,
    ended: () => ended,
    until: (ms: number) => vi.advanceTimersByTimeAsync(ms - Date.now()),
    steps: () => story.filter((line) => /^[\d.]+ (person|next|everyone|unanswered)/u.test(line)),
  };
}

describe("no channel stops an escalation", () => {
  it("one that hangs delays neither the other channels nor the next person", async () => {
    const { story, until, steps } = begun({ channels: { mail: hangs, chat: takes } });
    await until(11 * minute);
    expect(story.slice(0, 3)).toEqual(["0 person 0", "0 ana/mail #0", "0 ana/chat #0"]);
    expect(steps()).toEqual(["0 person 0", "300 next 0", "600 everyone 0"]);
  });

  it("one whose provider takes everything and delivers nothing is given up: the person's next channel, then the next person", async () => {
    const took: Channel = () => Promise.resolve("awaitsReceipt");
    const later = [send("chat"), { ...send("mail"), afterMs: 10 * minute }];
    const { story, until } = begun({ channels: { mail: refuses, chat: took }, claims: () => ({ sends: later }) });
    await until(2 * minute);
    expect(story.slice(0, 8)).toEqual([
      "0 person 0", "0 ana/chat #0", "0 ana/chat awaits", "60 ana/mail #0", "60 → next: nobody could be reached", "60 next 0",
      "60 ana/chat #0", "60 ana/chat awaits",
    ]);
  });

  it("one whose provider says that it arrived has reached somebody: the step keeps its time", async () => {
    const took: Channel = () => Promise.resolve("awaitsReceipt");
    const { until, steps } = begun({ channels: { mail: took, chat: took } });
    await until(6 * minute);
    expect(steps()).toEqual(["0 person 0", "300 next 0"]);
  });

  it("it is tried again in the background, a bounded number of times", async () => {
    const { story, until } = begun({ channels: { mail: hangs, chat: takes } });
    await until(5 * minute - 1);
    expect(story.filter((line) => line.includes("ana/mail"))).toEqual([
      "0 ana/mail #0", "12 ana/mail #1", "32 ana/mail #2", "72 ana/mail #3",
    ]);
  });

  it("when none of a person's channels takes it at the first try, the next person is called at once", async () => {
    const { story, until } = begun({ channels: { mail: hangs, chat: refuses } });
    await until(11_000);
    expect(story).toContain("10 → next: nobody could be reached");
  });

  it("a first try that failed and then worked is a call like another", async () => {
    const { story, until } = begun({
      channels: { mail: (attempt) => Promise.resolve(attempt === 0 ? "failed" : "handedOver"), chat: refuses },
    });
    await until(minute);
    expect(story.filter((line) => line.includes("ana/mail #1"))).toHaveLength(3);
  });

  it("one that cannot even be tried again after the answer is let go", async () => {
    const { story, until, ended } = begun({ channels: { mail: hangs, chat: takes }, answeredAt: 5_000 });
    await until(minute);
    expect(ended()).toEqual({ over: true });
    expect(story.filter((line) => line.includes("#1"))).toEqual([]);
  });
});

describe("an escalation", () => {
  it("goes to everyone at once where nobody else can be called", async () => {
    const { until, steps } = begun({ channels: { mail: takes }, claims: () => ({ step: "everyone" }) });
    await until(10 * minute - 1);
    expect(steps()).toEqual(["0 person 0", "300 person 1"]);
  });

  it("passes over an empty shift, and gives an inbox its time where everyone has nothing else", async () => {
    const { until, steps } = begun({ channels: {}, claims: () => ({ sends: [], inInbox: true }) });
    await until(5 * minute - 1_000);
    expect(steps()).toEqual(["0 person 0", "0 next 0", "0 everyone 0"]);
    await until(5 * minute + 1_000);
    expect(steps()).toHaveLength(6);
  });

  it("says loudly that nobody answered, and calls again every half an hour, for as long as it takes", async () => {
    const { until, steps, ended } = begun({ channels: { mail: takes } });
    await until(2 * 60 * minute - 1);
    expect(steps().slice(6)).toEqual([
      "1800 unanswered", "3600 person 2", "3900 next 2", "4200 everyone 2", "4500 unanswered", "6300 person 3", "6600 next 3",
      "6900 everyone 3",
    ]);
    expect(ended()).toBeUndefined();
  });

  it("says why each round begins: nobody answered in time, and after the last one that calling begins again", async () => {
    const { until, story } = begun({ channels: { mail: takes } });
    await until(70 * minute);
    expect(story.filter((line) => line.includes("→ person"))).toEqual([
      "900 → person: nobody acknowledged in time", "3600 → person: nobody has answered yet: calling begins again",
    ]);
  });

  it("is quiet while the severity asks for no more calls, and looks again", async () => {
    const { until, steps } = begun({ channels: { mail: takes }, claims: ({ round }) => (round < 2 ? {} : { outcome: "quiet" }) });
    await until(3 * 60 * minute - 1);
    expect(steps().slice(6)).toEqual([
      "1800 unanswered", "3600 person 2", "3600 unanswered", "5400 person 3", "5400 unanswered", "7200 person 4", "7200 unanswered",
      "9000 person 5", "9000 unanswered",
    ]);
  });

  it("goes on in a fresh run where the last one left off, without a second pause", async () => {
    const first = begun({ channels: { mail: takes }, isLong: () => true });
    await first.until(61 * minute);
    expect(first.ended()).toEqual({ over: false, nextRound: 2 });
    const second = begun({ channels: { mail: takes } }, 2);
    await second.until(61 * minute + 1);
    expect(second.steps()).toEqual(["3660 person 2"]);
  });

  it("ends where the incident has", async () => {
    const { until, ended } = begun({ channels: { mail: takes }, claims: ({ step }) => (step === "next" ? { outcome: "over" } : {}) });
    await until(6 * minute);
    expect(ended()).toEqual({ over: true });
  });
});

describe("an escalation by a policy", () => {
  /** Of five steps, the first of which waits for a minute. */
  const policyOf = (rounds: number, of = 5) => (_: NamedStep, place: number): Partial<StepClaim> => ({
    step: stepAt(place, true), rung: { place, of, waitMs: place === 0 ? minute : 2 * minute, rounds },
  });

  it("climbs as many steps as it has, each for as long as it says, and starts over as often", async () => {
    const { until, story } = begun({ channels: { mail: takes }, claims: policyOf(1) });
    await until(10 * minute);
    expect(story.filter((line) => /→|unanswered/u.test(line)).map((line) => line.split(":")[0])).toEqual([
      "60 → next", "180 → everyone", "300 → everyone", "420 → everyone", "540 unanswered",
    ]);
  });

  it("that was changed meanwhile and has no such step any more begins from the top", async () => {
    const claims = (step: NamedStep, place: number) => place === 1 ? ({ outcome: "passed" as const }) : policyOf(2)(step, place);
    const { until, steps } = begun({ channels: { mail: takes }, claims });
    await until(minute + 30_000);
    expect(steps()).toEqual(["0 person 0", "60 next 0", "60 person 1"]);
  });

  it("goes on at its step where its run was lost", async () => {
    vi.setSystemTime(10 * minute);
    const from = { step: "step4" as const, round: 0, claimedAt: new Date(9 * minute).toISOString(), againAt: null };
    const { until, story } = begun({ channels: { mail: takes }, claims: policyOf(2) }, from);
    await until(12 * minute);
    expect(story.filter((line) => line.includes("→"))).toEqual(["660 → everyone: nobody acknowledged in time"]);
  });
});

describe("an escalation whose run was lost", () => {
  const at = (ms: number): string => new Date(ms).toISOString();
  const place = (of: Partial<PagePlace>): PagePlace => ({ step: "person", round: 0, claimedAt: null, againAt: null, ...of });

  it("goes on at its step, whose clock has run since it was claimed", async () => {
    vi.setSystemTime(10 * minute);
    const { until, steps, story } = begun({ channels: { mail: takes } }, place({ step: "next", claimedAt: at(7 * minute) }));
    await until(15 * minute);
    expect(steps()).toEqual(["600 next 0", "720 everyone 0"]);
    expect(story.filter((line) => line.includes("→"))).toEqual(["720 → everyone: nobody acknowledged in time"]);
  });

  it("whose time was up meanwhile goes on to the next one at once", async () => {
    vi.setSystemTime(60 * minute);
    const { until, steps } = begun({ channels: { mail: takes } }, place({ step: "person", round: 1, claimedAt: at(7 * minute) }));
    await until(61 * minute);
    expect(steps()).toEqual(["3600 person 1", "3600 next 1"]);
  });

  it("at a step that nobody had claimed begins it", async () => {
    const { until, steps } = begun({ channels: { mail: takes } }, place({ step: "everyone" }));
    await until(5 * minute + 1);
    expect(steps()).toEqual(["0 everyone 0", "300 person 1"]);
  });

  it("waits on for the moment at which calling begins again, and says only once that nobody answered", async () => {
    vi.setSystemTime(40 * minute);
    const { until, steps } = begun(
      { channels: { mail: takes } },
      place({ step: "everyone", round: 1, claimedAt: at(25 * minute), againAt: at(60 * minute) }),
    );
    await until(90 * minute);
    expect(steps()).toEqual(["3600 person 2", "3900 next 2", "4200 everyone 2", "4500 unanswered"]);
  });
});

describe("channels that have a time of their own", () => {
  const at = (channel: "mail" | "chat", afterMs: number, personId = "ana"): ClaimedSend => ({ ...send(channel, personId), afterMs });

  it("are used in it, and not once somebody has answered", async () => {
    const { story, until } = begun({
      channels: { mail: takes, chat: takes }, claims: () => ({ sends: [at("chat", 0), at("mail", 3 * minute)] }), answeredAt: 8.5 * minute,
    });
    await until(20 * minute);
    expect(story.filter((line) => line.includes("#0"))).toEqual([
      "0 ana/chat #0", "180 ana/mail #0", "300 ana/chat #0", "480 ana/mail #0",
    ]);
  });

  it("are used at once where the ones before them failed", async () => {
    const { story, until } = begun({
      channels: { mail: takes, chat: refuses }, claims: () => ({ sends: [at("chat", 0), at("mail", 3 * minute)] }),
    });
    await until(minute);
    expect(story.filter((line) => /#0|→/u.test(line))).toEqual(["0 ana/chat #0", "0.5 ana/mail #0"]);
  });

  it("that come later than the step goes on are used all the same, once however often they were planned", async () => {
    const { story, until } = begun({
      channels: { mail: takes, chat: takes }, claims: () => ({ sends: [at("chat", 0), at("mail", 12 * minute)] }),
    });
    await until(25 * minute);
    expect(story.filter((line) => line.includes("ana/mail"))).toEqual(["720 ana/mail #0"]);
  });

  it("come in the earlier time where what waited for the morning has become urgent, and not once more in the morning", async () => {
    const { story, until } = begun({
      channels: { mail: takes, chat: takes }, claims: ({ step, round }) => (
        step !== "person" ? { sends: [at("chat", 0, "ben")] }
        : { sends: [at("chat", 0), at("mail", round === 0 ? 480 * minute : 3 * minute)] }
      ), answeredAt: 500 * minute,
    });
    await until(29 * minute);
    expect(story.filter((line) => line.includes("ana/mail"))).toEqual(["1080 ana/mail #0"]);
    await until(490 * minute);
    expect(story.filter((line) => line.startsWith("28800 ana/mail"))).toEqual([]);
  });

  it("hold the step's clock until the first of them: what waits for the morning is not escalated at night", async () => {
    const morning = 8 * 60 * minute;
    const { story, until, steps } = begun({
      channels: { mail: takes }, claims: ({ step }) => (
        step === "person" ? { sends: [at("mail", morning)] } : { sends: [at("mail", 0, "ben")] }
      ),
    });
    await until(morning - 1_000);
    expect(steps()).toEqual(["0 person 0"]);
    await until(morning + 6 * minute);
    expect(story.slice(1)).toEqual([
      "28800 ana/mail #0", "29100 → next: nobody acknowledged in time", "29100 next 0", "29100 ben/mail #0",
    ]);
  });

  it("hold no one up who is told at once: somebody's morning in another zone is theirs alone", async () => {
    const { until, steps } = begun({
      channels: { mail: takes }, claims: ({ step }) => ({
        sends: step === "everyone" ? [at("mail", 0, "ben")] : [at("mail", 0), at("mail", 60 * minute, "cleo")],
      }),
    });
    await until(11 * minute);
    expect(steps()).toEqual(["0 person 0", "300 next 0", "600 everyone 0"]);
  });
});

describe("a mail provider that is down for an hour", () => {
  const hour = 60 * minute;
  const mailOnly = { claims: () => ({ sends: [send("mail")] }) };
  const firstTaken = (story: readonly string[], taken: number): number | undefined =>
    story.map((line) => Number(line.split(" ")[0])).find((second, at) => second * 1_000 >= taken && story[at]?.includes("/mail #"));

  it("is called through minutes after it is back; until then it is said every few minutes that nobody answered", async () => {
    const page = begun({
      ...mailOnly, channels: { mail: () => Promise.resolve(Date.now() < hour ? "failed" : "handedOver") }, answeredAt: hour + 20 * minute,
    });
    await page.until(hour + 20 * minute);
    const second = firstTaken(page.story, hour) ?? Infinity;
    expect(second * 1_000 - hour).toBeLessThanOrEqual(6 * minute);
    expect(page.story.filter((line) => line.includes("unanswered")).length).toBeGreaterThan(5);
    expect(page.story.some((line) => line.endsWith("again in 5 min"))).toBe(true);
    await page.until(hour + 30 * minute);
    expect(page.ended()).toEqual({ over: true });
  });

  it("pauses as it always did in runs that began before that, and where somebody was reached", async () => {
    const before = begun({ ...mailOnly, channels: { mail: () => Promise.resolve("failed") }, soon: false });
    await before.until(20 * minute);
    expect(before.story.filter((line) => line.endsWith(" unanswered"))).toHaveLength(1);
    const reached = begun({ ...mailOnly, channels: { mail: takes } });
    await reached.until(60 * minute);
    expect(reached.story.filter((line) => line.includes("unanswered")).every((line) => line.endsWith(" unanswered"))).toBe(true);
  });
});

describe("what waits still of steps before the one at which a run was lost", () => {
  const from: PagePlace = { step: "next", round: 0, claimedAt: new Date(0).toISOString(), againAt: null };
  const waiting = { ...send("chat", "ben"), step: "person" as const, round: 0, afterMs: 8 * minute };

  it("is sent in its time, once, unless somebody answers before", async () => {
    const claims = ({ step }: NamedStep) => (step === "next" ? { sends: [send("mail")], earlier: [waiting] } : { sends: [send("mail")] });
    const page = begun({ channels: { mail: takes, chat: takes }, claims }, from);
    await page.until(20 * minute);
    expect(page.story.filter((line) => line.includes("ben/chat"))).toEqual(["480 ben/chat #0"]);
    const answered = begun({ channels: { mail: takes, chat: takes }, claims, answeredAt: Date.now() + 6 * minute }, {
      ...from, claimedAt: new Date().toISOString(),
    });
    await answered.until(Date.now() + 20 * minute);
    expect(answered.story.filter((line) => line.includes("ben/chat"))).toEqual([]);
  });

  it("is not asked for by a run that begins", async () => {
    const page = begun({ channels: { mail: takes, chat: takes }, claims: () => ({ sends: [send("mail")], earlier: [waiting] }) });
    await page.until(9 * minute);
    expect(page.story.filter((line) => line.includes("ben/chat"))).toEqual([]);
  });
});

describe("a step that somebody else has won", () => {
  it("is waited out where it may reach somebody, and passed over at once where it has reached nobody", async () => {
    const others = (how: "reach" | "silent") => ({ place }: { readonly place: number }) => ({
      sends: [], others: how, rung: { place, of: 3, waitMs: 2 * minute, rounds: 2 },
    });
    const reached = begun({ channels: {}, claims: (_, place) => others("reach")({ place }) });
    await reached.until(5 * minute);
    expect(reached.story).toEqual([
      "0 person 0", "120 → next: nobody acknowledged in time", "120 next 0", "240 → everyone: nobody acknowledged in time",
      "240 everyone 0",
    ]);
    const silent = begun({ channels: {}, claims: (_, place) => (place === 0 ? others("silent")({ place }) : { sends: [send("mail")] }) });
    await silent.until(Date.now() + 1_000);
    expect(silent.story.slice(1, 3).map((line) => line.replace(/^[\d.]+ /u, ""))).toEqual(["→ next: nobody could be reached", "next 0"]);
  });
});
