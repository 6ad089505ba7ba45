import { placeOfStep } from "@ballast/domain/page";
import type { PagePolicy, PageStep } from "@ballast/schema";
import type { PagePlace } from "@ballast/schema/workflows";
import type { ClaimedSend, DeliveryOutcome, Settled, StepClaim } from "./responseActivities.ts";

/** Where an escalation stands: at the how-manyth step of a round, from 0. */
export interface Place {
  readonly place: number;
  readonly round: number;
}

/** A step as its claim has named it. */
export interface NamedStep {
  readonly step: PageStep;
  readonly round: number;
}

/** What an escalation does and waits for; the workflow gives it activities and timers, its spec gives it others. */
export interface Calling {
  claim(place: Place): Promise<StepClaim>;
  deliver(send: ClaimedSend, step: NamedStep, tries: { readonly attempt: number; readonly last: boolean }): Promise<DeliveryOutcome>;
  /** Waits for what a provider says of a message that it took: it did not arrive unless it says so in time. */
  receipt(send: ClaimedSend): Promise<Settled>;
  escalate(to: Place, reason: string): Promise<void>;
  /** Says that nobody answered; calling begins again after so long, ms. */
  goUnanswered(round: number, againAfterMs: number): Promise<void>;
  /** Whether what nobody could be reached by is tried again sooner: runs that began before that pause as long as they did. */
  triesSooner(): boolean;
  /** Somebody answered, or the incident ended. */
  answered(): boolean;
  /** Until the condition holds or the time, ms, is over; answers whether it holds. */
  wait(condition: () => boolean, ms: number): Promise<boolean>;
  /** Whether to go on in a fresh run, so that a page that nobody answers for days does not outgrow its history. */
  isLong(): boolean;
}

/** How it ended, or from which round a fresh run has to go on. */
export type Climbed = { readonly over: true } | { readonly over: false; readonly nextRound: number };

/** A channel that failed is tried again after these, ms, while the escalation goes on without it. */
const retryAfterMs: readonly number[] = [2_000, 10_000, 30_000];
/** When even "everyone" reached nobody, the next round waits this long, ms: the channels may be back. */
const nobodyAtAllMs = 60_000;

/** When nobody could be reached in any round, the pause is no longer than this, ms: a mail provider that was down may be back. */
const vainPauseMs = 5 * 60_000;

/** So many steps has what is built in. */
const builtIn = 3;

/**
 * Calls one step after the other, round after round, until somebody answers: which steps there are, and how long each waits, is told by
 * its claim. Every channel of a step is tried at once and for itself. The step's clock runs from its claim; no channel is waited for,
 * except that a step whose first tries have all failed is passed over at once. After so many rounds as the last claim has told it says
 * so, and calls again after a pause.
 */
export async function climb(calling: Calling, policy: PagePolicy, from: number | PagePlace): Promise<Climbed> {
  const background: Promise<void>[] = [];
  const waiting = new Map<string, number>();
  const fromRound = typeof from === "number" ? from : from.round;
  // Where a run was lost, the next one stands in the middle of a round: it is gone on with, not begun.
  let lost = typeof from === "number" ? null : from;
  let { rounds } = policy;
  let passed: Passed = "unanswered";
  for (let round = fromRound; ; round += 1, lost = null) {
    if (lost !== null && lost.againAt !== null) {
      if (await calling.wait(() => calling.answered(), Date.parse(lost.againAt) - Date.now())) break;
      continue;
    }
    if (round >= rounds && round > fromRound && !saidSo(from, round)) {
      const isShort = passed === "vain" && policy.repeatEveryMs > vainPauseMs && calling.triesSooner();
      const pauseMs = isShort ? vainPauseMs : policy.repeatEveryMs;
      await calling.goUnanswered(round - 1, pauseMs);
      if (await calling.wait(() => calling.answered(), pauseMs)) break;
      await Promise.all(background.splice(0));
      if (calling.isLong()) return { over: false, nextRound: round };
    }
    if (round > 0 && lost === null)
      await calling.escalate(
        { place: 0, round },
        round >= rounds ? "nobody has answered yet: calling begins again" : "nobody acknowledged in time",
      );
    const told = (said: number): void => void (rounds = said);
    passed = await climbOnce(calling, policy, { round, background, waiting, lost, told });
    if (passed === "over") break;
  }
  await Promise.all(background);
  return { over: true };
}

/** That nobody answered in the round before was said, and waited for, already. */
const saidSo = (from: number | PagePlace, round: number): boolean =>
  typeof from !== "number" && from.againAt !== null && round === from.round + 1;

interface Round {
  readonly round: number;
  /** Tries that go on while the escalation does. */
  readonly background: Promise<void>[];
  /** Who is still to be told by which channel, person and channel, and when. */
  readonly waiting: Map<string, number>;
  /** Where a lost run stood in this round; null where it begins. */
  readonly lost: PagePlace | null;
  /** Told how many rounds there are, as the claim of a step says. */
  readonly told: (rounds: number) => void;
}

/** What a round came to: the page is over, nobody answered, or its last step has reached nobody at all. */
type Passed = "over" | "unanswered" | "vain";

/** One round, step after step. */
async function climbOnce(calling: Calling, policy: PagePolicy, climbed: Round): Promise<Passed> {
  const { round, lost, told } = climbed;
  const first = lost === null ? 0 : placeOfStep(lost.step);
  for (let place = first; ; place += 1) {
    const claim = calling.answered() ? null : await calling.claim({ place, round });
    if (claim === null || claim.outcome === "over") return "over";
    if (claim.outcome !== "claimed") return "unanswered";
    // The step's clock has run since it was claimed, whoever claimed it.
    // What somebody else has won says how long it still waits.
    const counted = place === first && claim.others === undefined ? (lost?.claimedAt ?? null) : null;
    const passed = counted === null ? 0 : Date.now() - Date.parse(counted);
    // What was claimed before policies were asked says nothing of its place.
    const rung = claim.rung ?? {
      place: placeOfStep(claim.step), of: builtIn, waitMs: policy.acknowledgeWithinMs, rounds: policy.rounds,
    };
    place = rung.place;
    told(rung.rounds);
    const isLast = place >= rung.of - 1;
    // Where nobody is told before the morning, the clock begins with the first who is.
    const begins = claim.sends.length === 0 || claim.others !== undefined ? 0 : Math.min(...claim.sends.map(({ afterMs = 0 }) => afterMs));
    const sending = sendAll(calling, { step: { step: claim.step, round }, sends: claim.sends, passed }, climbed);
    // What a lost run still waited for, this one does.
    if (place === first && lost !== null) {
      for (const { step, round: of, ...send } of claim.earlier ?? [])
        sendAll(calling, { step: { step, round: of }, sends: [send], passed: 0 }, climbed);
    }
    // The inbox wakes nobody, but where it is all that anybody has, it gets its time.
    const inboxOnly = isLast && claim.sends.length === 0 && claim.inInbox;
    const isVain = (): boolean => (claim.others === undefined ? !inboxOnly && sending.nobodyReached() : claim.others === "silent");
    if ((await calling.wait(() => calling.answered() || isVain(), begins + rung.waitMs - passed)) && calling.answered()) return "over";
    const failed = isVain();
    if (!isLast) await calling.escalate({ place: place + 1, round }, failed ? "nobody could be reached" : "nobody acknowledged in time");
    else if (!failed) return "unanswered";
    else return (await calling.wait(() => calling.answered(), nobodyAtAllMs)) ? "over" : "vain";
  }
}

/** What is sent of a step, and what waits for its time. */
interface Sends {
  readonly step: NamedStep;
  readonly sends: readonly ClaimedSend[];
  /** How long the step's clock has run, ms. */
  readonly passed: number;
}

/**
 * Begins every send of a step, each in its time. What waits still for the same person and channel from before is not sent a second time,
 * unless it has become urgent: then the earlier time holds.
 * Somebody whose earlier channels all failed is told by the next one at once.
 */
function sendAll(calling: Calling, { step, sends, passed }: Sends, { background, waiting }: Round): { nobodyReached(): boolean } {
  let [unheard, reached] = [sends.length, false];
  const failed = new Set<string>();
  const begin = (send: ClaimedSend): void => {
    const heard = (outcome: Settled, attempt: number): void => {
      // What is over is no failure: the page ends in a moment.
      reached ||= outcome === "handedOver" || outcome === "over";
      if (attempt > 0) return;
      unheard -= 1;
      if (outcome === "failed" || outcome === "refused") failed.add(send.key);
    };
    background.push(keepTrying(calling, { step, send, heard }));
  };
  for (const send of sends) {
    const { personId, channel, afterMs = 0 } = send;
    const name = `${personId}/${channel}`;
    const due = Date.now() + afterMs - passed;
    if (afterMs <= passed) begin(send);
    else if (due < (waiting.get(name) ?? Infinity)) {
      waiting.set(name, due);
      const earlier = sends.filter((other) => other.personId === personId && (other.afterMs ?? 0) < afterMs);
      const isNext = (): boolean => earlier.length > 0 && earlier.every(({ key }) => failed.has(key));
      void calling.wait(() => calling.answered() || isNext(), afterMs - passed).then(() => {
        if (waiting.get(name) !== due) return;
        waiting.delete(name);
        if (!calling.answered()) begin(send);
      });
    }
  }
  return { nobodyReached: () => unheard === 0 && !reached };
}

interface Sending {
  readonly step: NamedStep;
  readonly send: ClaimedSend;
  readonly heard: (outcome: Settled, attempt: number) => void;
}

async function keepTrying(calling: Calling, { step, send, heard }: Sending): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const pause = retryAfterMs[attempt];
    const tried = await calling.deliver(send, step, { attempt, last: pause === undefined });
    const outcome = tried === "awaitsReceipt" ? await calling.receipt(send) : tried;
    heard(outcome, attempt);
    if (outcome !== "failed" || pause === undefined) return;
    if (await calling.wait(() => calling.answered(), pause)) return;
  }
}
