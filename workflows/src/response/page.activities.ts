import {
  claimedStep, hasArrived, incidentDecider, isActive, isClimbedByPlace, maySend, notifiedBy, pageDecider, placeOfStep, stepAt,
  urgencyAt, type ClaimedStep, type DeclaredIncident, type Page, type UrgencyAt,
} from "@ballast/domain";
import { foldEvents, foldRecord } from "@ballast/eventlog";
import { defaultPagePolicy, streamName, wakes, type PageStep, type PlannedSend } from "@ballast/schema";
import { record, type WorkerParts } from "../parts.ts";
import { claim } from "../refusals.ts";
import { reachableFor, type Reachable } from "./people.ts";
import type { PageRef, ResponseActivities, SendOutcome, StepClaim } from "./responseActivities.ts";
import { sendingActivities, settleReceipt } from "./sending.activities.ts";
import { severityOf, urgencyOfIncident } from "./urgency.ts";

type PageActivities = Pick<
  ResponseActivities, "startPage" | "claimStep" | "sendPage" | "escalatePage" | "goUnanswered" | "stopPage" | "settleReceipt"
>;

/** The lowest severity for which calling begins again while nobody answers. */
const callsAgainUpTo = 3;

/** The activities that look after an escalation; none of them waits for a channel. */
export function pageActivities(parts: WorkerParts): PageActivities {
  const now = (): string => parts.now().toISOString();
  const activities: Omit<PageActivities, "sendPage"> = {
    startPage: ({ page, workflowId, runId, replaces }) => {
      const carried = { now: now(), pageId: page.pageId, requestEventId: page.requestEventId, workflowId };
      if (replaces === undefined)
        return claim(() => write(parts, page, { key: ["startPage", runId], command: { type: "StartPage", ...carried, runId } }));
      return claim(() =>
        write(parts, page, {
          key: ["replaceRun", runId],
          command: { type: "ReplaceRun", ...carried, fromRunId: replaces.runId, toRunId: runId, reason: replaces.reason },
        }),
      );
    },
    claimStep: ({ page, ...place }) => claimStep(parts, page, place),
    escalatePage: async ({ page, to, round, place, reason }) => {
      const state = await foldRecord(parts.log, pageDecider, page.pageId);
      if (state.status === "open") await escalate(parts, page, { to: namedStep(state, { step: to, round, place }), round, reason });
    },
    goUnanswered: async ({ page, round, repeatEveryMs }) => {
      const found = await openPage(parts, page);
      if (found === null) return;
      const againAt = severityOf(found.incident) > callsAgainUpTo ? null : new Date(parts.now().getTime() + repeatEveryMs).toISOString();
      await write(parts, page, {
        key: ["unanswered", round], command: { type: "GoUnanswered", now: now(), pageId: page.pageId, round, againAt },
      });
    },
    settleReceipt: (handedOver) => settleReceipt(parts, handedOver),
    stopPage: async ({ page, reason }) => {
      await write(parts, page, { key: ["stop"], command: { type: "Stop", now: now(), pageId: page.pageId, reason } });
    },
  };
  return { ...activities, sendPage: ({ page, ...place }) => sendStep(parts, activities, { page, ...place }) };
}

const write = (
  parts: WorkerParts,
  page: PageRef,
  { key, command }: { key: readonly (string | number)[]; command: Parameters<typeof pageDecider.decide>[0] },
) => record(parts, page, { aggregate: pageDecider, id: page.pageId, key, command });

async function escalate(parts: WorkerParts, page: PageRef, to: { to: PageStep; round: number; reason: string }): Promise<void> {
  await write(parts, page, {
    key: ["escalate", to.to, to.round], command: { type: "Escalate", now: parts.now().toISOString(), pageId: page.pageId, ...to },
  });
}

interface OpenPage {
  readonly page: Extract<Page, { status: "open" | "acknowledged" | "stopped" }>;
  readonly incident: DeclaredIncident;
}

/** Page and incident as the log has them now; null where there is nothing left to call for. */
async function openPage({ log }: WorkerParts, { pageId, incidentId }: PageRef): Promise<OpenPage | null> {
  const [page, incident] = await Promise.all([
    foldRecord(log, pageDecider, pageId),
    foldRecord(log, incidentDecider, incidentId),
  ]);
  return page.status !== "open" || incident.status !== "declared" || !isActive(incident) ? null : { page, incident };
}

interface Place {
  readonly step: PageStep;
  readonly round: number;
}

/** A step as it is asked for: by its place in the round, or by its name where who asks knows of no policies. */
interface AskedStep extends Place {
  readonly place?: number;
  /** Who asks is a watchdog, and no run. */
  readonly watchdog?: string;
}

/** Whether a page goes by policies, and the name of one of its steps. */
const namedStep = ({ request }: OpenPage["page"], { step, place }: AskedStep): PageStep =>
  place === undefined ? step : stepAt(place, isClimbedByPlace(request));

async function claimStep(parts: WorkerParts, ref: PageRef, asked: AskedStep): Promise<StepClaim> {
  const { step, round } = asked;
  const nothing = { step, sends: [], inInbox: false } as const;
  const found = await openPage(parts, ref);
  if (found === null) return { outcome: "over", ...nothing };
  const named = namedStep(found.page, asked);
  const before = claimedStep(found.page, { step: named, round }) ?? claimedStep(found.page, { step: "everyone", round });
  if (before !== undefined) {
    const told = await answerTo(parts, ref, { claim: before, asked });
    const earlier = await stillWaiting(parts, ref, { claim: before, asked });
    return earlier.length === 0 ? told : { ...told, earlier };
  }
  const [reachable, urgency] = await Promise.all([
    reachableFor(parts.log, found.page.request, { at: parts.now(), round }), urgencyOfPage(parts, found),
  ]);
  const { rungs, rounds, straightToEveryone } = reachable.course;
  if (round >= rounds && severityOf(found.incident) > callsAgainUpTo) return { outcome: "quiet", ...nothing };
  const place = asked.place ?? placeOfStep(step);
  const rung = straightToEveryone === null ? rungs[place] : rungs[0];
  // Its policy was changed, and has no such step any more.
  if (rung === undefined) return { outcome: "passed", ...nothing };
  if (rung.step !== named) await escalate(parts, ref, { to: rung.step, round, reason: straightToEveryone ?? "" });
  const claimed = {
    step: rung.step, round,
    sends: sendsOf(ref, { step: rung.step, round }, {
      called: rung.people, people: reachable.people, urgency, now: parts.now().getTime(),
      lookingAgain: found.page.request.origin?.kind === "lookAgain" ? found.page.request.origin.firstIds : [],
    }),
    rung: !isClimbedByPlace(found.page.request)
      ? null
      : { place, of: straightToEveryone === null ? rungs.length : place + 1, waitMs: rung.waitMs, rounds },
    ...(asked.watchdog === undefined ? {} : { watchdog: asked.watchdog }),
    // What its severity says, the record says already.
    ...(urgency.because === "severity"
      ? {} : { urgency: { ...urgency, until: urgency.until === null ? null : new Date(urgency.until).toISOString() } }),
  };
  const now = parts.now().toISOString();
  const { events } = await write(parts, ref, {
    key: ["claim", rung.step, round], command: { type: "ClaimStep", now, pageId: ref.pageId, ...claimed },
  });
  if (claimed.sends.length === 0) {
    const key = keyOf(ref, { step: rung.step, round }, ["-", "none"]);
    await write(parts, ref, {
      key: ["refused", key],
      command: {
        type: "RefuseDelivery", now, pageId: ref.pageId, step: rung.step, round, key, personId: null, channel: null,
        reason: "nobody is on call",
      },
    });
  }
  if (events.length > 0) return answerTo(parts, ref, { claim: claimed, asked });
  // Whoever claimed it first has said whom it calls.
  const state = await foldRecord(parts.log, pageDecider, ref.pageId);
  return answerTo(parts, ref, { claim: claimedStep(state, { step: rung.step, round }) ?? claimed, asked });
}

/** What was planned for later by steps before this one, has not been tried, and is still to be sent by who asks. */
async function stillWaiting(
  parts: WorkerParts, { pageId }: PageRef, { claim, asked }: { readonly claim: ClaimedStep; readonly asked: AskedStep },
): Promise<NonNullable<StepClaim["earlier"]>> {
  const { events } = await parts.log.read(streamName("page", pageId));
  const page = foldEvents(pageDecider, events);
  const now = parts.now().getTime();
  const isUntried = (key: string): boolean =>
    maySend(page, key) && events.every(({ event }) => event.type !== "PageDeliveryFailed" || event.data.key !== key);
  return events.flatMap(({ event, metadata }) => {
    if (event.type !== "PageStepClaimed" || event.data.watchdog !== asked.watchdog) return [];
    const { step, round, sends } = event.data;
    if (step === claim.step && round === claim.round) return [];
    const passed = now - Date.parse(metadata.recordedAt);
    return sends.filter(({ channel, afterMs, key }) => wakes(channel) && afterMs > 0 && isUntried(key))
      .map((send) => ({ ...send, step, round, afterMs: Math.max(0, send.afterMs - passed) }));
  });
}

/** What was claimed by somebody else may still reach somebody for so long, ms: longer than any channel is waited for. */
const othersMs = 60_000;
/** What waits for a time that is still to come is taken over, so much later, ms, that what whoever has won it sends is known by then. */
const afterOthersMs = 30_000;
/** So many steps has what is built in. */
const builtInSteps = 3;

/**
 * What a claim says to who asks: whoever has won it sends it. Others wait for what is left of its time, and see to what is not due yet, as
 * who has won it may not be there any more then.
 */
async function answerTo(
  parts: WorkerParts, { pageId }: PageRef, { claim, asked }: { readonly claim: ClaimedStep; readonly asked: AskedStep },
): Promise<StepClaim> {
  if (claim.watchdog === asked.watchdog) return answerOf(claim);
  const { step, round, sends } = claim;
  const { events } = await parts.log.read(streamName("page", pageId));
  const state = foldEvents(pageDecider, events);
  const at = events.find(({ event }) => event.type === "PageStepClaimed" && event.data.step === step && event.data.round === round);
  const passed = at === undefined ? 0 : parts.now().getTime() - Date.parse(at.metadata.recordedAt);
  const waking = sends.filter(({ channel }) => wakes(channel));
  const begins = waking.length === 0 ? 0 : Math.min(...waking.map(({ afterMs }) => afterMs));
  const isReached = state.status !== "absent" && waking.some(({ key }) => hasArrived(state, key));
  const policy = state.status === "absent" ? defaultPagePolicy : state.request.policy;
  const rung = claim.rung ?? { place: placeOfStep(step), of: builtInSteps, waitMs: policy.acknowledgeWithinMs, rounds: policy.rounds };
  return {
    outcome: "claimed", step, sends: waking.filter(({ afterMs, key }) => afterMs > passed && state.status === "open" && maySend(state, key))
      .map((send) => ({ ...send, afterMs: send.afterMs - passed + afterOthersMs })), inInbox: sends.some(({ channel }) => !wakes(channel)),
    rung: { ...rung, waitMs: Math.max(1_000, begins + rung.waitMs - passed) },
    others: isReached || passed < begins + othersMs ? "reach" : "silent",
  };
}

const answerOf = ({ step, sends, rung }: Pick<ClaimedStep, "step" | "rung"> & { readonly sends: readonly PlannedSend[] }): StepClaim => ({
  outcome: "claimed", step, sends: sends.filter(({ channel }) => wakes(channel)), inInbox: sends.some(({ channel }) => !wakes(channel)),
  ...(rung === null ? {} : { rung }),
});

/**
 * How urgent a page is now, by its incident's severity and the hours of its services. Whom somebody calls by hand, they mean now: no hours
 * hold that back. Nor do hours that end while it calls: nobody has answered it yet, and who is next is not left to the morning.
 */
async function urgencyOfPage({ log, now }: WorkerParts, { page: { request, claims }, incident }: OpenPage): Promise<UrgencyAt> {
  const urgency = await urgencyOfIncident(log, incident, now().getTime());
  if (urgency.because === "outsideHours" && claims.some((claim) => claim.urgency?.level === "high"))
    return { level: "high", because: "withinHours", until: null };
  return request.origin !== undefined && urgency.because === "outsideHours" ? urgencyAt(severityOf(incident), [], 0) : urgency;
}

/**
 * The page that calls anew when the hours begin comes first: should nothing ask for it, what waited for them goes out so much later, ms.
 */
const afterHoursBeginMs = 60_000;

/** Every channel of everybody whom the step calls, each in the time that they have said for this urgency. */
const sendsOf = (
  ref: PageRef, place: Place,
  { called, people, urgency: { level, until }, now, lookingAgain }: Pick<Reachable, "people"> & {
    readonly called: readonly string[]; readonly urgency: UrgencyAt; readonly now: number;
    /** Who has named this very moment: they are not left to their morning. */
    readonly lookingAgain: readonly string[];
  },
): PlannedSend[] =>
  called.flatMap((personId) => {
    const person = people.get(personId);
    const hoursInMs = until === null ? null : until - now + afterHoursBeginMs;
    return person === undefined
      ? []
      : notifiedBy(person, lookingAgain.includes(personId) ? "high" : level, { now, hoursInMs }).map(({ channel, afterMs }) => ({
          key: keyOf(ref, place, [personId, channel]), personId, channel, afterMs,
        }));
  });

/** Never twice: incident + purpose (the page) + step + round + person + channel. */
const keyOf = ({ incidentId, pageId }: PageRef, { step, round }: Place, [personId, channel]: readonly [string, string]): string =>
  [incidentId, pageId, step, round, personId, channel].join("/");

/** A step as pages of before ask for it: claimed, and every channel tried once, at once. */
async function sendStep(
  parts: WorkerParts,
  { claimStep: claimOf }: Pick<PageActivities, "claimStep">,
  { page, step, round }: { page: PageRef; step: PageStep; round: number },
): Promise<SendOutcome> {
  const claimed = await claimOf({ page, step, round });
  if (claimed.outcome !== "claimed") return "over";
  const { deliverPage } = sendingActivities(parts);
  const outcomes = await Promise.all(
    claimed.sends.map((send) => deliverPage({ page, send, step: claimed.step, round, attempt: 0, last: true })),
  );
  return outcomes.includes("over")
    ? "over"
    : outcomes.includes("handedOver") || (outcomes.length === 0 && claimed.inInbox)
      ? "delivered"
      : "nobodyReached";
}
